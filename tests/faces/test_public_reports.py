"""A report on the site: only signed, shown and genuine ones, with nobody to be guessed from a number."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.models import Unit
from mandrivna.planning.board.actions import note_item, tie_item
from mandrivna.planning.forms.definitions import load
from mandrivna.planning.models import Plan, PlanItem, Report
from mandrivna.planning.reports.actions import publish_report, sign_report, withdraw_report, write_report_text
from mandrivna.shared.ids import new_uid
from tests.faces.test_reports import MAY, ROWS, YEAR, an_act, answered, plan, rows, signed, told, words  # noqa: F401
from tests.factories.staff import browser_of, person
from tests.planning.test_board import held, planned

type Planned = tuple[Plan, list[PlanItem]]


def page(report: Report) -> str:
    return Client().get(reverse("public:report", args=[report.pk])).content.decode()


def listed() -> str:
    return words(Client().get(reverse("public:reports")).content.decode())


def test_only_what_the_director_has_shown_is_there(plan: Planned) -> None:  # noqa: F811
    draft, report = told(plan, "q1"), signed(plan)
    assert "Звітів ще не оприлюднено." in listed()
    assert [Client().get(reverse("public:report", args=[one.pk])).status_code for one in (draft, report)] == [404, 404]
    publish_report(an_act(), report=report)
    assert ("підписано 09.01.2026" in listed(), "2025 рік" in words(page(report))) == (True, True)
    withdraw_report(an_act(), report=report)
    assert Client().get(reverse("public:report", args=[report.pk])).status_code == 404


def test_to_show_it_is_proved_as_to_sign_it(plan: Planned, places: tuple[Unit, ...]) -> None:  # noqa: F811
    report, stale = signed(plan), browser_of(person("stale", "director", places[0]), proved=301)
    for name in ("report_publish", "report_sign"):
        assert stale.post(reverse(f"workspace:{name}", args=[report.pk]), {"uid": str(new_uid())}).status_code == 403
    assert Report.objects.get(pk=report.pk).public is False


def test_a_report_changed_behind_the_program_is_neither_listed_nor_shown(plan: Planned) -> None:  # noqa: F811
    report = publish_report(an_act(), report=signed(plan))
    Report.objects.update(name="Хтось")
    assert ("2025 рік" in listed(), Client().get(reverse("public:report", args=[report.pk])).status_code) == (False, 404)


def test_small_numbers_of_people_are_not_told(plan: Planned, places: tuple[Unit, ...]) -> None:  # noqa: F811
    references, views, repair = plan[1]
    answered(places[1], 3)
    tie_item(an_act(), item=references, kind="indicator", indicator="references", planned=75)
    tie_item(an_act(), item=views, kind="people", planned=12)
    held(places[1], views, MAY, 4)
    held(places[1], repair, MAY, 30)
    draft = told(plan)
    write_report_text(an_act(), report=draft, place="intro", text="Прийшло {event_people}, довідок {references}.")
    shown = page(publish_report(an_act(), report=signed(plan)))
    table = [row for row in rows(shown) if row[1:2] in (["Довідки"], ["Літоглядки"], ["Ремонт"])]
    assert table == [
        [*ROWS[0][:-1], "3", "4 %", "виконано частково", ""],
        [*ROWS[1][:-1], "не показуємо", "", "виконано частково", "Подій: 1, учасників: не показуємо."],
        [*ROWS[2][:-1], "", "", "", "Подій: 1, учасників: не показуємо."],
    ]
    assert ("Подій за рядками розділу: 2, учасників: 34." in words(shown), "довідок 3." in words(shown)) == (True, True)
    assert "ЦПЧ" not in shown


def test_it_waits_as_long_after_the_signature_as_a_form_does(plan: Planned, places: tuple[Unit, ...]) -> None:  # noqa: F811
    """Its own page says the day from which everybody sees it, and leads to the site only then."""
    lag, told_at, director = load().settings["lag_days"], [], browser_of(person("head", "director", places[0]))
    for days in (lag - 1, lag):
        on = timezone.localdate() - dt.timedelta(days=days)
        report = sign_report(an_act(), report=told(plan), on=on, post="Директорка", name="Ганна Приклад")
        publish_report(an_act(), report=report)
        own = words(director.get(reverse("workspace:report", args=[report.pk])).content.decode())
        site = Client().get(reverse("public:report", args=[report.pk])).status_code
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        told_at.append((site, "Звітів ще не" in listed(), f"З’явиться {tomorrow:%d.%m.%Y}" in own, "Подивитися на сайті" in own))
    assert told_at == [(404, True, True, False), (200, False, False, True)]


def came_to(plan: Planned, until: str) -> str:  # noqa: F811
    """How many came, as everybody reads it in the report of this part of the year."""
    report = Report.objects.get(plan=plan[0], until=until)
    found = re.search(r"Літоглядки .*? учасників: (\d+|не показуємо)", words(page(report)))
    return found[1] if found else ""


def published(plan: Planned, until: str) -> Report:  # noqa: F811
    return publish_report(an_act(), report=Report.objects.get(plan=plan[0], until=until))


@pytest.fixture
def months(plan: Planned, places: tuple[Unit, ...]) -> Planned:  # noqa: F811
    """January with 40 people and February with 43, signed in this order."""
    for month, people in ((1, 40), (2, 3)):
        held(places[1], plan[1][1], dt.date(YEAR, month, 10), people)
        on = dt.date(YEAR, month + 1, 5)
        sign_report(an_act(), report=told(plan, f"m{month}"), on=on, post="Директорка", name="Ганна Приклад")
    return plan


def test_of_two_months_the_one_let_out_later_keeps_back_what_would_tell_few(months: Planned) -> None:
    published(months, "m1")
    published(months, "m2")
    assert (came_to(months, "m1"), came_to(months, "m2")) == ("40", "не показуємо")


def test_an_older_report_let_out_after_a_newer_one_is_set_beside_it(months: Planned) -> None:
    published(months, "m2")
    assert came_to(months, "m2") == "43"
    published(months, "m1")
    assert (came_to(months, "m1"), came_to(months, "m2")) == ("не показуємо", "43")


def test_what_was_taken_down_after_it_could_be_read_is_still_known(months: Planned) -> None:
    withdraw_report(an_act(), report=published(months, "m2"))
    published(months, "m1")
    assert came_to(months, "m1") == "не показуємо"
    withdraw_report(an_act(), report=published(months, "m1"))
    published(months, "m2")
    published(months, "m1")
    assert (came_to(months, "m1"), came_to(months, "m2")) == ("не показуємо", "43")


def test_of_an_older_base_what_was_shown_then_and_is_taken_down_now_is_still_known(months: Planned) -> None:
    report = published(months, "m2")
    Report.objects.filter(pk=report.pk).update(public_at=None)
    withdraw_report(an_act(), report=report)
    published(months, "m1")
    assert came_to(months, "m1") == "не показуємо"


def test_what_was_taken_down_before_anybody_could_read_it_was_not_told(plan: Planned, places: tuple[Unit, ...]) -> None:  # noqa: F811
    report = sign_report(an_act(), report=told(plan), on=timezone.localdate(), post="Директорка", name="Ганна Приклад")
    assert publish_report(an_act(), report=report).public_at is not None
    assert withdraw_report(an_act(), report=report).public_at is None


def test_the_houses_own_rows_are_not_on_the_page(plan: Planned, places: tuple[Unit, ...]) -> None:  # noqa: F811
    tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="complaints", planned=40)
    note_item(an_act(), item=plan[1][0], outcome="partly", text="Скаржилися на холод.")
    draft = told(plan)
    write_report_text(an_act(), report=draft, place="intro", text="Скарг {complaints}.")
    seen = words(page(publish_report(an_act(), report=signed(plan))))
    assert ("Скарг не показуємо." in seen, "холод" in seen, "Скарги" in seen) == (True, False, False)


def test_it_costs_the_same_with_one_row_and_with_three(plan: Planned, places: tuple[Unit, ...]) -> None:  # noqa: F811
    few = publish_report(an_act(), report=signed(plan))
    more = publish_report(an_act(), report=signed(planned(places[1], *ROWS, *ROWS, *ROWS, year=YEAR)))
    costs = []
    for report in (few, more):
        page(report)
        with CaptureQueriesContext(connection) as asked:
            page(report)
        costs.append(len(asked))
    lists = []
    for many in (1, 2):
        Report.objects.filter(pk=more.pk).update(public=many == 2)
        with CaptureQueriesContext(connection) as asked:
            listed()
        lists.append(len(asked))
    assert (costs[0], lists[0]) == (costs[1], lists[1])
    assert max(*costs, *lists) <= 12


@pytest.mark.parametrize("name", ["reports", "report"])
def test_it_is_a_page_of_the_site_with_a_place_of_its_own(plan: Planned, name: str) -> None:  # noqa: F811
    report = publish_report(an_act(), report=signed(plan))
    address = reverse(f"public:{name}", args=[report.pk] if name == "report" else [])
    assert 'rel="alternate" hreflang="en"' in Client().get(address).content.decode()
    assert "Звіти бібліотеки" in Client().get(reverse("public:contacts")).content.decode()
