"""Sections 3.1 and 3.2 of two annual plans as they were printed, entered as series by the same verbs as at a desk: so many events,
and with those who came the table of indicators that a person would reckon."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.ledger.api import check_facts
from mandrivna.planning.models import PlanItem
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.series import add_series, confirm_series, propose_events, term_of, term_problems
from mandrivna.programme.models import Event, Series
from mandrivna.programme.states import Format, Way
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
PROJECT = "Мандрівний Старобільськ"

# Section, number, name, form of work, term as printed, how many in the year, and what else the row says.
ROWS_2025: tuple[tuple[str, str, str, str, str, int, dict[str, Any]], ...] = (
    ("3.1", "1.1", "Культурно-освітня антилекція", "antilecture", "щоквартально", 4, {"audiences": ["communities", "displaced"]}),
    ("3.1", "1.2", "ЛітРозмови та літературники", "author_meeting", "Двічі на місяць", 24, {"format": "hybrid"}),
    ("3.1", "1.3", "Книжковий клуб «ЛітМандрівка»", "book_club", "Щомісяця", 12, {"format": "hybrid"}),
    ("3.1", "1.4", "Літоглядки", "post", "щомісяця", 12, {"audiences": ["internet"], "format": "online"}),
    ("3.1", "1.5", "Всеукраїнські акції з промоції читання", "post", "Протягом року", 0, {"audiences": ["internet"]}),
    ("3.1", "2.1", "Фотовиставка митців з Луганщини", "exhibition", "1 квартал", 1, {"project": PROJECT}),
    ("3.1", "2.2", "Артток", "podcast", "1 квартал", 1, {"project": PROJECT, "format": "online"}),
    ("3.1", "2.3", "Українські письменники у пікселі", "antilecture", "1 квартал", 1, {"project": PROJECT}),
    ("3.1", "2.4", "Містяни і нові мешканці: як ми єднаємося", "discussion", "1 квартал", 1, {"project": PROJECT}),
    ("3.1", "2.5", "Поетично-музичні квартирники", "evening", "1 квартал", 1, {"project": PROJECT}),
    ("3.1", "2.6", "Активності щодо безбар’єрного спілкування", "meetup", "Протягом року", 0, {"direction": "inclusion"}),
    ("3.1", "3.1", "Активності до пам’ятних дат", "info_hour", "Протягом року", 0, {"direction": "memory"}),
    ("3.2", "1.1", "Цейво", "course", "1, 3 квартали", 2, {"direction": "language"}),
    ("3.2", "2.1", "Йоготерапія для дорослих", "practice", "Щотижня", 52, {"format": "hybrid"}),
    ("3.2", "2.2", "АРТ Лабораторія", "master_class", "Щомісячно", 12, {"audiences": ["families"]}),
    ("3.2", "2.3", "Арттерапевтичні студії", "art_studio", "Щомісяця", 12, {}),
    ("3.2", "2.4", "Арттерапевтичні майстерні", "master_class", "1 квартал", 1, {"project": PROJECT}),
    ("3.2", "3.1", "Пересувний хаб цифрової освіти", "training", "щотижня", 52, {"direction": "digital"}),
    ("3.2", "3.2", "МедіаРозмови з експертами", "meeting", "щомісяця", 12, {"format": "online", "direction": "media"}),
)
ROWS_2024: tuple[tuple[str, str, str, str, str, int, dict[str, Any]], ...] = (
    ("3.1", "1", "Культурно-освітня антилекція", "antilecture", "2 квартал", 1, {}),
    ("3.1", "2", "ЛітРозмови та літературники", "author_meeting", "Двічі на місяць", 24, {"format": "hybrid"}),
    ("3.1", "3", "Інтерактивна мандрівна виставка", "exhibition", "3 квартал", 1, {}),
    ("3.1", "4", "Книжковий клуб «ЛітМандрівка»", "book_club", "Щомісяця", 12, {"format": "hybrid"}),
    ("3.1", "5", "АРТЛабораторія", "master_class", "Щомісячно", 12, {}),
    ("3.1", "6", "Арттерапевтичні студії", "art_studio", "Щомісяця", 12, {}),
    ("3.2", "1", "Тренінги з медійної грамотності", "training", "Раз на квартал", 4, {}),
    ("3.2", "2", "Цейво", "course", "Лютий-березень; вересень-жовтень", 2, {}),
    ("3.2", "3", "Тренінги з інклюзії та мови ворожнечі", "training", "Раз на квартал", 4, {}),
)


def enter(lib: Library, year: int, rows: tuple[Any, ...]) -> dict[str, int]:
    """Each row as a series with its days confirmed; how many events came of each."""
    found = {}
    for section, number, title, form, term, _many, more in rows:
        about = {"title": title, "form": form, "term": term, "audiences": ["displaced", "townspeople"], **more}
        row = {"unit": lib.root, "place": lib.hub, "year": year, "section": section, "number": number}
        series = add_series(lib.act(), about=about, **row)
        if not term_problems(term_of(series)):
            propose_events(lib.act(), series=series, since=dt.date(year, 1, 1))
        confirm_series(lib.act(), series=series)
        found[f"{section}/{number}"] = Event.objects.filter(series=series, state="planned").count()
    return found


@pytest.mark.parametrize(("year", "rows", "whole"), [(2025, ROWS_2025, 200), (2024, ROWS_2024, 72)])
def test_each_row_of_the_plan_gives_the_events_it_promises(year, rows, whole):
    lib = library()
    assert enter(lib, year, rows) == {f"{section}/{number}": many for section, number, _title, _form, _term, many, _more in rows}
    assert (Event.objects.count(), PlanItem.objects.count(), Series.objects.count()) == (whole, len(rows), len(rows))
    assert {event.on.weekday() for event in Event.objects.all()} <= set(range(6))  # nobody is asked to work on a Sunday


def test_with_those_who_came_the_table_is_what_a_person_reckons():
    """Ten come to each place, seven join each event that is online only. By hand: 51 sociocultural events and 136 of personal
    development; what is a post or a podcast (13 of the 200) is no event."""
    lib = library()
    enter(lib, 2025, ROWS_2025)
    for event in Event.objects.all():
        way, number = (Way.ONLINE, 7) if event.format == Format.ONLINE else (Way.PLACE, 10)
        count_event(lib.act(), event=event, counts=[{"way": str(way), "audience": "general", "age": "", "number": number}])
    found = table(lib.root, 2025)
    codes = (
        "events", "events_growth", "events_online", "event_people", "event_people_growth", "event_people_online", "visits",
        "visits_nonstationary", "visits_distance",
    )  # fmt: skip
    assert {code: found[code].cells[FACT].value for code in codes} == {
        "events": 187, "events_growth": 136, "events_online": 12, "event_people": 1834, "event_people_growth": 1360,
        "event_people_online": 84, "visits": 1834, "visits_nonstationary": 1750, "visits_distance": 84,
    }  # fmt: skip
    assert check_facts().drift == []
