"""Sections 3, 3.1, 3.2 and 3.3 of two annual plans as they were printed, every row entered as a series by the verbs of a desk:
so many events, and with those who came the table of indicators that a person would reckon."""

from __future__ import annotations

import datetime as dt
import json
import pathlib
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
PLANS = pathlib.Path(__file__).parents[1] / "fixtures" / "plans"
LONG = {2025: 19, 2024: 18}
READ = {2025: "d0", 2024: "d1"}
HYBRID, ONLINE = {"format": "hybrid"}, {"format": "online", "audiences": ["internet"]}
PROJECT, FAMILY = {"project": "Мандрівний Старобільськ"}, {"audiences": ["families"]}
MEDIA = {**HYBRID, "direction": "media"}
type Row = tuple[str, str, str, str, str, int, dict[str, Any]]

# Section, number, name (its first line) and term as printed, form of work, how many in the year, and what else the row says.
ROWS_2025: tuple[Row, ...] = (
    ("3.1", "1.1", "Культурно-освітня антилекція з популяризації української літератури”", "щоквартально", "antilecture", 4, {}),
    (
        "3.1",
        "1.2",
        "ЛітРозмови та літературники: зустрічі, читання з українськими письменниками",
        "Двічі на місяць",
        "author_meeting",
        24,
        HYBRID,
    ),
    ("3.1", "1.3", "Книжковий клуб “ЛітМандрівка”", "Щомісяця", "book_club", 12, HYBRID),
    ("3.1", "1.4", "Літоглядки", "щомісяця", "post", 12, ONLINE),
    (
        "3.1",
        "1.5",
        "Участь у всеукраїнських акціях з промоції читання: тижні читання, акції від видавництва, тощо",
        "Протягом року",
        "post",
        0,
        ONLINE,
    ),
    (
        "3.1",
        "2.1",
        "Фотовиставка митців з Луганщини: в межах проєкту “Мандрівний Старобільськ”",
        "1 квартал",
        "exhibition",
        1,
        PROJECT,
    ),
    (
        "3.1",
        "2.2",
        "Артток – живі розмови з митцями Луганщини/України (у межах проєкту “Мандрівний Старобільськ”).",
        "1 квартал",
        "podcast",
        1,
        {**PROJECT, **ONLINE},
    ),
    (
        "3.1",
        "2.3",
        "“Українські письменники у пікселі”: антилекція за участі авторів, які у лавах ЗСУ "
        "(у межах проєкту “Мандрівний Старобільськ”)",
        "1 квартал",
        "antilecture",
        1,
        PROJECT,
    ),
    (
        "3.1",
        "2.4",
        "“Містяни і нові мешканці: як ми єднаємося” (у межах проєкту “Мандрівний Старобільськ”)",
        "1 квартал",
        "discussion",
        1,
        PROJECT,
    ),
    (
        "3.1",
        "2.5",
        "Поетично-музичні квартирники за участі поетів і музикантів з Луганщині і місцевих громад."
        "(в межах проєкту “Мандрівний Старобільськ)",
        "1 квартал",
        "evening",
        1,
        PROJECT,
    ),
    (
        "3.1",
        "2.6",
        "Активності наживо і онлайн щодо висвітлення питань безбар’єрного спілкування та інклюзивних просторів в бібліотеках",
        "Протягом року",
        "meetup",
        0,
        {**HYBRID, "direction": "inclusion"},
    ),
    (
        "3.1",
        "3.1",
        "Активності наживо та онлайн до пам’ятних дат, державних свят та загально національних медійних акцій",
        "Протягом року",
        "info_hour",
        0,
        {**HYBRID, "direction": "memory"},
    ),
    (
        "3.2",
        "1.1",
        "“Цейво”: розмовний клуб української мови і літератури для переселенців і всіх охочих",
        "1, 3 квартали",
        "course",
        2,
        {"direction": "language"},
    ),
    ("3.2", "2.1", "Йоготерапія для дорослих наживо й онлайн", "Щотижня", "practice", 52, HYBRID),
    (
        "3.2",
        "2.2",
        "“ART Лабораторія” майстер-класи, ігри, дискусії, читання для всієї родини",
        "Щомісячно",
        "master_class",
        12,
        FAMILY,
    ),
    ("3.2", "2.3", "“Арттерапевтичні студії”: зустрічі з залученням психологів і майстрів", "Щомісяця", "art_studio", 12, {}),
    (
        "3.2",
        "2.4",
        "Арттерапевтичні майстерні для дітей та дорослих .(в межах проєкту “Мандрівний Старобільськ)",
        "1 квартал",
        "master_class",
        1,
        PROJECT,
    ),
    ("3.2", "3.1", "Пересувний хаб цифрової освіти:", "щотижня", "training", 52, {"direction": "digital"}),
    (
        "3.2",
        "3.2",
        "МедіаРозмови з експертами на тему медіаграмотності",
        "щомісяця",
        "meeting",
        12,
        {**ONLINE, "direction": "media"},
    ),
)
ROWS_2024: tuple[Row, ...] = (
    (
        "3.1",
        "1",
        "Культурно-освітня антилекція “Витвір UA 2.0: віртуальна соцмережа класики української літератури”",
        "2 квартал",
        "antilecture",
        1,
        {},
    ),
    (
        "3.1",
        "2",
        "ЛітРозмови та літературники: зустрічі, читання з українськими письменниками",
        "Двічі на місяць",
        "author_meeting",
        24,
        HYBRID,
    ),
    (
        "3.1",
        "3",
        "Інтерактивна мандрівна виставка: візуальна літературна мандрівка про книжки та письменників Луганщини",
        "3 квартал",
        "exhibition",
        1,
        {},
    ),
    ("3.1", "4", "Книжковий клуб “ЛітМандрівка”", "Щомісяця", "book_club", 12, HYBRID),
    (
        "3.1",
        "5",
        "“ARTЛабораторія” майстер-класи, ігри, дискусії, читання для всієї родини",
        "Щомісячно",
        "master_class",
        12,
        FAMILY,
    ),
    ("3.1", "6", "“Арттерапевтичні студії”: зустрічі з залученням психологів і майстрів", "Щомісяця", "art_studio", 12, {}),
    ("3.2", "1", "Тренінги/воркшопи з медійної грамотності для дорослого населення", "Раз на квартал", "training", 4, MEDIA),
    (
        "3.2",
        "2",
        "“Цейво”: розмовний клуб української мови і літератури для переселенців і всіх охочих",
        "Лютий-березень; вересень-жовтень",
        "course",
        2,
        {"direction": "language"},
    ),
    ("3.2", "3", "Тренінги/воркшопи з інклюзії та мови ворожнечі", "Раз на квартал", "training", 4, {"direction": "inclusion"}),
    (
        "3.2",
        "4",
        "Медійна школа “BrainPark”: освітні події з SMM-менеджменту, копірайтингу, графічного дизайну, ділового листування.",
        "Двічі на рік",
        "course",
        2,
        {**HYBRID, "audiences": ["librarian", "freelancers", "student", "officials"]},
    ),
    ("3.2", "5", "Йоготерапія для дорослих наживо та онлайн", "Щотижня", "practice", 52, HYBRID),
    ("3.3", "1", "Організація пересувного Хабу цифрової освіти для ВПО:", "Протягом року", "training", 0, {"direction": "digital"}),
    ("3.3", "1.2", "Промоція роботи Хабу:", "Протягом року", "post", 0, ONLINE),
    ("3.3", "2", "- Тренінги з медіаграмотності та кібербезпеки", "Щоквартально", "training", 4, MEDIA),
    ("3.3", "2", "● Європейський тиждень медіаграмотності", "Березень", "info_hour", 1, MEDIA),
    ("3.3", "2", "● Всесвітній тиждень медійної та інформаційної грамотності", "жовтень", "info_hour", 1, MEDIA),
    ("3.3", "2", "● День безпечного інтернету", "Квітень", "info_hour", 1, MEDIA),
    (
        "3.3",
        "3",
        "Інтенсив з цифрової грамотності для користувачів 55+",
        "Лютий-квітень; вересень-листопад",
        "course",
        2,
        {"audiences": ["seniors"]},
    ),
)
ROWS = {2025: ROWS_2025, 2024: ROWS_2024}
HEADINGS = {2025: [("3.1", "1"), ("3.1", "2"), ("3.1", "3"), ("3.2", "1"), ("3.2", "2"), ("3.2", "3")], 2024: [("3.3", "2")]}
"""They have a name and nothing else: no form, no term, nobody who does it."""


def printed(year: int) -> list[tuple[str, dict[str, Any]]]:
    """Every row of section 3 and what is inside it, as a person read it from the page."""
    plan = json.loads((PLANS / f"{READ[year]}.expected.json").read_text())
    assert plan["year"] == year
    return [(one["number"], row) for one in plan["sections"] if one["number"].split(".")[0] == "3" for row in one["rows"]]


@pytest.mark.parametrize("year", READ)
def test_no_row_of_the_printed_section_is_left_out(year):
    """A row without a number is named by the number above it; of terms under one another each belongs to its line of the name."""
    headings, rows, number = [], [], ""
    for section, row in printed(year):
        number, titles, terms = row["number"] or number, row["cells"][1].split("\n"), row["cells"][4].split("\n")
        if any(row["cells"][2:]):
            lines = zip(titles[1:], terms, strict=True) if len(terms) > 1 else [(titles[0], terms[0])]
            rows += [(section, number, title, term) for title, term in lines]
        else:
            headings.append((section, number))
    assert (len(rows), [row[:4] for row in ROWS[year]], headings) == (LONG[year], rows, HEADINGS[year])


def enter(lib: Library, year: int) -> list[int]:
    """Each row as a series with its days confirmed; how many events came of each."""
    found = []
    for section, number, title, term, form, _many, more in ROWS[year]:
        about = {"title": title, "form": form, "term": term, "audiences": ["displaced", "townspeople"], **more}
        row = {"unit": lib.root, "place": lib.hub, "year": year, "section": section, "number": number}
        series = add_series(lib.act(), about=about, **row)
        if not term_problems(term_of(series)):
            propose_events(lib.act(), series=series, since=dt.date(year, 1, 1))
        confirm_series(lib.act(), series=series)
        found.append(Event.objects.filter(series=series, state="planned").count())
    return found


@pytest.mark.parametrize(("year", "whole"), [(2025, 200), (2024, 135)])
def test_each_row_of_the_plan_gives_the_events_it_promises(year, whole):
    lib = library()
    found = {row[:3]: many for row, many in zip(ROWS[year], enter(lib, year), strict=True)}
    assert found == {row[:3]: row[5] for row in ROWS[year]}
    items = {row[:2] for row in ROWS[year]}
    assert (Event.objects.count(), PlanItem.objects.count(), Series.objects.count()) == (whole, len(items), len(ROWS[year]))
    assert {event.on.weekday() for event in Event.objects.all()} <= set(range(6))  # nobody is asked to work on a Sunday


def came(event: Event) -> list[dict[str, Any]]:
    """Ten to each place, seven to each screen."""
    numbers = {Way.PLACE: 10 * (event.format != Format.ONLINE), Way.ONLINE: 7 * (event.format != Format.PLACE)}
    return [{"way": str(way), "audience": "general", "age": "", "number": number} for way, number in numbers.items() if number]


# By hand, 2025: 51 sociocultural events (24 author meetings, 12 sittings of the club, 12 talks with experts online, an exhibition,
# a discussion, an evening) and 136 of personal development (5 antilectures, 2 courses, 52 of yoga, 52 trainings, 13 master classes,
# 12 studios); 13 of the 200 are posts or podcasts and no events. 175 of the 187 have a place, 88 of them a screen too (24, 12, 52),
# 12 only a screen: 175 · 10 + 100 · 7 = 2450; of development 136 · 10 + 52 · 7 = 1724.
# 2024: 40 sociocultural (24, 12, an exhibition, 3 for media literacy) and 95 of development (1 antilecture, 12 master classes,
# 12 studios, 4 + 4 + 4 trainings, 2 + 2 + 2 courses, 52 of yoga). All 135 have a place, 101 a screen too (24, 12, 4, 2, 52, 4, 3):
# 135 · 10 + 101 · 7 = 2057; of development 95 · 10 + 62 · 7 = 1384.
RECKONED = {
    2025: {
        "events": 187, "events_growth": 136, "events_online": 12, "event_people": 2450, "event_people_growth": 1724,
        "event_people_online": 700, "visits": 2450, "visits_nonstationary": 1750, "visits_distance": 700,
    },
    2024: {
        "events": 135, "events_growth": 95, "events_online": 0, "event_people": 2057, "event_people_growth": 1384,
        "event_people_online": 707, "visits": 2057, "visits_nonstationary": 1350, "visits_distance": 707,
    },
}  # fmt: skip


@pytest.mark.parametrize("year", READ)
def test_with_those_who_came_the_table_is_what_a_person_reckons(year):
    lib = library()
    enter(lib, year)
    for event in Event.objects.all():
        count_event(lib.act(), event=event, counts=came(event))
    found = table(lib.root, year)
    assert {code: found[code].cells[FACT].value for code in RECKONED[year]} == RECKONED[year]
    assert check_facts().drift == []
