"""What platforms say of the library's channels, month by month; said again it is a correction by the difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Kind, Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.ledger.api import settle_all
from mandrivna.lending import facts, rules
from mandrivna.lending.channels import YEARS_BACK, Channels, Measure, channels
from mandrivna.lending.models import ChannelMonth

MOST = 2_000_000_000
MOST_ROWS = 400
NUMBERS = frozenset(Measure.values)


@verb("lending.record_channels", may=rules.CHANNELS, at="institution")
def record_channels(act: Act, *, institution: Unit, rows: list[dict[str, Any]]) -> ChannelMonth | None:
    """Each row is {"channel": code, "month": "2026-03", "views": 1200, …}; a measure not named stays as it was, None empties it.
    Nothing is written unless all of it can be."""
    refuse_if([*_place_problems(institution), *_problems(act, rows)])
    Unit.objects.select_for_update(no_key=True).get(pk=institution.pk)  # a level is told against its neighbours: one writer
    touched: dict[tuple[str, int], ChannelMonth] = {}
    for said in rows:
        month = read_month(said["month"])
        about = {name: said[name] for name in Measure.values if name in said}
        row, _made = ChannelMonth.objects.get_or_create(institution=institution, channel=said["channel"], month=month)
        for name, number in about.items():
            setattr(row, name, number)
        row.recorded_at = timezone.now()
        row.save()
        touched[row.channel, row.month.year] = row
    told: dict[str, Any] = {}
    for channel, year in touched:
        for row in _chained(institution, channel, year):
            told[f"lending.ChannelMonth:{row.pk}"] = facts.channel_month(row)
    settle_all(act, told)
    return next(iter(touched.values()), None)


def _chained(institution: Unit, channel: str, year: int) -> Iterable[ChannelMonth]:
    """The months of a year, each knowing what was said of subscribers before it."""
    before = 0
    rows = list(ChannelMonth.objects.filter(institution=institution, channel=channel, month__year=year).order_by("month"))
    for row in rows:
        if row.before != before:
            row.before = before
            row.save(update_fields=["before"])
        before = row.subscribers if row.subscribers is not None else before
    return rows


def read_month(said: Any) -> dt.date:
    """«2026-03»; anything else is a ValueError."""
    if not isinstance(said, str) or len(said) != 7:
        raise ValueError(said)
    return dt.date.fromisoformat(f"{said}-01")


def _place_problems(institution: Unit) -> list[Problem]:
    if institution.kind != Kind.INSTITUTION:
        text = _("Канали належать закладу загалом, а не його підрозділу.")
        return [Blocker(code="channel_place", text=text, field="institution")]
    return []


def _problems(act: Act, rows: list[dict[str, Any]]) -> list[Problem]:
    if not rows or len(rows) > MOST_ROWS:
        return [Blocker(code="no_figures", text=_("Впишіть хоч одне число."))]
    known = channels()
    return [problem for said in rows for problem in _row_problems(act, known, said)]


def _row_problems(act: Act, known: Channels, said: Any) -> list[Problem]:
    if not isinstance(said, dict) or set(said) - NUMBERS - {"channel", "month"} or said.get("channel") not in known.all:
        return [Blocker(code="unknown_channel", text=_("Такого каналу немає."), field="rows")]
    try:
        month = read_month(said.get("month"))
    except ValueError:
        return [Blocker(code="unknown_month", text=_("Місяць пишемо так: 2026-03."), field="rows")]
    if month > act.on:
        return [Blocker(code="future", text=_("Цей місяць ще не настав."), field="rows")]
    if month.year < act.on.year - YEARS_BACK:
        text = _("Так давно вже не записуємо: до %(most)d років назад.") % {"most": YEARS_BACK}
        return [Blocker(code="too_old", text=text, field="rows")]
    return _number_problems(known, said)


def _number_problems(known: Channels, said: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    for name in NUMBERS & set(said):
        field = f"{said['channel']}_{name}"
        if name not in known.all[said["channel"]].measures:
            text = _("Для цього каналу такого числа не вносять.")
            found.append(Blocker(code="unknown_measure", text=text, field=field))
        elif said[name] is not None and (type(said[name]) is not int or not 0 <= said[name] <= MOST):
            text = _("Потрібне ціле число, не від’ємне.")
            found.append(Blocker(code="wrong_number", text=text, field=field))
    return found
