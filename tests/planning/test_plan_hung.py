"""Taking back an erased row or section brings back what hung on it: what measures it, how it goes, what people asked beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from mandrivna.core.models import Staff, Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.actions.plan_hung import HANGS, SAID_OF_PART
from mandrivna.planning.agenda.rows import Due
from mandrivna.planning.board.actions import note_item, tie_item
from mandrivna.planning.board.rows import ItemNote, Tie
from mandrivna.planning.models import PlanComment, PlanItem, PlanRevision, ReportText, Section
from mandrivna.planning.reports.actions import make_report, write_report_text
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


def test_an_erased_section_comes_back_with_the_words_of_its_reports(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    report = make_report(an_act(), plan=part.plan)
    write_report_text(an_act(), report=report, place=str(part.pk), text="Три місяці роботи над словами.")
    write_report_text(an_act(), report=report, place="intro", text="Вступ")
    said = list(ReportText.objects.values_list("report", "section", "text", "changed_at"))
    plans.remove_part(an_act(), part=part)
    assert not ReportText.objects.exists()
    plans.undo_plan(an_act(), plan=part.plan)
    assert list(ReportText.objects.values_list("report", "section", "text", "changed_at")) == said
    assert len(said) == 1


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


def going_with(model: type[models.Model]) -> set[tuple[Any, str]]:
    """Who names it and is erased with it, by hidden keys too."""
    keys = [one for one in model._meta.get_fields(include_hidden=True) if isinstance(one, models.ForeignObjectRel)]
    return {(one.related_model, one.field.name) for one in keys if one.on_delete is models.CASCADE}


def test_everything_that_goes_with_a_row_is_known_here() -> None:
    """Whoever hangs something new on rows hears of it."""
    going = {model for model, _name in going_with(PlanItem)}
    assert going - MADE_ANEW == set(HANGS)


def test_everything_that_goes_with_a_section_is_known_here() -> None:
    assert going_with(Section) - {(PlanItem, "part"), (Section, "parent")} == set(SAID_OF_PART)


@pytest.mark.parametrize("model", list(dict.fromkeys([*HANGS, *(model for model, _name in SAID_OF_PART)])))
def test_only_people_may_be_gone_when_it_comes_back(model: type[models.Model]) -> None:
    """Other keys are to the plan, the section and the row, which come back before, and to reports, which are never erased."""
    keys = {field.name for field in model._meta.concrete_fields if field.is_relation}
    assert keys - {"by", "solved_by"} <= {"plan", "part", "item", "section", "report"}
