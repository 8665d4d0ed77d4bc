"""Taking back an erased row or section brings back what hung on it: what measures it, how it goes, what people asked beside it."""

from __future__ import annotations

import pytest
from django.db import models

from mandrivna.core.models import Staff, Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.actions.plan_hung import HANGS
from mandrivna.planning.agenda.rows import Due
from mandrivna.planning.board.actions import note_item, tie_item
from mandrivna.planning.board.rows import ItemNote, Tie
from mandrivna.planning.models import PlanComment, PlanItem, PlanRevision, Section
from tests.planning.plans import an_act, part_of, plan_of, rows

MADE_ANEW = {Due}
"""Follows from the plan and is made again every night."""

type Places = tuple[Unit, Unit, Unit]


def hung(item: PlanItem) -> list[list[dict[str, object]]]:
    """All of it, field by field, but for numbers that the database gives."""
    found = []
    for model in HANGS:
        columns = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        found.append(list(model._default_manager.filter(item=item.pk).order_by("pk").values(*columns)))
    return found


def hang(item: PlanItem) -> None:
    tie_item(an_act(), item=item, kind="indicator", indicator="references", planned=200, label="книги")
    tie_item(an_act(), item=item, kind="deliverable", label="Звіт")
    note_item(an_act(), item=item, outcome="partly", text="Бракує машини", answers="Методистка")
    plans.comment_plan(an_act(), plan=item.plan, item=item, text="Хто веде?")


def test_an_erased_row_comes_back_with_all_that_hung_on_it(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    row, other = rows(part)[1], rows(part)[2]
    hang(row)
    tie_item(an_act(), item=other, kind="deliverable", label="Афіша")
    before, beside = hung(row), hung(other)
    assert [len(one) for one in before] == [2, 1, 1]
    plans.remove_row(an_act(), item=row)
    assert (Tie.objects.count(), ItemNote.objects.count(), PlanComment.objects.count()) == (1, 0, 0)
    plans.undo_plan(an_act(), plan=part.plan)
    assert (hung(row), hung(other)) == (before, beside)
    assert [one.number for one in rows(part)] == ["1", "1.1", "1.2", "2"]


def test_an_erased_section_comes_back_with_what_was_asked_of_it(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    row = rows(part)[1]
    hang(row)
    plans.comment_plan(an_act(), plan=part.plan, part=part, text="Чи не забагато?")
    before, said = hung(row), set(PlanComment.objects.values_list("text", "part", "item"))
    plans.remove_part(an_act(), part=part)
    assert PlanComment.objects.count() == 0
    plans.undo_plan(an_act(), plan=part.plan)
    assert hung(row) == before
    assert set(PlanComment.objects.values_list("text", "part", "item")) == said
    assert Section.objects.filter(pk=part.pk).exists()


def test_whoever_left_the_staff_is_not_named_again(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    row, gone = rows(part)[1], Staff.objects.create(name="Та, що пішла")
    hang(row)
    Tie.objects.filter(item=row).update(by=gone)
    plans.remove_row(an_act(), item=row)
    gone.delete()
    plans.undo_plan(an_act(), plan=part.plan)
    assert list(Tie.objects.filter(item=row.pk).values_list("by", flat=True)) == [None, None]


def test_a_row_erased_before_this_was_kept_comes_back_as_it_did(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    plans.remove_row(an_act(), item=rows(part)[1])
    last = PlanRevision.objects.get(what="row_removed")
    del last.before["hung"]
    last.save()
    plans.undo_plan(an_act(), plan=part.plan)
    assert [one.number for one in rows(part)] == ["1", "1.1", "1.2", "2"]


def test_everything_that_goes_with_a_row_is_known_here() -> None:
    """Whoever hangs something new on rows hears of it."""
    going = {one.related_model for one in PlanItem._meta.related_objects if one.on_delete is models.CASCADE}
    assert going - MADE_ANEW == set(HANGS)


@pytest.mark.parametrize("model", HANGS)
def test_only_people_may_be_gone_when_it_comes_back(model: type[models.Model]) -> None:
    """Other keys are to the plan, the section and the row, which come back before."""
    keys = {field.name for field in model._meta.concrete_fields if field.is_relation}
    assert keys - {"by", "solved_by"} <= {"plan", "part", "item"}
