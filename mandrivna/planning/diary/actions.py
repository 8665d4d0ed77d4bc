"""Verbs of the diary: adding by hand, taking back what was added, closing a month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import DISTANCE, NON_STATIONARY, STATIONARY, service_mode
from mandrivna.ledger.api import KINDS, settle
from mandrivna.planning import problems, rules
from mandrivna.planning.diary.columns import Column, load
from mandrivna.planning.diary.facts import lines, source_of
from mandrivna.planning.diary.rows import DiaryAddition, DiaryMonth

MODES = (STATIONARY, NON_STATIONARY, DISTANCE)
MOST = 100_000
"""In one line of one day: more is a slip of the finger."""


@verb("planning.add_to_diary", may=rules.MANUAL, at="unit", audited=False)
def add_to_diary(act: Act, *, unit: Unit, on: dt.date, column: str, quantity: int, source: str, mode: str = "") -> DiaryAddition:
    """So many on this day, from a paper or a register that the program has not seen. A closed month shows it as a correction."""
    found = load().columns.get(column)
    refuse_if(
        [
            *_of_column(found),
            *problems.of_day(on, act.on),
            *_of_quantity(quantity),
            *_of_mode(mode),
            *problems.of_source(source),
        ]
    )
    assert found is not None
    kind = found.kinds[0]
    facets = {name: values[0] for name, values in found.where.items()}
    if "mode" in KINDS[kind].facets and "mode" not in facets:
        facets["mode"] = mode or service_mode(unit, unit.on(on))
    addition = DiaryAddition.objects.create(
        uid=act.uid, unit=unit, on=on, column=column, kind=kind, facets=facets, quantity=quantity, source=source.strip(),
        by_id=act.actor.staff_id,
    )  # fmt: skip
    settle(act, source_of(addition), lines(addition), reason="by_hand")
    audit.record(act, addition, "planning.add_to_diary", after={"column": column, "quantity": quantity, "on": on}, unit=unit)
    return addition


@verb("planning.withdraw_from_diary", may=rules.MANUAL, at="addition.unit", audited=False)
def withdraw_from_diary(act: Act, *, addition: DiaryAddition, why: str) -> DiaryAddition:
    """A line written by mistake stays on its page, struck out; the ledger gets the difference."""
    addition = DiaryAddition.objects.select_for_update().get(pk=addition.pk)
    if addition.withdrawn_at:
        return addition
    refuse_if(problems.of_source(why, field="why"))
    addition.withdrawn_at, addition.why = timezone.now(), why.strip()
    addition.save(update_fields=["withdrawn_at", "why"])
    settle(act, source_of(addition), lines(addition), reason="correction")
    audit.record(act, addition, "planning.withdraw_from_diary", after={"why": addition.why}, unit=addition.unit)
    return addition


@verb("planning.close_diary_month", may=rules.EDIT, at="unit", audited=False)
def close_diary_month(act: Act, *, unit: Unit, year: int, month: int) -> DiaryMonth:
    """From now on this month says what was known at this moment; corrections are shown beside it. It is closed once."""
    refuse_if([*problems.of_year(year), *_of_month(year, month, act.on)])
    closed, made = DiaryMonth.objects.get_or_create(
        unit=unit, year=year, month=month, defaults={"closed_at": timezone.now(), "by_id": act.actor.staff_id}
    )
    if made:
        audit.record(act, closed, "planning.close_diary_month", after={"year": year, "month": month}, unit=unit)
    return closed


def _of_column(found: Column | None) -> list[Problem]:
    if found is None:
        return [Blocker(code="unknown_column", text=_("Такої графи в щоденнику немає."), field="column")]
    if not found.by_hand:
        text = _("Цю графу заповнюють лише дії: її частину дописати вручну не можна, щоб числа не розійшлися.")
        return [Blocker(code="not_by_hand", text=text, field="column")]
    return []


def _of_quantity(quantity: int) -> list[Problem]:
    if not 1 <= quantity <= MOST:
        return [Blocker(code="out_of_range", text=_("Вкажіть ціле число від 1 до 100 000."), field="quantity")]
    return []


def _of_mode(mode: str) -> list[Problem]:
    if mode and mode not in MODES:
        return [Blocker(code="unknown_mode", text=_("Такого виду обслуговування немає."), field="mode")]
    return []


def _of_month(year: int, month: int, today: dt.date) -> Iterable[Problem]:
    if not 1 <= month <= 12:
        return [Blocker(code="bad_month", text=_("Такого місяця немає."), field="month")]
    if dt.date(year, month, calendar.monthrange(year, month)[1]) >= today:
        text = _("Місяць ще триває. Закрити його можна з першого дня наступного.")
        return [Blocker(code="month_not_over", text=text, field="month")]
    return []
