"""The live board: what a row is measured by, what is expected of it by a day, and where it is going."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import AuditEntry, Operation, Unit
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import Line, settle
from mandrivna.ledger.api import facts as ledger_facts
from mandrivna.planning.board import pace
from mandrivna.planning.board.actions import deliver, note_item, replan_tie, tie_all, tie_item, untie_item
from mandrivna.planning.board.pace import Light
from mandrivna.planning.board.revising import first_numbers, revisions_of
from mandrivna.planning.board.rows import ItemNote, Tie, TieKind
from mandrivna.planning.board.sheet import board, naming
from mandrivna.planning.board.suggesting import faults, rules, suggestions
from mandrivna.planning.definitions import STANDING, load
from mandrivna.planning.models import Plan, PlanItem, PlanRevision, Section
from mandrivna.planning.plan_meaning import meanings
from tests.planning.written_plans import expected

type Places = tuple[Unit, Unit, Unit]
COLUMNS = [{"title": role, "role": role} for role in ("number", "title", "quantity", "term", "executors")]
JULY = dt.date(2026, 7, 1)


def an_act() -> Act:
    return Act(actor=SYSTEM)


def planned(unit: Unit, *rows: list[str], year: int = 2026) -> tuple[Plan, list[PlanItem]]:
    plan = Plan.objects.create(unit=unit, year=year)
    part = Section.objects.create(plan=plan, number="2.2", title="Послуги", columns=COLUMNS)
    items = [
        PlanItem(plan=plan, part=part, section="2.2", number=cells[0], position=at, cells=cells) for at, cells in enumerate(rows)
    ]
    for item, meaning in zip(items, meanings(COLUMNS, items, year, {}), strict=True):
        item.meaning = meaning
        item.save()
    return plan, items


def held(unit: Unit, item: PlanItem, on: dt.date, people: int) -> None:
    held.number = getattr(held, "number", 0) + 1  # type: ignore[attr-defined]
    more = f"direction:reading; item:{item.pk}; project:Мова"
    about = {"unit": unit.pk, "on": on, "mode": "nonstationary", "more": more}
    with transaction.atomic():
        lines = [Line(kind="programme.event", **about), Line(kind="programme.attended", quantity=people, **about)]
        settle(an_act(), f"test.Event:{held.number}", lines)  # type: ignore[attr-defined]


def test_a_row_is_compared_with_what_was_expected_by_the_day(places: Places, facts: Any) -> None:
    plan, (references, quarter, monthly) = planned(
        places[0],
        ["1", "Довідки", "73 довідки", "Протягом року", "ЦПЧ"],
        ["2", "Консультації", "90 консультацій", "3 квартал", "ЦПЧ"],
        ["3", "Літоглядки", "", "щомісяця", "ВІТЕР"],
    )
    for month in (1, 3, 5):
        facts("enquiries.reference", places[1], dt.date(2026, month, 9), 10, form="thematic")
        facts("enquiries.reference", places[1], dt.date(2025, month, 9), 4, form="thematic")
    tie_item(an_act(), item=references, kind="indicator", indicator="references", planned=73)
    tie_item(an_act(), item=quarter, kind="indicator", indicator="consultations", planned=90)
    tie_item(an_act(), item=monthly, kind="events", planned=12)
    for month in range(1, 7):
        held(places[2], monthly, dt.date(2026, month, 20), 8)
    found = board(plan, today=dt.date(2026, 6, 30))
    told = [
        (one.planned, one.wanted, one.fact, one.percent, one.deviation, one.forecast, one.before, row.light)
        for row in found.rows for one in row.measured
    ]  # fmt: skip
    assert told == [
        (73, 36, 30, 41, -6, 60, 12, Light.BEHIND), (90, 0, 0, 0, 0, None, 0, Light.EARLY), (12, 6, 6, 50, 0, 12, None, Light.ON),
    ]  # fmt: skip
    assert (found.lights[Light.BEHIND], found.lights[Light.ON], found.executors) == (1, 1, ["ВІТЕР", "ЦПЧ"])


def test_people_of_events_that_name_the_row(places: Places) -> None:
    plan, (row,) = planned(places[0], ["1", "Клуб", "40", "Протягом року", ""])
    tie_item(an_act(), item=row, kind="people", planned=40)
    held(places[1], row, dt.date(2026, 2, 2), 25)
    held(places[1], row, dt.date(2026, 3, 2), 20)
    (one,) = board(plan, today=JULY).rows[0].measured
    assert (one.fact, one.percent, one.light) == (45, 112, Light.DONE)


def test_what_names_rows_is_found_without_looking_at_every_fact(places: Places, facts: Any) -> None:
    """Of a region's year the facts that tell nothing more are hundreds of thousands: an index has only those that do."""
    _plan, (row,) = planned(places[0], ["1", "Клуб", "40", "Протягом року", ""])
    held(places[1], row, dt.date(2026, 2, 2), 25)
    facts("programme.event", places[1], dt.date(2026, 2, 9), 10)
    year = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    rows = naming(ledger_facts(("programme.event", "programme.attended"), *year, places[0].path), "item:").order_by()
    asked = rows.values_list("kind", "more").annotate(sum=Sum("quantity"))
    assert sorted(told[::2] for told in asked) == [("programme.attended", 25), ("programme.event", 1)]
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan") if connection.vendor == "postgresql" else ():
            cursor.execute(f"SET LOCAL enable_{way} = off")
    assert "fact_telling" in asked.explain()


def test_a_part_of_the_year_is_asked_as_it_stood_then(places: Places, facts: Any) -> None:
    plan, (row,) = planned(places[0], ["1", "Довідки", "73", "Протягом року", ""])
    tie_item(an_act(), item=row, kind="indicator", indicator="references", planned=73)
    facts("enquiries.reference", places[1], dt.date(2026, 2, 9), 10, form="thematic")
    facts("enquiries.reference", places[1], dt.date(2026, 5, 9), 10, form="thematic")
    first = board(plan, until="q1", today=JULY)
    assert (first.day, first.rows[0].measured[0].fact, first.rows[0].measured[0].wanted) == (dt.date(2026, 3, 31), 10, 18)


def test_a_quarter_and_a_month_have_numbers_of_their_own(places: Places, facts: Any) -> None:
    plan, (row, club, fund) = planned(
        places[0], ["1", "Довідки", "73", "", ""], ["2", "Клуб", "40", "", ""], ["3", "Пункти", "9", "", ""]
    )
    tie_item(an_act(), item=row, kind="indicator", indicator="references", planned=73)
    tie_item(an_act(), item=club, kind="people", planned=40)
    tie_item(an_act(), item=club, kind="events", planned=4)
    tie_item(an_act(), item=fund, kind="indicator", indicator=next(c for c, r in load().rows.items() if r.calc in STANDING))
    for month, many in ((2, 10), (4, 3), (5, 4), (7, 50)):
        facts("enquiries.reference", places[1], dt.date(2026, month, 9), many, form="thematic")
        held(places[1], club, dt.date(2026, month, 9), many)
    told = {
        until: [
            (one.fact, one.own) for line in board(plan, until=until, today=dt.date(2026, 9, 1)).rows[:2] for one in line.measured
        ]
        for until in ("q2", "m5", "m6", "q1", "m1", "")
    }
    assert told == {
        "q2": [(17, 7), (17, 7), (3, 2)],
        "m5": [(17, 4), (17, 4), (3, 1)],
        "m6": [(17, 0), (17, 0), (3, 0)],
        "q1": [(10, None), (10, None), (1, None)],
        "m1": [(0, None), (0, None), (0, None)],
        "": [(67, None), (67, None), (4, None)],
    }
    whole = board(plan, until="q2", today=dt.date(2026, 9, 1))
    assert (whole.sliced, whole.rows[2].measured[0].own) == ("II квартал", None)
    begun = board(plan, until="q3", today=dt.date(2026, 6, 30))
    assert (begun.sliced, begun.rows[0].measured[0].own) == ("", None)


def test_before_the_year_has_begun_nothing_is_expected(places: Places) -> None:
    plan, (row,) = planned(places[0], ["1", "Довідки", "73", "Протягом року", ""], year=2027)
    tie_item(an_act(), item=row, kind="indicator", indicator="references", planned=73)
    (one,) = board(plan, today=JULY).rows[0].measured
    assert (one.fact, one.wanted, one.forecast, one.light) == (0, 0, None, Light.EARLY)


@pytest.mark.parametrize(
    ("spans", "day", "wanted"),
    [
        ([(dt.date(2026, 1, 1), dt.date(2026, 12, 31))], dt.date(2026, 12, 31), 100),
        ([(dt.date(2026, 1, 1), dt.date(2026, 3, 31)), (dt.date(2026, 7, 1), dt.date(2026, 9, 30))], dt.date(2026, 5, 1), 49),
        ([(dt.date(2026, 9, 1), dt.date(2026, 9, 30))], dt.date(2026, 9, 15), 50),
        ([(dt.date(2026, 9, 1), dt.date(2026, 9, 30))], dt.date(2026, 8, 31), 0),
    ],
)
def test_a_hundred_over_its_stretches(spans: list[pace.Stretch], day: dt.date, wanted: int) -> None:
    assert pace.expected(100, spans, day) == wanted


@pytest.mark.parametrize(
    ("term", "times"),
    [("щомісяця", 12), ("Двічі на місяць", 24), ("щотижня", 52), ("щоквартально", 4), ("Двічі на рік", 2), ("Протягом року", None),
     ("1 квартал", None)],
)  # fmt: skip
def test_how_often_a_term_of_the_plans_comes_in_a_year(term: str, times: int | None) -> None:
    (meaning,) = meanings(COLUMNS, [PlanItem(cells=["1", "Захід", "", term, ""])], 2026, {})
    assert pace.times(meaning, 2026) == times


@pytest.mark.parametrize(
    ("section", "offered"),
    [
        ("2.1", {"Отримання книг": ["acquisitions_books"], "Технічна обробка видань": ["labelled"],
                 "Аналітичний розпис": ["analytic"],
                 "Редагування в ЕК": ["edited"], "Аналітико-синтетична обробка": ["records", "classified", "subjected"]}),
        ("2.2", {"Реєстрація та перереєстрація": ["users_registered"], "Обслужені користувачі": ["users_served"],
                 "Довідкова та інформаційна": ["references", "consultations", "consultations_education"]}),
    ],
)  # fmt: skip
def test_rows_of_the_library_s_own_plan_are_recognised_by_their_words(section: str, offered: dict[str, list[str]]) -> None:
    known = list(policy.seed("ties")["ties"].values())
    (about,) = [one for one in expected("d0")["sections"] if one["number"] == section]
    columns = [{"title": title, "role": role} for title, role in zip(about["columns"], about["roles"], strict=True)]
    items = [PlanItem(cells=row["cells"], level=row["level"]) for row in about["rows"]]
    found: dict[str, list[str]] = {}
    for item, meaning in zip(items, meanings(columns, items, 2025, {}), strict=True):
        for start in offered:
            if item.cells[1].startswith(start):
                found[start] = [one.indicator or one.kind for one in suggestions(item.cells[1], meaning, 2025, known)]
    assert {start: list(dict.fromkeys(codes)) for start, codes in found.items()} == offered


def test_everything_offered_is_accepted_with_one_press_and_once(places: Places) -> None:
    plan, items = planned(
        places[0],
        ["1", "Довідки", "75 довідок", "", ""],
        ["2", "Клуб", "", "щомісяця", ""],
        ["3", "Моніторинг", "", "Протягом року", ""],
    )
    assert tie_all(an_act(), plan=plan) == 2
    assert [(tie.kind, tie.indicator, tie.planned) for tie in Tie.objects.order_by("item__position")] == [
        ("indicator", "references", 75), ("events", "", 12),
    ]  # fmt: skip
    assert tie_all(an_act(), plan=plan) == 0
    assert untie_item(an_act(), item=items[0], tie=str(items[0].ties.get().pk)) is True
    assert untie_item(an_act(), item=items[0], tie=str(items[0].pk)) is False


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "magic"}, "unknown_kind"),
        ({"kind": "indicator", "indicator": "ghosts"}, "unknown_indicator"),
        ({"kind": "indicator", "indicator": "fund"}, "not_a_flow"),
        ({"kind": "indicator", "indicator": "reading_rate"}, "not_a_flow"),
        ({"kind": "events", "planned": 2_000_000_001}, "out_of_range"),
        ({"kind": "events", "label": "о" * 201}, "too_long"),
    ],
)
def test_what_a_row_cannot_be_measured_by_is_refused(places: Places, said: dict[str, Any], code: str) -> None:
    _plan, (row,) = planned(places[0], ["1", "Довідки", "75", "", ""])
    with pytest.raises(Refused) as refused:
        tie_item(an_act(), item=row, **said)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_row_has_only_so_many_numbers(places: Places) -> None:
    _plan, (row,) = planned(places[0], ["1", "Довідки", "75", "", ""])
    for line in range(12):
        tie_item(an_act(), item=row, kind="events", line=line)
    assert tie_item(an_act(), item=row, kind="events", line=3).line == 3
    with pytest.raises(Refused) as refused:
        tie_item(an_act(), item=row, kind="events", line=12)
    assert [problem.code for problem in refused.value.problems] == ["too_many_ties"]


def test_a_document_is_ready_on_a_day_and_can_be_opened(places: Places) -> None:
    plan, (row,) = planned(places[0], ["1", "Аналітична довідка", "", "1 квартал", ""])
    tie = tie_item(an_act(), item=row, kind="deliverable")
    assert board(plan, today=dt.date(2026, 2, 1)).rows[0].light == Light.ON
    assert board(plan, today=dt.date(2026, 4, 1)).rows[0].light == Light.FAR
    deliver(an_act(), item=row, tie=str(tie.pk), on=dt.date(2026, 3, 20), link="https://example.org/dovidka")
    assert board(plan, today=dt.date(2026, 4, 1)).rows[0].light == Light.DONE
    for said, code in (({"on": dt.date(2999, 1, 1)}, "in_future"), ({"on": None, "link": "javascript:alert(1)"}, "bad_link")):
        with pytest.raises(Refused) as refused:
            deliver(an_act(), item=row, tie=str(tie.pk), **said)
        assert [problem.code for problem in refused.value.problems] == [code]


def test_only_a_document_is_delivered_and_only_of_this_row(places: Places) -> None:
    _plan, (row, other) = planned(places[0], ["1", "Довідки", "75", "", ""], ["2", "Інше", "", "", ""])
    tie = tie_item(an_act(), item=row, kind="events", planned=4)
    with pytest.raises(Refused) as refused:
        deliver(an_act(), item=row, tie=str(tie.pk), on=dt.date(2026, 3, 20))
    assert [problem.code for problem in refused.value.problems] == ["no_deliverable"]
    with pytest.raises(Refused) as refused:
        replan_tie(an_act(), item=other, tie=str(tie.pk), planned=5)
    assert [problem.code for problem in refused.value.problems] == ["no_tie"]
    assert replan_tie(an_act(), item=row, tie=str(tie.pk), planned=5).planned == 5


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"outcome": "lost"}, "unknown_outcome"),
        ({"outcome": "partly"}, "reason_needed"),
        ({"outcome": "not_done", "text": " "}, "reason_needed"),
        ({"outcome": "moved", "text": "Немає світла"}, "no_day"),
        ({"text": "о" * 2001}, "too_long"),
    ],
)
def test_what_is_not_done_says_why(places: Places, said: dict[str, Any], code: str) -> None:
    _plan, (row,) = planned(places[0], ["1", "Довідки", "75", "", ""])
    with pytest.raises(Refused) as refused:
        note_item(an_act(), item=row, **said)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not ItemNote.objects.exists()


def test_the_word_of_a_person_is_stronger_than_the_pace(places: Places) -> None:
    plan, (row,) = planned(places[0], ["1", "Довідки", "75", "Протягом року", ""])
    tie_item(an_act(), item=row, kind="indicator", indicator="references", planned=75)
    assert board(plan, today=JULY).rows[0].light == Light.FAR
    note_item(an_act(), item=row, outcome="done", answers="Завідувачка")
    (found,) = board(plan, today=JULY).rows
    assert (found.light, found.light_word) == (Light.DONE, "виконано")
    note_item(an_act(), item=row, outcome="moved", text="Немає приміщення", moved_to="2027 рік")
    assert board(plan, today=JULY).rows[0].light_word == "перенесено"


def refused(run: Any) -> list[str]:
    with pytest.raises(Refused) as why:
        run()
    return [problem.code for problem in why.value.problems]


def test_a_number_beside_an_approved_plan_changes_with_a_reason_that_is_kept(places: Places) -> None:
    plan, (row, other) = planned(places[0], ["1", "Довідки", "200 довідок", "", ""], ["2", "Звіт", "", "", ""])
    number = tie_item(an_act(), item=row, kind="indicator", indicator="references", planned=200)
    replan_tie(an_act(), item=row, tie=str(number.pk), planned=210)
    assert not PlanRevision.objects.exists()  # of a draft nobody has agreed to anything
    Plan.objects.filter(pk=plan.pk).update(state="in_force")
    for run in (
        lambda: replan_tie(an_act(), item=row, tie=str(number.pk), planned=150),
        lambda: untie_item(an_act(), item=row, tie=str(number.pk), reason=" "),
        lambda: tie_item(an_act(), item=other, kind="events", planned=3),
    ):
        assert refused(run) == ["reason_needed"]
    assert refused(lambda: replan_tie(an_act(), item=row, tie=str(number.pk), planned=1, reason="о" * 501)) == ["too_long"]
    assert (row.ties.get().planned, other.ties.count(), PlanRevision.objects.count()) == (210, 0, 0)
    tie_item(an_act(), item=other, kind="narrative")  # without a number there is nothing to compare
    for planned_now, why in ((180, "Відключення світла"), (180, "двічі"), (150, "Простір закрито")):
        replan_tie(an_act(), item=row, tie=str(number.pk), planned=planned_now, reason=why)
    events = tie_item(an_act(), item=other, kind="events", planned=3, reason="лист управління")
    untie_item(an_act(), item=other, tie=str(events.pk), reason="помилка")
    kept = [
        (one.what, one.place, one.before.get("planned"), one.after.get("planned"), one.reason, one.formal)
        for one in PlanRevision.objects.order_by("id")
    ]
    assert kept == [
        ("replanned", "2.2, № 1", 210, 180, "Відключення світла", True),
        ("replanned", "2.2, № 1", 180, 150, "Простір закрито", True),
        ("tied", "2.2, № 2", None, 3, "лист управління", True),
        ("untied", "2.2, № 2", 3, None, "помилка", True),
    ]
    assert first_numbers(revisions_of(row)) == {number.pk: 210}


def test_offers_taken_all_at_once_into_an_approved_plan_are_one_change_of_it(places: Places) -> None:
    plan, _items = planned(places[0], ["1", "Довідки", "75 довідок", "Протягом року", ""])
    Plan.objects.filter(pk=plan.pk).update(state="approved")
    tied = tie_all(an_act(), plan=plan)
    (one,) = PlanRevision.objects.all()
    assert (one.what, one.after, one.reason) == ("tied", {"ties": tied}, "число зі слів плану")


def conditional(item: PlanItem, condition: str = "у разі деокупації") -> PlanItem:
    PlanItem.objects.filter(pk=item.pk).update(conditional=True, condition=condition)
    return PlanItem.objects.select_related("plan__unit", "part").get(pk=item.pk)


def test_a_row_whose_condition_has_not_come_is_neither_late_nor_a_deviation(places: Places) -> None:
    plan, (row, other) = planned(places[0], ["1", "Переоблік", "75", "1 квартал", ""], ["2", "Довідки", "75", "1 квартал", ""])
    row = conditional(row)
    for item in (row, other):
        tie_item(an_act(), item=item, kind="indicator", indicator="references", planned=75)
    tie_item(an_act(), item=row, kind="deliverable")
    assert refused(lambda: note_item(an_act(), item=other, outcome="came")) == ["no_condition"]
    first, second = board(plan, today=JULY).rows
    assert (first.waits, first.light, first.light_word) == (True, Light.NONE, "умова ще не настала")
    assert next((one.wanted, one.deviation, one.forecast) for one in first.measured) == (0, None, None)
    assert (second.waits, second.light, second.measured[0].deviation) == (False, Light.FAR, -75)
    note_item(an_act(), item=row, outcome="came", text="Місто звільнено")
    first = board(plan, today=JULY).rows[0]
    assert (first.waits, first.light, first.light_word) == (False, Light.FAR, "сильно відстає")
    note_item(an_act(), item=row, outcome="done")
    assert board(plan, today=JULY).rows[0].light_word == "виконано"


def test_an_event_of_the_row_says_that_the_condition_has_come_and_a_figure_of_the_house_does_not(
    places: Places, facts: Any
) -> None:
    plan, (row,) = planned(places[0], ["1", "Зустрічі", "4", "Протягом року", ""])
    tie_item(an_act(), item=conditional(row, "за потреби"), kind="indicator", indicator="references", planned=73)
    tie_item(an_act(), item=row, kind="events", planned=4)
    facts("enquiries.reference", places[1], dt.date(2026, 3, 3), 40, form="thematic")
    found = board(plan, today=JULY).rows[0]
    assert (found.waits, found.measured[0].fact) == (True, 40)
    with transaction.atomic():
        held(places[2], row, dt.date(2026, 3, 20), 8)
    assert board(plan, today=JULY).rows[0].waits is False


def test_who_answers_for_a_row_stands_in_the_row_and_in_no_operation(places: Places) -> None:
    """An executor may be a person, whoever's hand wrote it there; a screen hands over plain text."""
    _plan, (row,) = planned(places[0], ["1", "Довідки", "75", "Протягом року", ""])
    act = an_act()
    note_item(act, item=row, outcome="done", text="Усе видано", answers="Олена Вигадана")
    body = Operation.objects.get(uid=act.uid).body
    assert (body["text"], body["answers"]) == ("Усе видано", None)  # the first says that the second would have been seen
    assert "Вигадана" not in repr(list(AuditEntry.objects.filter(op=act.uid).values_list()))
    assert ItemNote.objects.get().answers == "Олена Вигадана"


def test_a_board_asks_the_same_of_one_row_and_of_three(places: Places, facts: Any) -> None:
    asked = []
    for year, number in ((2025, 1), (2026, 3)):
        plan, items = planned(
            places[0], *[[str(at), "Довідки", "75 довідок", "Протягом року", ""] for at in range(number)], year=year
        )
        for item in items:
            tie_item(an_act(), item=item, kind="indicator", indicator="references", planned=75)
            tie_item(an_act(), item=item, kind="events", planned=7)
        board(plan, today=dt.date(year, 7, 1))
        with CaptureQueriesContext(connection) as queries:
            board(plan, today=dt.date(year, 7, 1))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def test_rules_that_offer_what_does_not_exist_are_refused() -> None:
    data = policy.seed("ties")
    codes = policy.seed("indicators")["indicators"]
    assert faults(data, codes) == []
    data["ties"]["served"]["indicator"] = "ghosts"
    data["ties"]["lent"] = {"indicator": "issues"}
    assert faults(data, codes) == ["«served»: unknown indicator «ghosts»", "«lent»: needs units and words"]


def test_kinds_of_rules_are_those_of_ties(places: Places) -> None:
    assert {rule["indicator"] for rule in rules()} & {"events", "people"} == {"events", "people"}
    assert set(TieKind.values) == {"indicator", "events", "people", "deliverable", "narrative"}
