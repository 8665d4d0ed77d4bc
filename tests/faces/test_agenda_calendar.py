"""One's own terms in a telephone's calendar: made and taken back by their owner, read by the same hands as other calendars."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Operation, Staff, Unit
from mandrivna.core.problems import Forbidden
from mandrivna.planning.actions import close_agenda, open_agenda
from mandrivna.planning.agenda.links import token_of
from mandrivna.planning.board.actions import note_item
from mandrivna.planning.models import AgendaLink, Plan, PlanItem
from mandrivna.shared.dates.ical import OCTETS
from mandrivna.shared.ids import new_uid
from tests.factories.staff import actor, browser_of, library, person
from tests.planning.test_board import planned
from tests.shared.test_ical_clients import Telephone, shown

PAGE = "/work/agenda/calendar/"
ROWS = (
    ["1", "Звіти, усі; разом", "", "1 квартал", "ВНМР"],
    ["2", "Літоглядки", "", "травень, вересень", "ЦПЧ"],
    ["3", "Табір", "", "червень", "ЦПЧ, ВНМР"],
    ["4", "Ремонт", "", "за потреби", "ЦПЧ"],
    ["5", "Наказ", "", "липень", "Орлик І.П."],
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandrivna.faces.public.agenda.timezone.localdate", lambda *_moment: dt.date(2026, 5, 14))


@pytest.fixture
def root(db: Any) -> Unit:
    return library()[0]


@pytest.fixture
def plan(root: Unit) -> tuple[Plan, list[PlanItem]]:
    made, items = planned(root, *ROWS)
    Plan.objects.filter(pk=made.pk).update(state="in_force")
    return made, items


@pytest.fixture
def methodist(root: Unit) -> Staff:
    return person("methodist", "methodist", root)


@pytest.fixture
def promoter(root: Unit) -> Staff:
    about = {"short_name": "ЦПЧ"}
    at = create_unit(Act(actor=SYSTEM), parent=root, kind="department", name="Центр промоції читання", about=about)
    return person("promoter", "promoter", at)


def send(browser: Client, **said: str) -> Any:
    return browser.post(PAGE, {"uid": str(new_uid()), **said}, follow=True)


def address(staff: Staff) -> str:
    return reverse("site:agenda_calendar", args=[token_of(AgendaLink.objects.get(staff=staff).pk)])


def told(staff: Staff) -> list[tuple[str, str]]:
    rows = Calendar.from_ical(Client().get(address(staff)).content).walk("VEVENT")
    return [(str(row["SUMMARY"]), f"{row.decoded('DTSTART'):%m-%d}") for row in rows]


def opened(staff: Staff, who: str = "") -> None:
    open_agenda(Act(actor=actor(staff)), staff=staff, who=Withheld(who))


def test_an_address_is_made_shown_renewed_and_taken_back(methodist: Staff, plan: Any) -> None:
    browser = browser_of(methodist)
    page = send(browser, do="open").content.decode()
    first = address(methodist)
    assert f"http://testserver{first}" in page
    send(browser, do="open")
    assert (Client().get(first).status_code, Client().get(address(methodist)).status_code) == (404, 200)
    last = address(methodist)
    assert "календар за нею більше нічого не дістане" in send(browser, do="close").content.decode()
    assert (Client().get(last).status_code, AgendaLink.objects.count()) == (404, 0)
    assert close_agenda(Act(actor=actor(methodist)), staff=methodist) is False
    assert browser.post(PAGE, {"uid": str(new_uid()), "do": "nonsense"}).status_code == 422


def test_a_form_sent_twice_makes_one_address(methodist: Staff) -> None:
    act = Act(actor=actor(methodist))
    made = [open_agenda(act, staff=methodist, who=Withheld("ВНМР")).pk for _twice in (1, 2)]
    assert (made[0] == made[1], AgendaLink.objects.get().who) == (True, "ВНМР")
    assert "ВНМР" not in str(Operation.objects.get(pk=act.uid).body)


def test_nobody_makes_or_takes_anothers_address(methodist: Staff, promoter: Staff) -> None:
    opened(methodist)
    for verb in (open_agenda, close_agenda):
        with pytest.raises(Forbidden):
            verb(Act(actor=actor(promoter)), staff=methodist)
    assert AgendaLink.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "a" * 24, "A" * 65])
def test_a_made_up_address_says_nothing(db: Any, token: str) -> None:
    assert Client().get(reverse("site:agenda_calendar", args=[token])).status_code == 404


def test_each_sees_their_own_terms_and_one_executors_where_they_chose_so(methodist: Staff, promoter: Staff, plan: Any) -> None:
    opened(promoter), opened(methodist, "ВНМР")
    assert told(promoter) == [("Строк: Літоглядки", "05-31"), ("Строк: Табір", "06-30"), ("Строк: Літоглядки", "09-30")]
    assert told(methodist) == [("Строк: Звіти, усі; разом", "03-31"), ("Строк: Табір", "06-30")]
    opened(methodist)
    assert len(told(methodist)) == 5


def test_whoever_left_or_lost_the_right_has_a_calendar_of_nothing(methodist: Staff, plan: Any) -> None:
    opened(methodist)
    where = address(methodist)
    methodist.memberships.update(until=dt.date(2020, 1, 1), since=dt.date(2020, 1, 1))
    assert told(methodist) == []
    Staff.objects.filter(pk=methodist.pk).update(is_active=False)
    assert Client().get(where).status_code == 404


def test_three_libraries_read_it_and_a_telephone_drops_what_was_spoken_of(
    methodist: Staff, plan: tuple[Plan, list[PlanItem]]
) -> None:
    opened(methodist, "ЦПЧ")
    response = Client().get(address(methodist))
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == (
        "text/calendar; charset=utf-8", "private, no-store",
    )  # fmt: skip
    assert (response.headers["X-Robots-Tag"], response.headers["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    made = response.content
    assert all(len(line) <= OCTETS for line in made.split(b"\r\n"))
    assert vobject.readOne(made.decode()).validate(raiseException=True)
    assert [shown(made, dt.date(2026, 5, on)) for on in (30, 31)] == [[], ["Строк: Літоглядки"]]
    one = vobject.readOne(made.decode()).contents["vevent"][0]
    assert one.description.value == "2.2, № 2\nтравень, вересень\nЦПЧ"
    assert one.url.value == f"http://testserver{reverse('workspace:board_row', args=[plan[1][1].pk])}"
    telephone = Telephone()
    telephone.refresh(made)
    assert [words for words, _on in telephone.screen()] == ["Строк: Літоглядки", "Строк: Літоглядки", "Строк: Табір"]
    note_item(Act(actor=SYSTEM), item=plan[1][1], outcome="moved", text="Немає зали", moved_to="2027 рік")
    telephone.refresh(Client().get(address(methodist)).content)
    assert [words for words, _on in telephone.screen()] == ["Строк: Табір"]


def test_a_calendar_asks_the_same_of_one_row_and_of_three(methodist: Staff, root: Unit) -> None:
    opened(methodist)
    asked = []
    for many in (1, 3):
        Plan.objects.filter(unit=root).update(kind="goals", year=2020)
        _plan, items = planned(root, *ROWS[:many])
        note_item(Act(actor=SYSTEM), item=items[0], outcome="", text="Іде")
        with CaptureQueriesContext(connection) as queries:
            assert len(told(methodist)) >= many
        asked.append(len([one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]))
    assert asked[0] == asked[1] <= 12


def test_the_page_asks_little_and_offers_the_executor_one_looks_at(methodist: Staff, plan: Any) -> None:
    browser = browser_of(methodist)
    page = browser.get(f"{reverse('workspace:work_agenda')}?who=ВНМР").content.decode()
    assert 'href="/work/agenda/calendar/?who=%D0%92%D0%9D%D0%9C%D0%A0"' in page
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        asked = browser.get(PAGE, {"who": "ВНМР"})
    assert ("рядки виконавця «ВНМР»" in asked.content.decode(), len(queries) <= 12) == (True, True)
    send(browser, do="open", who="ВНМР")
    assert AgendaLink.objects.get().who == "ВНМР"
