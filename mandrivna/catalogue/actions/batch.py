"""One change in many descriptions at once: shown before it is done, each record with its own version and its own stage."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.actions.describing import body_of, columns_of, keep_version, rewritten
from mandrivna.catalogue.formats.project import absorb
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import record_problems
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Refused

MOST = 500
COLUMNS = (
    "publisher", "place", "series", "udc", "bbk", "author_sign", "subjects", "language", "authors", "people", "title", "subtitle",
    "responsibility", "pages", "annotation", "access",
)  # fmt: skip
LISTS = ("subjects", "people")
"""One a line: a word is put in or taken out as a line of its own."""


@dataclass(frozen=True)
class Planned:
    record: Record
    before: str
    after: str


def plan(records: Iterable[Record], column: str, find: str, put: str) -> list[Planned]:
    """What would change. With `find` it is replaced by `put` wherever it stands; without it `put` is the whole new value, or one
    more line of a list."""
    found = []
    for record in records:
        before = str(getattr(record, column))
        after = _after(column, before, find, put)
        if after != before:
            found.append(Planned(record, before, after))
    return found


def _after(column: str, before: str, find: str, put: str) -> str:
    if find:
        after = before.replace(find, put)
        return "\n".join(line for line in after.splitlines() if line.strip()) if column in LISTS else after.strip()
    if column in LISTS:
        lines = before.splitlines()
        return before if put in lines else "\n".join([*lines, put])
    return put.strip()


@verb("catalogue.batch_edit", may=rules.EDIT, at="unit")
def batch_edit(act: Act, *, unit: Unit, records: list[str], column: str, find: str = "", put: str = "") -> int:
    """All or none: what cannot be changed is named and stops the whole. Answers how many have changed."""
    if column not in COLUMNS:
        raise Refused([Blocker(code="wrong_column", text=_("Цього поля одразу в багатьох записах не змінюють."), field="column")])
    if not find and not put:
        raise Refused([Blocker(code="nothing_said", text=_("Напишіть, що на що замінити."), field="put")])
    if not 0 < len(records) <= MOST:
        raise Refused([Blocker(code="too_many", text=_("За один раз можна змінити від 1 до %(most)s записів.") % {"most": MOST})])
    keys = sorted(uuid.UUID(one) for one in set(records))
    rows = (
        Record.objects.current()
        .select_for_update(of=("self",))
        .select_related("created_by_unit")
        .filter(pk__in=keys)
        .order_by("pk")
    )
    planned = plan(rows, column, find, put)
    for one in planned:
        act.actor.require(rules.EDIT, one.record.created_by_unit.path)
        change_columns(act, one.record, {column: one.after}, str(_("зміна в багатьох записах")))
    return len(planned)


def change_columns(act: Act, record: Record, anew: dict[str, str], why: str) -> None:
    """One of many: its old description is kept, and what cannot stand stops all of them."""
    before = columns_of(record)
    marc = body_of(record)
    keep_version(act, record, marc, why)
    for name, value in anew.items():
        setattr(record, name, value)
    about: dict[str, Any] = {name: getattr(record, name) for name in ("title", "isbn", "year", "language", "material", "kind")}
    problems = record_problems(**about, today=act.on)
    if problems:
        raise Refused([Blocker(code=problem.code, text=f"{record}: {problem.text}") for problem in problems])
    absorb(anew, marc)
    rewritten(act, record, marc, before, "batch")
