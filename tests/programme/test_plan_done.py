"""What was held of a row stands beside it when last year's plan is copied."""

from __future__ import annotations

import pytest

from mandrivna.planning.actions import plans
from mandrivna.planning.models import PlanItem, Section
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.models import Event
from tests.factories.library import library
from tests.programme.test_events import came, event, series

pytestmark = pytest.mark.django_db


def test_what_was_held_stands_in_the_copy_and_what_was_only_planned_does_not() -> None:
    lib = library()
    named = series(lib, section="3.1", number="5")
    other = series(lib, title="ЛітОглядки", section="3.1", number="6")
    for people in (12, 20):
        one = event(lib, series=named, starts=f"1{people % 7}:00")
        Event.objects.filter(pk=one.pk).update(plan_item=named.plan_item)
        count_event(lib.act(), event=Event.objects.get(pk=one.pk), counts=[came(people)])
    Event.objects.filter(pk=event(lib, series=other).pk).update(plan_item=other.plan_item)
    plan = plans.make_plan(lib.act(), unit=lib.root, year=2026, kind="annual", about={"title": "План роботи на 2026 рік"})
    plans.add_part(lib.act(), plan=plan, about={"number": "3.1", "title": "Заходи"})
    copied = Section.objects.get(plan=plans.copy_plan(lib.act(), plan=plan, year=2027))
    assert copied.columns[-1]["title"] == "Виконано в 2026 році"
    rows = PlanItem.objects.filter(part=copied).order_by("position")
    assert [(row.number, row.cells[-1]) for row in rows] == [("5", "Подій: 2, учасників: 32"), ("6", "")]
