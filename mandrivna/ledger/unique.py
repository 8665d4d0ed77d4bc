"""Counting people once without knowing them: tokens under a period's key, and the key's destruction."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.prepared import Prepared, change, insert
from mandrivna.core.problems import Blocker, Refused
from mandrivna.ledger import rules
from mandrivna.ledger.book import Line, settle_all
from mandrivna.ledger.models import FACETS, Mark, PeriodKey


@dataclass(frozen=True)
class Once:
    """«Count this subject once in `scope`»: the earliest of its acts is the one that counts.

    `line` is what the earliest known act would count (None: no act is left, an undo took the last one), `first` orders it.
    """

    scope: str
    subject: str
    line: Line | None
    first: str = ""
    undone: frozenset[str] = frozenset()


KEY = Prepared(PeriodKey, lambda slot: PeriodKey.objects.filter(unit_id=slot("unit"), period=slot("period")))
MOST_AT_ONCE = 3


def _asked(many: int) -> Prepared:
    """Locked: two acts about one person at the same moment must not both move the mark, each from what it has read."""
    return Prepared(
        Mark,
        lambda slot: (
            Mark.objects.select_for_update().filter(token__in=[slot(f"token{one}") for one in range(many)]).order_by("token")
        ),
    )


MARKS = {many: _asked(many) for many in range(1, MOST_AT_ONCE + 1)}


def standing_marks(tokens: list[str]) -> list[Mark]:
    """An act of lending asks for three at once; anything else the ordinary way."""
    if known := MARKS.get(len(tokens)):
        return known.objects(**{f"token{one}": token for one, token in enumerate(tokens)})
    return list(Mark.objects.select_for_update().filter(token__in=tokens).order_by("token"))


def key_for(institution: Unit | int, period: str) -> PeriodKey:
    pk = institution.pk if isinstance(institution, Unit) else institution
    found = KEY.first(unit=pk, period=period)
    return found or PeriodKey.objects.get_or_create(unit_id=pk, period=period, defaults={"secret": secrets.token_hex(32)})[0]


def token(key: PeriodKey, scope: str, subject: str) -> str:
    if key.secret is None:
        raise Destroyed
    return hmac.new(bytes.fromhex(key.secret), f"{scope}|{subject}".encode(), hashlib.sha256).hexdigest()[:32]


class Destroyed(Exception):  # noqa: N818 - an answer, not an error
    """The period's key is gone: its people can no longer be told apart, so nobody new can be counted once."""


def lines_of(mark: Mark) -> list[Line]:
    if not mark.quantity:
        return []
    return [Line(kind=mark.kind, unit=mark.unit_id, on=mark.on, quantity=mark.quantity, **mark.facets)]


def source_of(mark: Mark) -> str:
    return f"ledger.Mark:{mark.token}"


@dataclass
class Planned:
    """Lines by source, to be settled by the caller; `fresh` are sources that did not exist before."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)

    def add(self, other: Planned) -> None:
        self.lines |= other.lines
        self.fresh |= other.fresh


def plan(institution: Unit | int, period: str, wishes: Sequence[Once]) -> Planned:
    """Write the marks and return what should stand for them; the caller settles it together with its own lines."""
    key = key_for(institution, period)
    if key.secret is None:
        return Planned()
    wanted: dict[str, Once] = {}
    for once in wishes:
        name = token(key, once.scope, once.subject)
        wanted[name] = _both(wanted[name], once) if name in wanted else once
    standing = {mark.token: mark for mark in standing_marks(list(wanted))}
    planned = Planned()
    fresh: list[Mark] = []
    for name, once in wanted.items():
        mark = standing.get(name)
        if changed := _decide(name, mark, once):
            planned.lines[source_of(changed)] = lines_of(changed)
            changed.key = key.pk
            if mark is None:
                fresh.append(changed)
                planned.fresh.add(source_of(changed))
            else:
                change(changed, "kind", "unit", "on", "quantity", "facets", "first", "key")
    if fresh:
        insert(*fresh)
    return planned


def _both(one: Once, other: Once) -> Once:
    """Two wishes of one act about the same person: the earlier line, and everything either of them takes back."""
    earlier = min((once for once in (one, other) if once.line), key=lambda once: once.first, default=one)
    return replace(earlier, undone=one.undone | other.undone)


def _decide(name: str, mark: Mark | None, once: Once) -> Mark | None:
    """Earlier wins; a later act moves the mark only when the act it stood for was undone. The same act may say it more exactly."""
    if once.line is None:
        if mark is None or not mark.quantity or mark.first not in once.undone:
            return None
        mark.quantity, mark.first = 0, ""
        return mark
    if mark is not None and mark.quantity and mark.first < once.first and mark.first not in once.undone:
        return None
    line = once.line
    mark = mark or Mark(token=name, quantity=0)
    should = (
        line.kind,
        line.unit,
        line.on,
        1,
        once.first,
        {facet: getattr(line, facet) for facet in FACETS if getattr(line, facet)},
    )
    if should == (mark.kind, mark.unit_id, mark.on, mark.quantity, mark.first, mark.facets):
        return None
    mark.kind, mark.unit_id, mark.on, mark.quantity, mark.first, mark.facets = should
    return mark


def settle_once(
    act: Act, institution: Unit | int, period: str, wishes: Sequence[Once], *, also: dict[str, list[Line]] | None = None
) -> int:
    planned = plan(institution, period, wishes)
    return settle_all(act, {**(also or {}), **planned.lines}, fresh=planned.fresh)


@verb("ledger.destroy_period_key", may=rules.DESTROY_KEY, at="institution")
def destroy_period_key(act: Act, *, institution: Unit, period: str) -> PeriodKey:
    """When the year's report is signed: the counts stay, the way from a token back to a person ends."""
    key = forget_period(institution, period)
    if key is None:
        raise Refused([Blocker(code="no_key", text=_("Ключа цього періоду немає або його вже знищено."))])
    return key


def forget_period(institution: Unit, period: str) -> PeriodKey | None:
    """For a verb that ends a period: the key and what led from a mark to an act are gone. None where there was none."""
    key = PeriodKey.objects.select_for_update().filter(unit=institution, period=period).first()
    if key is None or key.secret is None:
        return None
    key.secret, key.destroyed_at = None, timezone.now()
    key.save()
    Mark.objects.filter(key=key.pk).update(first="")
    return key


def describe(mark: Any) -> str:
    return str(_("Одна особа, порахована один раз за період"))


# --- two subjects that were one ------------------------------------------------------------------------------------------

KEPT = ("kind", "unit_id", "quantity", "facets", "first")


def join_marks(act: Act, institution: int, scopes: Iterable[str], gone: str, kept: str) -> list[list[Any]]:
    """One subject counted under two names is counted once: the earlier act stands, under the name that is kept. Answers what the
    marks were, as plain JSON. A period whose key is destroyed stays as it is: nobody can find its people any more.
    """
    before: list[list[Any]] = []
    settled: dict[str, list[Line]] = {}
    for key in PeriodKey.objects.filter(unit_id=institution, secret__isnull=False):
        pairs = [(token(key, scope, gone), token(key, scope, kept)) for scope in scopes]
        found = {mark.token: mark for mark in standing_marks([name for pair in pairs for name in pair])}
        for names in pairs:
            _join(key, *names, found, before, settled)
    settle_all(act, settled)
    return before


def _join(
    key: PeriodKey, gone: str, kept: str, found: Mapping[str, Mark], before: list[list[Any]], settled: dict[str, list[Line]]
) -> None:
    old, new = found.get(gone), found.get(kept)
    if old is None or not old.quantity:
        return
    before.append([gone, _told(old), kept, _told(new) if new else None, ""])
    if new is None or not new.quantity or old.first < new.first:
        new = new or Mark(token=kept, key=key.pk)
        for name in (*KEPT, "on"):
            setattr(new, name, getattr(old, name))
        new.save()
    old.quantity, old.first = 0, ""
    old.save()
    before[-1][4] = _told(new)
    settled |= {source_of(old): lines_of(old), source_of(new): lines_of(new)}


def part_marks(act: Act, before: list[list[Any]]) -> None:
    """Back to what they were; the kept one only if nothing has moved it since."""
    settled: dict[str, list[Line]] = {}
    for old_token, old, new_token, new, left in before:
        marks = {mark.token: mark for mark in standing_marks([old_token, new_token])}
        if len(marks) < 2:
            continue
        _restore(marks[old_token], old)
        if _told(marks[new_token]) == left:
            _restore(marks[new_token], new)
        settled |= {source_of(mark): lines_of(mark) for mark in marks.values()}
    settle_all(act, settled)


def _told(mark: Mark) -> dict[str, Any]:
    return {**{name: getattr(mark, name) for name in KEPT}, "on": str(mark.on)}


def _restore(mark: Mark, told: dict[str, Any] | None) -> None:
    if told is None:
        mark.quantity, mark.first = 0, ""
    else:
        for name in KEPT:
            setattr(mark, name, told[name])
        mark.on = dt.date.fromisoformat(told["on"])
    mark.save()
