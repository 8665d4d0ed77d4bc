"""«Якість опису» on the screen: shown before it is done, done with one press, undone with another."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.catalogue.models import Authority, Record, Version
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


def test_the_list_shows_the_odd_sign_and_the_word_as_it_will_be(world):
    record = world.lib.record("Наша бiблiотека", subjects="Пам`ять")
    world.lib.record("Лісова пісня")
    page = world.browser("cataloguer").get(url("record_quality"))
    assert [one for one, _columns in page.context["rows"]] == [record]
    text = page.content.decode()
    assert "б<mark>i</mark>бл<mark>i</mark>отека</del> → <ins" in text
    assert ("Пам’ять" in text, "не той апостроф" in text_of(page)) == (True, True)
    assert url("record_quality") in world.browser("cataloguer").get(url("catalogue")).content.decode()


def test_one_press_repairs_and_another_takes_it_back(world):
    record, client = world.lib.record("Наша бiблiотека"), world.browser("cataloguer")
    page = client.post(url("record_repair"), form(row=record), follow=True)
    assert (Record.objects.get().title, "Тут усе гаразд" in text_of(page)) == ("Наша бібліотека", True)
    back = url("record_restore", record.pk, Version.objects.get().number)
    assert back in page.content.decode()
    client.post(back, form())
    assert Record.objects.get().title == "Наша бiблiотека"


def test_a_whole_page_is_repaired_at_once(world):
    records = [world.lib.record(f"Бiблiотека {number}") for number in range(3)]
    client = world.browser("cataloguer")
    assert "Виправити всі записи на цій сторінці: 3" in text_of(client.get(url("record_quality")))
    page = client.post(url("record_repair"), form(row=[str(record.pk) for record in records]), follow=True)
    assert "Виправлено записів: 3." in page.content.decode()
    assert sorted(Record.objects.values_list("title", flat=True)) == ["Бібліотека 0", "Бібліотека 1", "Бібліотека 2"]


def test_so_it_should_be_and_perhaps_not(world):
    record, client = world.lib.record("Моя Bілла"), world.browser("cataloguer")
    page = client.post(url("record_keep", record.pk), form(), follow=True)
    assert ("Тут усе гаразд" in text_of(page), url("record_doubt", record.pk) in page.content.decode()) == (True, True)
    client.post(url("record_doubt", record.pk), form())
    assert [one for one, _columns in client.get(url("record_quality")).context["rows"]] == [record]


def test_headings_are_repaired_and_kept_in_the_same_way(world):
    world.lib.record("Море", authors="Iваненко, Iван")
    world.lib.record("Степ", authors="Iванченко, Iван")
    client = world.browser("cataloguer")
    address = f"{url('record_quality')}?of=headings"
    (kept, *_rest), (wrong, *_more) = client.get(address).context["rows"]
    page = client.post(url("heading_repair", wrong.pk), form(), follow=True)
    assert "Заголовок виправлено: Іваненко, Іван." in page.content.decode()
    assert Authority.objects.get(pk=wrong.pk).heading == "Іваненко, Іван"
    client.post(url("heading_keep", kept.pk), form())
    assert client.get(address).context["rows"] == []
    client.post(url("heading_doubt", kept.pk), form())
    assert [one for one, *_rest in client.get(address).context["rows"]] == [kept]


@pytest.mark.parametrize("address", ["", "?of=headings"])
def test_questions_to_the_database_do_not_grow_with_rows(world, address):
    client = world.browser("cataloguer")
    world.lib.record("Бiблiотека", authors="Iваненко, Iван")
    client.get(url("record_quality"))
    one = queries(client, url("record_quality") + address)
    for number in range(2):
        world.lib.record(f"Бiблiотека {number}", authors=f"Iваненко, Iван {number}")
    assert (queries(client, url("record_quality") + address), one <= 12) == (one, True)


def test_only_what_one_may_edit_is_repaired(world):
    record = world.lib.record("Наша бiблiотека")
    assert world.browser("guardian").get(url("record_quality")).status_code == 403
    stranger = world.browser("stranger")
    assert stranger.get(url("record_quality")).context["rows"] == []
    assert stranger.post(url("record_repair"), form(row=record)).status_code == 404
    assert stranger.post(url("record_keep", record.pk), form()).status_code == 404
    assert world.browser("cataloguer").post(url("record_repair"), form(row="")).status_code == 404
    assert Record.objects.get().title == "Наша бiблiотека"
