"""A plan of the matrix's hub: a section, a row, a question about it, a kept version."""

from __future__ import annotations

from typing import Any

from mandrivna.core.models import Staff
from mandrivna.planning.actions import plans
from mandrivna.planning.agenda.links import token_of
from mandrivna.planning.forms.returns import hash_of
from mandrivna.planning.models import AgendaLink
from mandrivna.planning.plan_arriving import stage
from mandrivna.planning.reading.said import Kind, ReadPlan
from mandrivna.planning.reading.said import Section as PartOfFile
from mandrivna.shared.ids import new_uid
from tests.factories.library import Library
from tests.planning.plans import COLUMNS


def plan_things(lib: Library) -> dict[str, Any]:
    about = {"title": "Програма простору"}
    plan = plans.make_plan(lib.act(), unit=lib.hub, year=lib.now.year, kind="programme", about=about)
    part = plans.add_part(lib.act(), plan=plan, about={"number": "1", "title": "Читання", "columns": COLUMNS})
    row = plans.add_row(lib.act(), part=part, cells=["1", "Літоглядки", "огляд", "12 оглядів", "щомісяця", "ЦПЧ"])
    said = plans.comment_plan(lib.act(), plan=plan, item=row, text="Хто веде?")
    plans.keep_version(lib.act(), plan=plan, name="до наради")
    said_by_file = ReadPlan(Kind.PROGRAMME, lib.now.year, "Програма з файлу", sections=(PartOfFile("1", "Читання"),))
    waiting = stage(new_uid(), said_by_file, unit=lib.hub, by=None)
    link = AgendaLink(staff=Staff.objects.create(username="kalendar", name="Особа з календарем"))
    link.token_hash = hash_of(token_of(link.pk))
    link.save()
    return {
        "agenda_token": token_of(link.pk), "plan_reading": waiting.pk, "plan": plan.pk, "plan_part": part.pk,
        "plan_row": row.pk, "plan_said": said.pk,
    }  # fmt: skip
