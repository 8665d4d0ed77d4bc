"""Several people write one plan in the same instant, each on a connection of their own: nothing is lost, conflicts are shown."""

from __future__ import annotations

import threading
from collections import Counter
from functools import partial

import pytest

from mandrivna.core.problems import Refused
from mandrivna.planning.actions import plans
from mandrivna.planning.models import PlanItem, PlanRevision, Section
from tests.drills.crew import crew
from tests.drills.kit import times
from tests.drills.reporting import Tell
from tests.factories.staff import library
from tests.planning.plans import an_act, part_of, plan_of, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS = 6


def a_section() -> Section:
    return part_of(plan_of(library()[0]))


def test_of_six_who_write_one_cell_one_is_saved_and_the_others_see_what_stands_there(tell: Tell) -> None:
    row = rows(a_section())[1]
    with crew(HANDS) as at_once:
        for _again in range(times(2, 20)):
            row.refresh_from_db()
            was, count = row.cells[3], PlanRevision.objects.count()
            texts = [f"{was.split()[0]}{hand} прим." for hand in range(HANDS)]
            write = partial(plans.write_cell, item=row, column=3, version=row.version, was=was)
            answers = at_once([lambda text=text, write=write: write(an_act(), text=text) for text in texts])
            refused = [answer for answer in answers if isinstance(answer, Refused)]
            saved = PlanItem.objects.get(pk=row.pk)
            assert Counter(type(answer).__name__ for answer in answers) == {"PlanItem": 1, "Refused": HANDS - 1}
            assert saved.cells[3] == texts[next(at for at, answer in enumerate(answers) if isinstance(answer, PlanItem))]
            told = {(one.code, one.details["theirs"]) for answer in refused for one in answer.problems}
            assert told == {("cell_changed", saved.cells[3])}
            assert (saved.version, PlanRevision.objects.count()) == (row.version + 1, count + 1)
    tell(f"{HANDS} people in one cell at once: one is saved, {HANDS - 1} are shown what stands there")


def test_six_who_write_six_cells_of_one_row_all_are_saved(tell: Tell) -> None:
    row = rows(a_section())[1]
    texts = [f"слово {column}" for column in range(HANDS)]
    write = partial(plans.write_cell, item=row, version=row.version)
    with crew(HANDS) as at_once:
        at_once(
            [lambda at=at, text=text: write(an_act(), column=at, text=text, was=row.cells[at]) for at, text in enumerate(texts)]
        )
    saved = PlanItem.objects.get(pk=row.pk)
    assert (saved.cells, saved.version) == (texts, row.version + HANDS)
    tell(f"{HANDS} people in {HANDS} cells of one row at once: all {HANDS} are saved")


def test_rows_added_moved_and_erased_at_once_keep_one_order(tell: Tell) -> None:
    part = a_section()
    first, second, third, last = rows(part)
    with crew(HANDS) as at_once:
        answers = at_once(
            [
                *[lambda hand=hand: plans.add_row(an_act(), part=part, cells=[f"7{hand}", f"Захід {hand}"]) for hand in range(3)],
                lambda: plans.move_row(an_act(), item=last, part=part, before=first),
                lambda: plans.write_cell(an_act(), item=third, column=5, text="ВНМР"),
                lambda: plans.remove_row(an_act(), item=second),
            ]
        )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    standing = rows(part)
    assert (standing[0].pk, {row.number for row in standing}) == (last.pk, {"1", "1.2", "2", "70", "71", "72"})
    assert len({row.position for row in standing}) == len(standing)
    assert PlanItem.objects.get(pk=third.pk).cells[5] == "ВНМР"
    tell("three rows added, one moved, one written, one erased at once: one order, nothing lost")


def test_the_drill_sees_a_cell_written_from_what_was_read_before(tell: Tell) -> None:
    """Negative control: the row is read, a breath, and written whole, without the lock of the plan."""
    row = rows(a_section())[1]
    read = threading.Barrier(HANDS)

    def careless(column: int) -> None:
        mine = PlanItem.objects.get(pk=row.pk)
        read.wait(60)
        mine.cells[column] = f"слово {column}"
        mine.save(update_fields=["cells"])

    with crew(HANDS) as at_once:
        at_once([lambda column=column: careless(column) for column in range(HANDS)])
    kept = [cell for cell in PlanItem.objects.get(pk=row.pk).cells if cell.startswith("слово")]
    assert len(kept) == 1
    tell(f"without the lock {HANDS - 1} of {HANDS} words are lost: found")
