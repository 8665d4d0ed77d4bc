"""Photographs of events stand beside the words of a report: offered by its rows, kept as signed, on the site while they may."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import docx
import pdfplumber
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandrivna.planning.models import PlanItem, Report, Section
from mandrivna.planning.reports.actions import genuine, make_report, publish_report, sign_report, write_report_text
from mandrivna.planning.reports.compose import signed
from mandrivna.planning.reports.photos import MOST, offered
from mandrivna.programme.actions.after import edit_photo, remove_photo
from mandrivna.programme.models import Event, EventPhoto
from mandrivna.shared.ids import new_uid
from tests.factories.library import Library, library
from tests.factories.pictures import picture
from tests.factories.staff import browser_of, person
from tests.planning.test_board import planned
from tests.programme.test_after import add_photo, held, of, pictured
from tests.programme.test_events import codes

DAY = timezone.localdate() - dt.timedelta(days=130 + timezone.localdate().weekday())
"""A Monday of a month that is over, and that the site still tells of."""
ROWS = ["1", "Зустрічі", "12", "щомісяця", "ЦПЧ"], ["2", "Огляди", "4", "щокварталу", "ВНМР"]


@pytest.fixture
def lib(db: Any) -> Library:
    return library(dt.datetime(DAY.year, DAY.month, DAY.day, 7, tzinfo=dt.UTC))


@pytest.fixture
def rows(lib: Library) -> list[PlanItem]:
    return planned(lib.root, *ROWS, year=DAY.year)[1]


@pytest.fixture
def report(lib: Library, rows: list[PlanItem]) -> Report:
    return make_report(lib.act(), plan=rows[0].plan, until=f"m{DAY.month}")


def shot(lib: Library, row: PlanItem | None, alt: str, *, size: int = 40, **about: Any) -> EventPhoto:
    """Of an event of its own, named by the row."""
    one = held(lib, title=f"Подія: {alt}")
    Event.objects.filter(pk=one.pk).update(plan_item=row)
    return add_photo(lib.act(), **of(one), **pictured(picture("JPEG", (size, 30)), alt=alt, **about))


def place(report: Report) -> str:
    return str(Section.objects.get(plan=report.plan_id).pk)


def choose(lib: Library, report: Report, *photos: EventPhoto) -> Report:
    return write_report_text(lib.act(), report=report, place=place(report), text="Слово.", photos=[str(one.pk) for one in photos])


def sealed(lib: Library, report: Report) -> Report:
    on = timezone.localdate() - dt.timedelta(days=35)
    act = lib.act(at=timezone.now())
    return publish_report(lib.act(), report=sign_report(act, report=report, on=on, post="Директорка", name="Ганна Приклад"))


def url(name: str, *args: Any) -> str:
    return reverse(f"workspace:report{name}", args=args)


def alts(page: str) -> list[str]:
    return re.findall(r'<img src="[^"]*" alt="([^"]+)"', page)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_what_is_offered_are_photographs_of_events_that_name_its_rows_and_were_held_in_its_time(lib, rows, report):
    mine, other = shot(lib, rows[0], "Коло стільців"), shot(lib, rows[1], "Полиця")
    shot(lib, None, "Без рядка")
    late = shot(lib, rows[0], "Пізніше")
    Event.objects.filter(pk=late.event_id).update(on=DAY + dt.timedelta(days=62))
    planned_one = shot(lib, rows[0], "Ще не було")
    Event.objects.filter(pk=planned_one.event_id).update(state="planned")
    assert {photo.uid for photo in offered(report, place(report))} == {str(mine.pk), str(other.pk)}
    elsewhere = Section.objects.create(plan=rows[0].plan, number="3", title="Інше", position=9)
    assert offered(report, str(elsewhere.pk)) == []


def test_they_are_chosen_beside_the_words_and_stand_on_the_page(lib, rows, report):
    chosen, other = shot(lib, rows[0], "Коло стільців"), shot(lib, rows[0], "Полиця")
    methodist = browser_of(person("methodist", "methodist", lib.root))
    address = url("_write", report.pk, place(report))
    page = methodist.get(address).content.decode()
    assert set(re.findall(r'name="photos" value="([^"]+)"', page)) == {str(chosen.pk), str(other.pk)}
    methodist.post(address, {"uid": str(new_uid()), "text": "Слово.", "photos": [str(chosen.pk)]})
    assert Report.objects.get().photos == {place(report): [str(chosen.pk)]}
    shown = methodist.get(url("", report.pk)).content.decode()
    assert (alts(shown), "Подія: Коло стільців" in shown) == (["Коло стільців"], True)
    assert f'value="{chosen.pk}" checked' in methodist.get(address).content.decode()
    said = {"text": "Інше слово.", "photos": [str(chosen.pk)], "photos_were": [str(chosen.pk)]}
    choose(lib, report, chosen, other)
    methodist.post(address, {"uid": str(new_uid()), **said})
    assert Report.objects.get().photos == {place(report): [str(chosen.pk), str(other.pk)]}
    methodist.post(address, {"uid": str(new_uid()), "text": "Слово.", "photos_were": [str(chosen.pk)]})
    assert Report.objects.get().photos == {place(report): [str(other.pk)]}


def test_what_is_refused(lib, rows, report):
    here = place(report)
    stranger, many = shot(lib, None, "Чуже"), [shot(lib, rows[0], f"Коло {at}", size=40 + at) for at in range(MOST + 1)]
    told = {"report": report, "text": "Слово."}

    def refused(where: str, *photos: EventPhoto) -> list[str]:
        return codes(write_report_text, lib.act(), **told, place=where, photos=[str(one.pk) for one in photos])

    assert refused(here, stranger) == ["no_photo"]
    assert refused(here, *many) == ["too_many"]
    assert refused("intro", many[0]) == ["no_photos_here"]
    assert Report.objects.get().photos == {}
    address = url("_write", report.pk, here)
    methodist = browser_of(person("methodist", "methodist", lib.root))
    answer = methodist.post(address, {"uid": str(new_uid()), "text": "Слово.", "photos": [str(one.pk) for one in many]})
    assert (answer.status_code, answer.content.decode().count(" checked")) == (422, MOST + 1)
    assert "До розділу можна до 6 світлин." in words(answer.content.decode())


def test_the_site_shows_only_what_may_still_be_seen_and_is_as_it_was(lib, rows, report):
    agreed, inside, gone, changed = (
        shot(lib, rows[0], "На сайті"), shot(lib, rows[0], "Лише для колег", on_site=False),
        shot(lib, rows[0], "Прибрана"), shot(lib, rows[0], "Інша під тим самим іменем"),
    )  # fmt: skip
    choose(lib, report, agreed, inside, gone, changed)
    done = sealed(lib, report)
    remove_photo(lib.act(), photo=gone, where=gone.event.place)
    EventPhoto.objects.filter(pk=changed.pk).update(digest="0" * 64)
    address = reverse("public:report", args=[done.pk])
    assert alts(Client().get(address).content.decode()) == ["На сайті"]
    page = browser_of(person("methodist", "methodist", lib.root)).get(url("", done.pk)).content.decode()
    assert (sorted(alts(page)), page.count("світлину прибрано")) == (["Лише для колег", "На сайті"], 2)
    edit_photo(lib.act(), photo=agreed, where=agreed.event.place, alt="На сайті", seen="unasked")
    assert alts(Client().get(address).content.decode()) == []


def test_an_event_that_the_site_no_longer_tells_of_shows_no_photograph(lib, rows, report):
    kept = shot(lib, rows[0], "На сайті")
    choose(lib, report, kept)
    address = reverse("public:report", args=[sealed(lib, report).pk])
    Event.objects.update(shown=False)
    assert alts(Client().get(address).content.decode()) == []


def test_the_signature_stands_for_them_too(lib, rows, report):
    choose(lib, report, shot(lib, rows[0], "Коло"))
    done = sealed(lib, report)
    (part,) = signed(done).parts
    assert [(photo.alt, len(photo.digest)) for photo in part.photos] == [("Коло", 64)]
    done.frozen["parts"][0]["photos"][0]["digest"] = "0" * 64
    assert genuine(done) is False


def test_a_report_signed_before_there_were_photographs_is_read_as_ever(lib, rows, report):
    done = sealed(lib, report)
    for part in done.frozen["parts"]:
        del part["photos"]
    assert [part.photos for part in signed(done).parts] == [()]


def test_they_stand_in_the_papers_and_what_is_gone_stands_as_its_line(lib, rows, report):
    kept, gone = shot(lib, rows[0], "Коло стільців"), shot(lib, rows[0], "Прибрана", size=60)
    choose(lib, report, kept, gone)
    done = sealed(lib, report)
    remove_photo(lib.act(), photo=gone, where=gone.event.place)
    director = browser_of(person("director", "director", lib.root))
    file = docx.Document(io.BytesIO(director.get(url("_paper", done.pk, "docx")).content))
    assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == ["Коло стільців"]
    lines = [line.text for line in file.paragraphs if "Подія: " in line.text]
    assert sorted(lines) == [f"{alt}. Подія: {alt}, {DAY:%d.%m.%Y}" for alt in ("Коло стільців", "Прибрана")]
    with pdfplumber.open(io.BytesIO(director.get(url("_paper", done.pk, "pdf")).content)) as paper:
        assert sum(len(page.images) for page in paper.pages) == 1
        assert "Подія: Прибрана" in " ".join(page.extract_text() for page in paper.pages)


def test_the_next_report_of_the_plan_begins_with_them(lib, rows, report):
    kept = shot(lib, rows[0], "Коло")
    choose(lib, report, kept)
    assert make_report(lib.act(), plan=report.plan, until="").photos == {place(report): [str(kept.pk)]}


def test_pages_cost_the_same_with_one_photograph_and_with_three(lib, rows, report):
    methodist = browser_of(person("methodist", "methodist", lib.root))
    address = url("_write", report.pk, place(report))
    photos = [shot(lib, rows[0], f"Коло {at}", size=40 + at) for at in range(3)]
    costs: dict[str, list[int]] = {}
    for many in (1, 3):
        choose(lib, report, *photos[:many])
        for page in (url("", report.pk), address):
            costs.setdefault(page, []).append(_cost(methodist, page))
    few = make_report(lib.act(), plan=report.plan, until=f"q{(DAY.month + 2) // 3}")
    for one, many in ((few, 1), (report, 3)):
        choose(lib, one, *photos[:many])
        costs.setdefault("public", []).append(_cost(Client(), reverse("public:report", args=[sealed(lib, one).pk])))
    assert {page: len(set(found)) for page, found in costs.items()} == dict.fromkeys(costs, 1)
    assert max(max(found) for found in costs.values()) <= 13, costs


def _cost(browser: Client, page: str) -> int:
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])
