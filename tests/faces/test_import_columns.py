"""The import screen of a table: its columns, what they are taken for, and a person's word over it."""

from __future__ import annotations

import io
from uuid import UUID

import pytest

from mandrivna.catalogue.importing import files, looking
from mandrivna.catalogue.models import Record, Run
from mandrivna.core.outbox.worker import drain
from mandrivna.fund.models import Copy
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
TABLE = "Книга;Автор;Стан\nКассандра;Українка Леся;добрий\n"


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.DATA = tmp_path
    return World()


def sent(world: World, text: str = TABLE):
    client = world.browser("cataloguer")
    file = io.BytesIO(text.encode())
    file.name = "книги.csv"
    return client, client.post("/work/catalogue/imports/", {"file": file})["Location"]


def said(world: World, address: str, **about):
    token = address.split("?")[0].rstrip("/").rpartition("/")[2]
    usual = {"format": "csv", "encoding": "utf-8", "source": "a", "unit": world.lib.root.pk, "existing": "update"}
    return form(**usual, token=token, name="книги.csv", **about)


def test_the_columns_are_shown_with_what_they_were_taken_for(world):
    client, address = sent(world, "Назва;Автор;Стан\nКассандра;Українка Леся;добрий\n")
    page = client.get(address)
    assert [(head, field.value(), samples) for head, field, samples in page.context["form"].rows] == [
        ("Назва", "title", ["Кассандра"]),
        ("Автор", "authors", ["Українка Леся"]),
        ("Стан", "", ["добрий"]),
    ]
    assert ("лишити як є" in text_of(page), "пропустити" in text_of(page)) == (True, True)
    assert queries(client, address) <= 12


def test_a_person_says_what_a_column_is_looks_and_begins(world):
    client, address = sent(world)
    assert [field.value() for _head, field, _samples in client.get(address).context["form"].rows] == ["", "authors", ""]
    columns = {"column_0": "title", "column_1": "authors", "column_2": "-"}
    looked = client.post(address, {**said(world, address, **columns), "look": "1"})
    assert ("Кассандра" in text_of(looked), Run.objects.count()) == (True, 0)
    begun = client.post(address, said(world, address, **columns))
    assert begun.status_code == 302
    drain()
    assert Record.objects.get().authors == "Українка Леся"
    assert Run.objects.get().options["columns"] == ["title", "authors", "-"]
    assert "За вашим вибором пропущено 1 стовпець таблиці" in text_of(client.get(begun["Location"]))
    again, address = sent(world)
    assert [field.value() for _head, field, _samples in again.get(address).context["form"].rows] == ["title", "authors", "-"]


def test_without_a_title_or_with_one_field_twice_nothing_begins(world):
    client, address = sent(world)
    no_title = client.post(address, said(world, address, column_0="", column_1="authors", column_2=""))
    assert (no_title.status_code, "у якому стовпці назва" in text_of(no_title)) == (422, True)
    twice = client.post(address, said(world, address, column_0="title", column_1="title", column_2=""))
    assert (twice.status_code, "не можуть бути тим самим полем" in text_of(twice)) == (422, True)
    forged = client.post(address, said(world, address, column_0="title", column_1="x", column_2=""))
    assert (forged.status_code, Run.objects.count()) == (422, 0)


def test_a_place_that_is_named_late_in_a_large_file_can_still_be_ours(world):
    """The screen shows the first two hundred records at once; the worker reads the rest."""
    rows = "".join(f"Том {number};{number};{'КХ' if number < 250 else 'Ф104'}\n" for number in range(1, 261))
    client, address = sent(world, "Назва;Інвентарний номер;Місце зберігання\n" + rows)
    page = client.get(address)
    assert (page.context["shelves"], "ще читається" in text_of(page), page.content.count(b'hx-select="#places"')) == ([], True, 1)
    client.get(address)
    assert drain() == 1, "looked at twice, read once"
    page = client.get(address)
    assert [(name, number) for name, number, _told in page.context["shelves"]] == [("КХ", 249), ("Ф104", 11)]
    assert ("Файл прочитано до кінця. Записів: 260" in text_of(page), b'hx-select="#places"' in page.content) == (True, False)
    assert queries(client, address) <= 12
    shelf, other = world.lib.shelf.pk, world.lib.other_shelf.pk
    columns = {"column_0": "title", "column_1": "inventory", "column_2": "shelf"}
    client.post(address, said(world, address, place=shelf, old_place="Ф104", our_place=other, **columns))
    drain()
    assert (Copy.objects.filter(home=shelf).count(), Copy.objects.filter(home=other).count()) == (249, 11)
    assert list(files.folder().glob("*.look")) == []


def test_a_look_that_is_asked_for_otherwise_begins_anew_and_goes_on_in_slices(world):
    rows = "".join(f"Том {number};А{number % 3};Б\n" for number in range(300))
    client, address = sent(world, "Назва;Місце зберігання;Полиця\n" + rows)
    token = UUID(address.split("?")[0].rstrip("/").rpartition("/")[2])
    client.get(address)
    assert looking.go_on(token, seconds=0) is False, "a slice ends and says where"
    assert (looking.found(token).number, looking.found(token).done) == (1, False)
    other = said(world, address, column_0="title", column_1="", column_2="shelf")
    client.post(address, {**other, "look": "1"})
    assert looking.found(token).number == 0
    drain()
    assert (looking.found(token).shelves, looking.found(token).done) == ({"Б": 300}, True)
    files.folder().joinpath(f"{token}.data").unlink()
    assert looking.go_on(token, seconds=1) is True


def test_where_a_file_is_from_is_said_in_the_words_of_earlier_imports(world):
    """Not the name of the file: next month's has another one, and everything would be doubled."""
    client, address = sent(world)
    page = client.get(address)
    assert (page.context["form"]["source"].value(), page.context["sources"]) == (None, [])
    asked = client.post(address, said(world, address, column_0="title", column_1="authors", column_2="-", place=world.lib.root.pk))
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["place"])
    client.post(address, said(world, address, column_0="title", column_1="authors", column_2="-"))
    again, address = sent(world)
    page = again.get(address)
    assert (page.context["sources"], '<option value="a">' in page.content.decode()) == (["a"], True)
    assert queries(again, address) <= 12
