"""Rows of a plan: added, written in, pasted into, moved, taken off."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.planning import plan_problems, rules
from mandrivna.planning.actions.plan_changes import (
    cells_for,
    clean,
    erase,
    in_order,
    make_room,
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
from mandrivna.planning.models import PlanItem, Section
from mandrivna.planning.plan_snapshots import row_of
from mandrivna.planning.plan_states import RowKind

MOST_PASTED = 300
WRITTEN = ("cells", "section", "number", "title", "term", "kind", "level", "coordinator", "spans", "version")


@verb("planning.add_row", may=rules.EDIT, at="part.plan.unit", audited=False)
def add_row(
    act: Act, *, part: Section, after: PlanItem | None = None, cells: list[str] | None = None, level: int = 0, kind: str = "row",
    reason: str = "",
) -> PlanItem:  # fmt: skip
    """Below `after`, or at the end of the section's table."""
    plan = taken(part.plan, reason)
    locked = standing(part)
    said = cells or []
    found = [*plan_problems.level(level), *plan_problems.room(PlanItem.objects.filter(plan=plan).count()), *_kind(kind)]
    refuse_if([*found, *(one for at, text in enumerate(said) for one in plan_problems.cell(locked, at, text))])
    at = next_place(locked)
    if after is not None and (above := PlanItem.objects.filter(pk=after.pk, part=locked).first()) is not None:
        at = above.position + 1
        make_room(locked, at)
    item = PlanItem(uid=act.uid, plan=plan, part=locked, position=at, level=level, kind=kind, cells=cells_for(locked, said))
    mirror(item, locked)
    item.save(force_insert=True)
    understand(locked)
    revise(act, plan, "row_added", place=place_of(item, locked), about=item.pk, after={"rows": [row_of(item)]}, reason=reason)
    return PlanItem.objects.get(pk=item.pk)


@verb("planning.write_cell", may=rules.EDIT, at="item.plan.unit", audited=False)
def write_cell(
    act: Act, *, item: PlanItem, column: int, text: str, version: int | None = None, was: str | None = None, reason: str = ""
) -> PlanItem:
    """`version` is that of the row when it was read, `was` what then stood in the cell. When somebody has changed this very cell
    since, nothing is saved and the refusal says what stands there; a change of another cell of the row is no conflict."""
    plan = taken(item.plan, reason)
    row = _row(item)
    part = _placed(row)
    refuse_if(plan_problems.cell(part, column, text))
    row.cells = cells_for(part, row.cells)
    said, stands = clean(text), row.cells[column]
    if said == stands:
        return row
    if version is not None and version != row.version and (was is None or clean(was) != stands):
        refuse_if(plan_problems.cell_changed(stands, who_changed(plan, row.pk)))
    before = row_of(row)
    row.cells[column] = said
    _write(row, part)
    understand(part)
    title = part.columns[column]["title"]
    place = f"{place_of(row, part)}: {title}"
    revise(act, plan, "row", place=place, about=row.pk, before={"rows": [before]}, after={"rows": [row_of(row)]}, reason=reason)
    return PlanItem.objects.get(pk=row.pk)


@verb("planning.edit_row", may=rules.EDIT, at="item.plan.unit", audited=False)
def edit_row(
    act: Act, *, item: PlanItem, cells: list[str], level: int = 0, kind: str = "row", coordinator: str = "",
    version: int | None = None, reason: str = "",
) -> PlanItem:  # fmt: skip
    """The whole row at once, as a form without a script sends it."""
    plan = taken(item.plan, reason)
    row = _row(item)
    part = _placed(row)
    found = [*plan_problems.stale(row.version, version, who_changed(plan, row.pk)), *plan_problems.level(level), *_kind(kind)]
    found += [one for at, text in enumerate(cells) for one in plan_problems.cell(part, at, text)]
    refuse_if([*found, *plan_problems.texts({"coordinator": coordinator}, {"coordinator": 200})])
    before = row_of(row)
    row.cells, row.level, row.kind, row.coordinator = cells_for(part, cells), level, kind, " ".join(coordinator.split())
    if row_of(row) == before:
        return row
    _write(row, part)
    understand(part)
    revise(
        act,
        plan,
        "row",
        place=place_of(row, part),
        about=row.pk,
        before={"rows": [before]},
        after={"rows": [row_of(row)]},
        reason=reason,
    )
    return PlanItem.objects.get(pk=row.pk)


@verb("planning.paste_cells", may=rules.EDIT, at="part.plan.unit", audited=False)
def paste_cells(
    act: Act, *, part: Section, table: list[list[str]], item: PlanItem | None = None, column: int = 0,
    versions: dict[str, int] | None = None, reason: str = "",
) -> Section:  # fmt: skip
    """A range from a spreadsheet or a document, from this cell to the right and down; what goes beyond the last row becomes new
    rows. `versions`: of the rows it covers, as they were seen."""
    plan = taken(part.plan, reason)
    locked = standing(part)
    refuse_if(_pasted(locked, table, column))
    rows = ordered(locked)
    start = next((at for at, row in enumerate(rows) if item is not None and row.pk == item.pk), len(rows))
    covered = rows[start : start + len(table)]
    for row in covered:
        refuse_if(plan_problems.stale(row.version, (versions or {}).get(str(row.pk)), who_changed(plan, row.pk)))
    refuse_if(plan_problems.room(PlanItem.objects.filter(plan=plan).count(), len(table) - len(covered)))
    before = [row_of(row) for row in covered]
    fresh = _fresh(act, locked, next_place(locked), len(table) - len(covered))
    for row, line in zip([*covered, *fresh], table, strict=True):
        row.cells = cells_for(locked, row.cells)
        for at, text in enumerate(line[: len(locked.columns) - column]):
            row.cells[column + at] = clean(text)
        mirror(row, locked)
        row.version += row in covered
    PlanItem.objects.bulk_update(covered, ["cells", "section", "number", "title", "term", "version"])
    PlanItem.objects.bulk_create(fresh)
    understand(locked)
    after = {"rows": [row_of(row) for row in [*covered, *fresh]]}
    revise(act, plan, "rows", place=str(locked), about=locked.pk, before={"rows": before}, after=after, reason=reason)
    return locked


def _pasted(part: Section, table: list[list[str]], column: int) -> list[Problem]:
    if not table or not any(any(cell.strip() for cell in line) for line in table):
        return [Blocker(code="nothing_pasted", text=_("Нічого вставити: скопіюйте клітинки й повторіть."), field="table")]
    if len(table) > MOST_PASTED:
        text = _("За раз можна вставити до %(most)d рядків.") % {"most": MOST_PASTED}
        return [Blocker(code="too_many", text=text, field="table")]
    if not 0 <= column < len(part.columns):
        return plan_problems.cell(part, column, "")
    wide = max(len(line) for line in table)
    if column + wide > len(part.columns):
        text = _("Скопійовано більше граф, ніж лишилося в таблиці: %(many)d проти %(most)d.") % {
            "many": wide,
            "most": len(part.columns) - column,
        }
        return [Blocker(code="too_wide", text=text, field="table")]
    return [one for line in table for cell in line for one in plan_problems.cell(part, column, cell)]


def _fresh(act: Act, part: Section, at: int, many: int) -> list[PlanItem]:
    """Their keys follow from the act, so that a repeat makes the same ones."""
    return [
        PlanItem(uid=act.part(f"row{n}").uid, plan=part.plan, part=part, position=at + n, cells=[]) for n in range(max(many, 0))
    ]


@verb("planning.move_row", may=rules.EDIT, at="item.plan.unit", audited=False)
def move_row(
    act: Act, *, item: PlanItem, part: Section, before: PlanItem | None = None, level: int | None = None, reason: str = ""
) -> PlanItem:
    """Before another row, or to the end of a section; the rows under it go along. A row that stood in no section is placed so."""
    plan = taken(item.plan, reason)
    row, target = _row(item), standing(part)
    refuse_if(_moves(row, target, before))
    source = row.part
    family = _family(row) if source is not None else [row]
    shift = 0 if level is None else level - row.level
    refuse_if(plan_problems.level(max(one.level for one in family) + shift) if shift else [])
    old = {"rows": [row_of(one) for one in family], "stood_after": _above(family, source)}
    stay = [one for one in ordered(target) if one.pk not in {member.pk for member in family}]
    at = next((place for place, one in enumerate(stay) if before is not None and one.pk == before.pk), len(stay))
    for one in family:
        one.cells = _carried(one, source, target)
        one.part, one.level, one.version = target, max(one.level + shift, 0), one.version + 1
        mirror(one, target)
    in_order([*stay[:at], *family, *stay[at:]])
    PlanItem.objects.bulk_update(family, [*WRITTEN, "part"])
    understand(target)
    if source is not None and source.pk != target.pk:
        understand(source)
    new = [row_of(one) for one in family]
    revise(act, plan, "row_moved", place=place_of(row, target), about=row.pk, before=old, after={"rows": new}, reason=reason)
    return PlanItem.objects.get(pk=row.pk)


def _moves(row: PlanItem, target: Section, before: PlanItem | None) -> list[Problem]:
    if target.plan_id != row.plan_id:
        return [Blocker(code="other_plan", text=_("Переносити рядок можна лише в межах одного плану."), field="part")]
    if before is not None and before.pk == row.pk:
        return [Blocker(code="same_place", text=_("Рядок і так тут стоїть."), field="before")]
    return []


def _family(row: PlanItem) -> list[PlanItem]:
    """The row and what stands under it."""
    rows = ordered(_placed(row))
    start = next(at for at, one in enumerate(rows) if one.pk == row.pk)
    end = start + 1
    while row.kind == RowKind.ROW and end < len(rows) and rows[end].level > row.level and rows[end].kind == RowKind.ROW:
        end += 1
    return [row, *rows[start + 1 : end]]


def _above(family: list[PlanItem], source: Section | None) -> str | None:
    """The row before them, by which undoing finds their place again."""
    if source is None:
        return None
    last = PlanItem.objects.filter(part=source, position__lt=family[0].position).order_by("-position", "-uid").first()
    return str(last.pk) if last is not None else None


def _carried(row: PlanItem, source: Section | None, target: Section) -> list[str]:
    """Cells go by what their columns are about; what the new section has no column for is kept at the end of the title."""
    if source is not None and source.pk == target.pk:
        return list(row.cells)
    if source is None:
        said = {"number": row.number, "title": row.title, "term": row.term}
        return [said.get(role, "") for role in target.roles]
    cells, left = [""] * len(target.columns), []
    for column, cell in zip(source.columns, row.cells, strict=False):
        at = target.column_of(column["role"])
        if at is not None and not cells[at]:
            cells[at] = cell
        elif cell:
            left.append(cell)
    at = target.column_of("title") or 0
    cells[at] = "\n".join([*filter(None, [cells[at]]), *left])
    return cells


@verb("planning.remove_row", may=rules.EDIT, at="item.plan.unit", audited=False)
def remove_row(act: Act, *, item: PlanItem, version: int | None = None, reason: str = "") -> Section | None:
    """In a draft the row goes, those under it come a level up. After approval it stays in sight, crossed out, with the reason."""
    plan = taken(item.plan, reason)
    row = _row(item)
    refuse_if(plan_problems.stale(row.version, version, who_changed(plan, row.pk)))
    part, before = row.part, row_of(row)
    if plan.formal:
        row.dropped_on, row.version = act.on, row.version + 1
        row.save(update_fields=["dropped_on", "version"])
        after = {"rows": [row_of(row)]}
        revise(
            act, plan, "row_dropped", place=place_of(row, part), about=row.pk, before={"rows": [before]}, after=after, reason=reason
        )
        return part
    hung = hung_on([row])
    erase([row])
    if part is not None:
        understand(part)
    gone = {"rows": [before], "hung": hung}
    revise(act, plan, "row_removed", place=place_of(row, part), about=row.pk, before=gone, reason=reason)
    return part


@verb("planning.link_row", may=rules.EDIT, at="item.plan.unit", audited=False)
def link_row(
    act: Act, *, item: PlanItem, serves: PlanItem | None = None, serves_part: Section | None = None, reason: str = ""
) -> PlanItem:
    """Which row or direction of a strategy this row carries out; neither takes the link away."""
    plan = taken(item.plan, reason)
    refuse_if(plan_problems.link(item, serves, serves_part))
    row = _row(item)
    before = row_of(row)
    row.serves, row.serves_part, row.version = serves, serves_part, row.version + 1
    row.save(update_fields=["serves", "serves_part", "version"])
    after = {"rows": [row_of(row)]}
    revise(
        act, plan, "row_linked", place=place_of(row, row.part), about=row.pk, before={"rows": [before]}, after=after, reason=reason
    )
    return row


def place_of(row: PlanItem, part: Section | None) -> str:
    """«3.1, № 5», or the first words of a row without a number."""
    named = f"№ {row.number}" if row.number else f"«{row.title[:60]}»" if row.title else ""
    return ", ".join(filter(None, [part.number or part.title[:60] if part is not None else row.section, named]))


def _row(item: PlanItem) -> PlanItem:
    """As it stands now, under the plan's lock; gone when somebody has taken it off meanwhile."""
    found = PlanItem.objects.select_related("part", "part__plan", "plan").filter(pk=item.pk).first()
    if found is None:
        raise Refused([Blocker(code="row_gone", text=_("Цього рядка вже немає: його щойно прибрали. Оновіть сторінку."))])
    return found


def _placed(row: PlanItem) -> Section:
    if row.part is None:
        raise Refused([Blocker(code="not_placed", text=_("Спершу перенесіть цей рядок у розділ плану."))])
    return row.part


def _kind(kind: str) -> list[Problem]:
    return [] if kind in RowKind.values else [Blocker(code="unknown_kind", text=_("Оберіть вид рядка зі списку."), field="kind")]


def _write(row: PlanItem, part: Section) -> None:
    row.version += 1
    mirror(row, part)
    row.save(update_fields=list(WRITTEN))
