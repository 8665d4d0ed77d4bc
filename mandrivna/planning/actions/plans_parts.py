"""Sections of a plan: added, renamed, written, moved, taken off, and the columns of their tables."""

from __future__ import annotations

from typing import Any

from django.db.models import F, ProtectedError
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning import plan_problems, rules
from mandrivna.planning.actions.plan_changes import (
    cells_for,
    erase,
    mirror,
    next_place,
    ordered,
    revise,
    standing,
    taken,
    understand,
    who_changed,
)
from mandrivna.planning.actions.plan_hung import hung_on
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_snapshots import part_of, row_of
from mandrivna.planning.plan_states import Role

SAID = ("kind", "number", "title", "contents_title", "narrative", "after", "notes", "numbered_columns")
ONE_LINE = ("number", "title", "contents_title")

USUAL = (
    ("№ п/п", Role.NUMBER, 12), ("Назва заходів та діяльності", Role.TITLE, 74), ("Напрямок діяльності", Role.DIRECTION, 45),
    ("Форма роботи", Role.FORM, 40), ("Термін виконання", Role.TERM, 32), ("Виконавці", Role.EXECUTORS, 32),
)  # fmt: skip
"""What a new section begins with when nothing stands before it: the columns of the library's own plan."""


@verb("planning.add_part", may=rules.EDIT, at="plan.unit", audited=False)
def add_part(
    act: Act, *, plan: Plan, about: dict[str, Any], parent: Section | None = None, after: Section | None = None, reason: str = ""
) -> Section:
    """After another section of the same depth, or last under its parent. It begins with the columns of the section before it."""
    locked = taken(plan, reason)
    parts = list(Section.objects.filter(plan=locked).order_by("position"))
    refuse_if(plan_problems.section(about, len(parts)))
    above = next((one for one in parts if parent is not None and one.pk == parent.pk), None)
    at = _end_of(parts, next((one for one in parts if after is not None and one.pk == after.pk), above))
    part = Section(uid=act.uid, plan=locked, parent=above, position=at)
    _put(part, about)
    part.columns = about.get("columns") or _columns_like(parts[:at])
    Section.objects.filter(plan=locked, position__gte=at).update(position=F("position") + 1)
    part.save(force_insert=True)
    _adopt(part)
    revise(act, locked, "section_added", place=str(part), about=part.pk, after={"parts": [part_of(part)]}, reason=reason)
    return part


@verb("planning.edit_part", may=rules.EDIT, at="part.plan.unit", audited=False)
def edit_part(act: Act, *, part: Section, about: dict[str, Any], version: int | None = None, reason: str = "") -> Section:
    plan = taken(part.plan, reason)
    locked = standing(part)
    refuse_if([*plan_problems.stale(locked.version, version, who_changed(plan, locked.pk)), *plan_problems.section(about)])
    before = part_of(locked)
    renumbered = _put(locked, about)
    if part_of(locked) == before:
        return locked
    locked.version += 1
    locked.save()
    if renumbered:
        PlanItem.objects.filter(part=locked).update(section=locked.number[:20])
        _adopt(locked)
    after = {"parts": [part_of(locked)]}
    revise(act, plan, "section", place=str(locked), about=locked.pk, before={"parts": [before]}, after=after, reason=reason)
    return locked


@verb("planning.set_columns", may=rules.EDIT, at="part.plan.unit", audited=False)
def set_columns(act: Act, *, part: Section, columns: list[dict[str, Any]], version: int | None = None, reason: str = "") -> Section:
    """The columns of the table, in their order. Each says by `was` which of the present ones it goes on; a column that is taken
    away must be empty: words of a plan are not lost by a click."""
    plan = taken(part.plan, reason)
    locked = standing(part)
    refuse_if(plan_problems.stale(locked.version, version, who_changed(plan, locked.pk)))
    refuse_if(plan_problems.columns(columns, len(locked.columns)))
    rows = ordered(locked)
    kept = [one.get("was") for one in columns]
    refuse_if(_emptied(locked, rows, kept))
    before = {"parts": [part_of(locked)], "rows": [row_of(row) for row in rows]}
    old = [cells_for(locked, row.cells) for row in rows]
    locked.columns = [
        {"title": " ".join(str(one["title"]).split()), "role": str(one["role"]), "width": int(one.get("width", 0))}
        for one in columns
    ]
    locked.version += 1
    locked.save(update_fields=["columns", "version"])
    for row, cells in zip(rows, old, strict=True):
        row.cells = ["" if was is None else cells[was] for was in kept]
        row.spans = {str(at): row.spans[str(was)] for at, was in enumerate(kept) if str(was) in row.spans}
        row.version += 1
        mirror(row, locked)
    PlanItem.objects.bulk_update(rows, ["cells", "spans", "version", "section", "number", "title", "term"], batch_size=200)
    understand(locked, rows)
    after = {"parts": [part_of(locked)], "rows": [row_of(row) for row in rows]}
    revise(act, plan, "columns", place=str(locked), about=locked.pk, before=before, after=after, reason=reason)
    return locked


@verb("planning.move_part", may=rules.EDIT, at="part.plan.unit", audited=False)
def move_part(
    act: Act, *, part: Section, parent: Section | None = None, before: Section | None = None, reason: str = ""
) -> Section:
    """Under another section (or none), before one of its parts or last among them. What stands under it goes along."""
    plan = taken(part.plan, reason)
    locked = standing(part)
    parts = list(Section.objects.filter(plan=plan).order_by("position"))
    family = _family(parts, locked)
    refuse_if(_moves(family, parent, before, plan))
    old = [part_of(one) for one in parts]
    own = {one.pk for one in family}
    rest = [one for one in parts if one.pk not in own]
    above = next((one for one in rest if parent is not None and one.pk == parent.pk), None)
    at = next((place for place, one in enumerate(rest) if before is not None and one.pk == before.pk), None)
    if at is None:
        at = len(rest) if above is None else rest.index(_family(rest, above)[-1]) + 1
    family[0].parent = above
    for position, one in enumerate([*rest[:at], *family, *rest[at:]]):
        one.position = position
    family[0].version += 1
    Section.objects.bulk_update(parts, ["position", "parent", "version"])
    after = {"parts": [part_of(one) for one in parts]}
    revise(act, plan, "section_moved", place=str(locked), about=locked.pk, before={"parts": old}, after=after, reason=reason)
    return family[0]


@verb("planning.remove_part", may=rules.EDIT, at="part.plan.unit", audited=False)
def remove_part(act: Act, *, part: Section, version: int | None = None, reason: str = "") -> Plan:
    """With its rows, in a draft; with nothing in it, after approval. Parts under it must be moved or removed first."""
    plan = taken(part.plan, reason)
    locked = standing(part)
    rows = ordered(locked)
    refuse_if([*plan_problems.stale(locked.version, version, who_changed(plan, locked.pk)), *_removal(plan, locked, rows)])
    before = {"parts": [part_of(locked)], "rows": [row_of(row) for row in rows], "hung": hung_on(rows, locked)}
    erase(rows)
    try:
        locked.delete()
    except ProtectedError:
        refuse_if([plan_problems.used()])
    revise(act, plan, "section_removed", place=str(part), about=part.pk, before=before, reason=reason)
    return plan


def _removal(plan: Plan, part: Section, rows: list[PlanItem]) -> list[Problem]:
    if Section.objects.filter(parent=part).exists():
        return [Blocker(code="has_parts", text=_("Під цим розділом є інші. Спершу перенесіть або приберіть їх."))]
    if plan.formal and rows:
        return [
            Blocker(code="has_rows", text=_("План затверджено, тож розділ із рядками прибрати не можна: зніміть рядки поодинці."))
        ]
    return []


def _put(part: Section, about: dict[str, Any]) -> bool:
    """Whether the number, by which rows are named, is another one now."""
    number = part.number
    for name in SAID:
        if name in about:
            said = about[name]
            setattr(part, name, " ".join(said.split()) if name in ONE_LINE else said.strip() if isinstance(said, str) else said)
    if "scopes" in about:
        part.scopes = about["scopes"]
    return part.number != number


def _adopt(part: Section) -> None:
    """Rows that were named by this number before the section was written come into it, last."""
    loose = PlanItem.objects.filter(plan=part.plan, part=None, section=part.number) if part.number else PlanItem.objects.none()
    first = next_place(part)
    rows = list(loose.order_by("number", "uid"))
    for at, row in enumerate(rows):
        row.part, row.position, row.version = part, first + at, row.version + 1
        said = {str(Role.NUMBER): row.number, str(Role.TITLE): row.title, str(Role.TERM): row.term}
        row.cells = [said.get(role, "") for role in part.roles]
    PlanItem.objects.bulk_update(rows, ["part", "position", "version", "cells"])
    if rows:
        understand(part)


def _columns_like(before: list[Section]) -> list[dict[str, Any]]:
    like = next((one for one in reversed(before) if one.columns), None)
    return (
        like.columns if like is not None else [{"title": title, "role": str(role), "width": width} for title, role, width in USUAL]
    )


def _family(parts: list[Section], part: Section) -> list[Section]:
    """The section and all that stands under it, in their order."""
    own = {part.pk}
    for one in parts:
        if one.parent_id in own:
            own.add(one.pk)
    return [one for one in parts if one.pk in own]


def _end_of(parts: list[Section], after: Section | None) -> int:
    return len(parts) if after is None else parts.index(_family(parts, after)[-1]) + 1


def _moves(family: list[Section], parent: Section | None, before: Section | None, plan: Plan) -> list[Problem]:
    own = {one.pk for one in family}
    for other in (parent, before):
        if other is not None and other.plan_id != plan.pk:
            return [Blocker(code="other_plan", text=_("Переносити розділ можна лише в межах одного плану."), field="parent")]
        if other is not None and other.pk in own:
            return [Blocker(code="under_itself", text=_("Розділ не може стояти сам під собою."), field="parent")]
    return []


def _emptied(part: Section, rows: list[PlanItem], kept: list[Any]) -> list[Problem]:
    for at, column in enumerate(part.columns):
        if at not in kept and any(at < len(row.cells) and row.cells[at].strip() for row in rows):
            text = _("У графі «%(title)s» є слова. Спершу перенесіть або зітріть їх: прибрати можна лише порожню графу.") % {
                "title": column["title"]
            }
            return [Blocker(code="column_used", text=text, field="columns")]
    return []
