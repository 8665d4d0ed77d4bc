"""Readers of a former system: looked at, taken in without a figure moving, twice without doubling, and taken back whole."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.problems import Refused
from mandrivna.faces.workspace.readers.files import NotReadableError, parsed
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue
from mandrivna.readers.actions.arrivals import start_arrival, undo_arrival
from mandrivna.readers.actions.enrolment import reenrol
from mandrivna.readers.arriving import Parsed, forget_rejects, stage, take_in
from mandrivna.readers.former import of_rdr, of_table, recognised
from mandrivna.readers.models import Arrival, ArrivalRow, Enrolment, Reader, is_card_code
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
RDR = """#10: Тестова
#11: Олена
#12: Прикладівна
#13: вул. Вигадана, 1
#17: +380501234567
#32: olena@example.org
#21: 19900412
#30: 00123
#50: студент
#51: 20190904^AАБ
#52: 20200110^AАБ
#52: 20210115^AАБ
#130: secret-password
#40: ^A84.Л68^B1001^CЛісова пісня^D20210301^E20210401^F******
#40: ^D20210301
*****
#10: Умовний
#11: Остап
#30: 00124
*****
"""
CSV = "Квиток;ПІБ;Телефон;Рік народження;Щось\n1;Вигадана Олена;0501112233;1990;x\n2;Умовний Остап;12;1985;y\n3;;;;\n;;;;z\n"


@pytest.fixture
def world():
    return World()


def upload(text: str, name: str = "readers.txt", encoding: str = "utf-8") -> Parsed:
    return parsed(SimpleUploadedFile(name, text.encode(encoding)).file, name)


def taken(world, found: Parsed, *, columns: list[str] | None = None) -> Arrival:
    arrival = stage(new_uid(), found, institution=world.lib.root, by=None)
    start_arrival(world.lib.act(), arrival=arrival, place=world.lib.shelf, columns=columns)
    take_in.call(arrival=str(arrival.pk))
    arrival.refresh_from_db()
    return arrival


def figures() -> dict:
    return totals(["readers.enrolment", "readers.served", "lending.issue", "lending.visit"], None, dt.date(2030, 1, 1))


# --- what a row says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_rdr_says_who_since_when_and_nothing_that_we_do_not_keep(encoding):
    first, second = upload(RDR, encoding=encoding).rows
    assert first == {
        "ticket": "00123", "name": "Тестова Олена Прикладівна", "phone": "+380501234567", "email": "olena@example.org",
        "birth_year": 1990, "audience": "student", "registered": "2019-09-04", "years": [2019, 2020, 2021], "on_hand": 1,
        "loans": [{"inventory": "1001", "title": "Лісова пісня", "lent": "2021-03-01", "due": "2021-04-01"}],
    }  # fmt: skip
    assert second == {"ticket": "00124", "name": "Умовний Остап"}


def test_iso_2709_is_the_same_base():
    fields = [("010", b"\xd0\xa2\xd0\xb5\xd1\x81\xd1\x82"), ("030", b"00077")]
    data, directory = b"", b""
    for tag, text in fields:
        body = text + b"\x1e"
        directory += tag.encode() + f"{len(body):04d}{len(data):05d}".encode()
        data += body
    base = 24 + len(directory) + 1
    whole = f"{base + len(data) + 1:05d}nam2 22{base:05d}   450 ".encode() + directory + b"\x1e" + data + b"\x1d"
    found = parsed(SimpleUploadedFile("rdr.iso", whole).file, "rdr.iso")
    assert (found.format, found.rows) == ("iso2709", [{"ticket": "00077", "name": "Тест"}])


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            ["7", "Тестова Олена", "", "12.04.1990", "учні"],
            {"ticket": "7", "name": "Тестова Олена", "birth_year": 1990, "audience": "pupil"},
        ),
        (["", "", "", "колись", ""], {}),
    ],
)  # fmt: skip
def test_a_row_of_a_table(cells, told):
    assert of_table(["ticket", "name", "phone", "birth", "category"], cells) == told


def test_heads_are_recognised_as_people_write_them():
    heads = ["№ квитка", "Прізвище, ім'я по батькові", "Рік", "Номер телефону", "Категорія читача"]
    assert recognised(heads) == ["ticket", "name", "birth", "phone", "category"]
    assert recognised(["Прізвище та імʼя"]) == ["name"]


def test_heads_are_recognised_and_the_unknown_is_not_taken():
    assert recognised(["Квиток", "Прізвище", "Ім’я", "Ідентифікаційний код", "ПІБ", "Телефон", "телефон"]) == [
        "ticket", "surname", "given", "skip", "name", "phone", "skip",
    ]  # fmt: skip
    assert of_rdr([]) == {}
    for head in ("ел. пошта", "Електронна пошта", "E-mail", "email"):
        assert recognised([head]) == ["email"], head


@pytest.mark.parametrize("text", ["", "Квиток;ПІБ\n", "\x00\x01\x02"])
def test_what_is_no_file_of_readers_is_said_in_words(text):
    with pytest.raises(NotReadableError):
        upload(text, "x.csv")


def test_a_workbook_is_a_table_too():
    book = xlsxwriter.Workbook(out := io.BytesIO())
    sheet = book.add_worksheet()
    for number, row in enumerate((["Квиток", "ПІБ"], ["5", "Тестова Олена"])):
        sheet.write_row(number, 0, row)
    book.close()
    found = parsed(SimpleUploadedFile("readers.xlsx", out.getvalue()).file, "readers.xlsx")
    assert (found.format, found.heads, found.rows) == ("xlsx", ["Квиток", "ПІБ"], [{"cells": ["5", "Тестова Олена"]}])


# --- taking in -----------------------------------------------------------------------------------------------------------


def test_readers_come_without_a_figure_moving(world):
    before = figures()
    arrival = taken(world, upload(RDR))
    reader = Reader.objects.by_name("Прикладівна").get()
    assert (arrival.state, arrival.counts) == ("done", {"made": 2})
    assert (reader.consent, reader.birth_year, reader.audience, reader.registered_on) == (
        "not_obtained", "1990", "student", dt.date(2019, 9, 4),
    )  # fmt: skip
    assert is_card_code(reader.cards.get().code)
    assert list(reader.enrolments.order_by("year").values_list("year", "how", "counted")) == [
        (2019, "new", False), (2020, "again", False), (2021, "again", False),
    ]  # fmt: skip
    assert (figures(), check_facts().drift) == (before, [])
    enrolment = reenrol(world.lib.act(), reader=reader, place=world.lib.shelf)
    assert (enrolment.how, enrolment.counted) == ("again", True), "whoever comes back is no newcomer"
    page = world.browser("owner").post("/work/readers/", form(q="00123"))
    assert page.context["people"] == [reader], "found by the number of the former system"


def test_rows_lie_encrypted_and_go_when_they_are_dealt_with(world):
    arrival = stage(new_uid(), upload(RDR), institution=world.lib.root, by=None)
    with connection.cursor() as cursor:
        for table in ("readers_arrival", "readers_arrivalrow"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "Тестова" not in repr(cursor.fetchall())
    start_arrival(world.lib.act(), arrival=arrival, place=world.lib.shelf)
    take_in.call(arrival=str(arrival.pk))
    assert ArrivalRow.objects.filter(told__isnull=False).count() == 0


def test_the_same_file_twice_doubles_nobody(world):
    taken(world, upload(RDR))
    assert taken(world, upload(RDR)).counts == {"known": 2}
    world.lib.reader(phone="0509998877")
    assert taken(world, upload("ПІБ;Телефон\nІнша Людина;+380509998877\n", "x.csv")).counts == {"known": 1}
    assert Reader.objects.count() == 3


def test_what_does_not_fit_waits_to_be_corrected(world):
    arrival = taken(world, upload(CSV, "readers.csv"))
    assert arrival.counts == {"made": 2, "refused": 2}
    why = list(arrival.rows.filter(state="refused").order_by("number").values_list("number", "why"))
    assert why == [
        (2, "Номер телефону має містити від 9 до 15 цифр."),
        (4, "Немає ні імені, ні псевдоніма, ні номера квитка."),
    ]
    client = world.browser("director")
    file = client.get(reverse("workspace:reader_arrival_rejects", args=[arrival.pk])).content.decode("utf-8-sig")
    assert file.splitlines()[:2] == [
        "Квиток;ПІБ;Телефон;Рік народження;Щось;№;Чому не прийнято",
        f"2;Умовний Остап;12;1985;y;2;{why[0][1]}",
    ]
    corrected = CSV.replace(";12;", ";0507776655;")
    assert taken(world, upload(corrected, "readers.csv")).counts == {"made": 1, "known": 2, "refused": 1}
    assert forget_rejects(timezone.now() + dt.timedelta(days=31)) > 0
    assert ArrivalRow.objects.filter(told__isnull=False).count() == 0


def test_a_person_says_what_the_columns_are(world):
    found = Parsed(name="x.csv", format="csv", heads=["a", "b"], rows=[{"cells": ["Сойка", "Тестова Олена"]}])
    arrival = stage(new_uid(), found, institution=world.lib.root, by=None)
    about = {"arrival": arrival, "place": world.lib.shelf}
    for columns, code in (
        (None, "no_columns"),
        (["name"], "wrong_columns"),
        (["name", "name"], "wrong_columns"),
        (["x", "name"], "wrong_columns"),
    ):
        with pytest.raises(Refused) as refusal:
            start_arrival(world.lib.act(), **about, columns=columns)
        assert refusal.value.codes == [code]
    start_arrival(world.lib.act(), **about, columns=["pseudonym", "name"])
    take_in.call(arrival=str(arrival.pk))
    assert (Reader.objects.get().pseudonym, Reader.objects.get().name) == ("Сойка", "Тестова Олена")
    with pytest.raises(Refused):
        start_arrival(world.lib.act(), **about, columns=["pseudonym", "name"])


# --- taking back ---------------------------------------------------------------------------------------------------------


def test_taken_back_whole_except_for_whoever_has_come_since(world):
    before, lib = Reader.objects.count(), world.lib
    rows = [{"cells": [name]} for name in ("Сойка", "Синиця", "Сова", "Чайка")]
    arrival = taken(world, Parsed(name="x.csv", format="csv", heads=["Псевдонім"], rows=rows))
    came, borrowed = Reader.objects.get(pseudonym="Сойка"), Reader.objects.get(pseudonym="Сова")
    reenrol(lib.act(), reader=came, place=lib.shelf)
    Enrolment.objects.create(
        uid=new_uid(), reader=borrowed, institution=lib.root, year=lib.now.year, place=lib.shelf, on=lib.today, how="new",
        audience="general", first="x", counted=False,
    )  # fmt: skip
    issue(lib.act(), copy=lib.copy(), reader=borrowed, place=lib.shelf)
    figures_before = figures()
    undo_arrival(lib.act(), arrival=arrival, place=lib.shelf)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.counts["undone"], arrival.counts["kept"], Reader.objects.count()) == ("undone", 2, 2, before + 2)
    assert (figures(), check_facts().drift) == (figures_before, [])
    with pytest.raises(Refused):
        undo_arrival(lib.act(), arrival=arrival, place=lib.shelf)
    assert taken(world, Parsed(name="x.csv", format="csv", heads=["Псевдонім"], rows=rows)).state == "done"


# --- on the screen -------------------------------------------------------------------------------------------------------


def test_from_the_file_to_the_readers(world):
    client, url = world.browser("director", place=world.lib.shelf), reverse("workspace:reader_arrivals")
    assert client.post(url, form(place=world.lib.shelf)).status_code == 422
    empty = client.post(url, {**form(place=world.lib.shelf), "file": SimpleUploadedFile("x.csv", b"a;b\n")})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["file"])
    sent = {**form(place=world.lib.shelf), "file": SimpleUploadedFile("readers.csv", CSV.encode())}
    page = client.post(url, sent, follow=True)
    said = text_of(page)
    assert ("Рядків: 4. Ще нічого не записано." in said, "Вигадана Олена" in said, Reader.objects.count()) == (True, True, 0)
    arrival = Arrival.objects.get()
    own = reverse("workspace:reader_arrival", args=[arrival.pk])
    columns = [one for _head, one, _samples in page.context["columns"]]
    assert columns == ["ticket", "name", "phone", "birth", "skip"]
    wrong = client.post(own, {**form(place=world.lib.shelf), "column": ["name"] * 5})
    assert wrong.status_code == 422
    assert client.post(own, {**form(place=world.lib.shelf), "column": columns}).status_code == 302
    take_in.call(arrival=str(arrival.pk))
    done = text_of(client.get(own))
    assert ("Записано нових 2" in done, "Номер телефону має містити" in done) == (True, True)
    assert queries(client, own) <= 12
    client.post(reverse("workspace:reader_arrival_undo", args=[arrival.pk]), form(place=world.lib.shelf))
    assert Reader.objects.count() == 0
    assert world.browser("owner").get(url).status_code == 403
    assert world.browser("stranger").get(own).status_code == 404
