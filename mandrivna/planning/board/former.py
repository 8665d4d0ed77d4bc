"""Rows of a plan and of the plan of the year before that are one and the same activity: for how it went a year ago.

A row has no key from year to year. It is known by what the copy of last year's plan keeps: its section and its words, years and
anniversaries gone on. Where two rows could be meant, none is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from mandrivna.planning.models import Plan, PlanItem
from mandrivna.planning.plan_last_year import key_of
from mandrivna.planning.plan_states import RowKind
from mandrivna.shared.text.folding import fold

type Named = tuple[UUID, str, str, str]
"""Row, its title, the number and the title of its section."""
type Placed = tuple[UUID, str, str]
"""Row, the words of its section's title, its number."""


@dataclass(frozen=True)
class Former:
    """This year's row → last year's."""

    planned: bool = False
    """Was there such a plan last year?"""
    rows: dict[UUID, UUID] = field(default_factory=dict)

    def why_not(self, item: UUID) -> str:
        if item in self.rows:
            return ""
        return _("торік у плані такого рядка не було") if self.planned else _("торік плану не було")


BETWEEN = "\x1f"


def last(plan: Plan) -> Q:
    """Last year's plan of the same unit and kind; a plan of several years has none."""
    return Q(unit=plan.unit_id, year=plan.year - 1, kind=plan.kind) if plan.until_year is None else Q(pk=None)


def named_rows(plan: Plan) -> QuerySet[Any]:
    """The rows of both years in four columns, to stand in one answer with the facts that name them: key, words, year, nothing."""
    plans = Plan.objects.filter(Q(pk=plan.pk) | last(plan)).values("pk")
    words = Concat("title", Value(BETWEEN), "part__number", Value(BETWEEN), "part__title", output_field=TextField())
    rows = PlanItem.objects.filter(plan__in=plans, part__isnull=False, kind=RowKind.ROW).order_by()
    told = rows.annotate(key=Cast("uid", CharField(max_length=40)), words=words, nothing=Value(0))
    return told.values_list("key", "words", "plan__year", "nothing")


def former(plan: Plan, rows: Iterable[tuple[str, str, int]]) -> Former:
    """Of what `named_rows` told: key, words, year."""
    found: dict[int, list[Named]] = {plan.year: [], plan.year - 1: []}
    for key, words, year in rows:
        title, number, section = words.rsplit(BETWEEN, 2)
        found[year].append((UUID(key), title, number, section))
    now, old = found[plan.year], found[plan.year - 1]
    return Former(planned=bool(old), rows=matched(now, old, plan.year) if old else {})


def matched(now: Iterable[Named], old: Iterable[Named], year: int) -> dict[UUID, UUID]:
    """By title and section, and by a title that stands once in either plan."""
    there, here = _by_words(old, year - 1, year), _by_words(now, year, year)
    found: dict[UUID, UUID] = {}
    for title, rows in here.items():
        others = there.get(title, [])
        if len(rows) == len(others) == 1:
            found[rows[0][0]] = others[0][0]
            continue
        for place in (1, 2):  # the section's title, then its number: sections are renumbered more often than renamed
            found |= dict(
                _of_one_section(
                    [one for one in rows if one[0] not in found], [one for one in others if one[0] not in found.values()], place
                )
            )
    return found


def _of_one_section(rows: list[Placed], others: list[Placed], place: int) -> Iterable[tuple[UUID, UUID]]:
    for row in rows:
        same = [one for one in others if one[place] == row[place]]
        if row[place] and len(same) == sum(one[place] == row[place] for one in rows) == 1:
            yield row[0], same[0][0]


def _by_words(rows: Iterable[Named], year: int, to: int) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for pk, title, number, section in rows:
        if words := _key(title, year, to):
            found[words].append((pk, _key(section, year, to), number.strip(" .")))
    return found


def _key(text: str, year: int, to: int) -> str:
    """Without a number in it nothing can have gone on."""
    return key_of(text, year, to) if any(one.isdigit() for one in text) else " ".join(fold(text).split())
