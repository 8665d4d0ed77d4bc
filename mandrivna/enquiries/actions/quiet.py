"""Consultations for people in occupied territory: a number a month, and nothing that could lead to anybody."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Kind, Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.enquiries import facts, rules
from mandrivna.enquiries.models import QuietCount
from mandrivna.ledger.api import settle

MOST = 5000


@verb("enquiries.count_quiet", may=rules.QUIET, at="institution")
def count_quiet(act: Act, *, institution: Unit, month: dt.date, number: int) -> QuietCount:
    """So many in that month; said again, it is a correction by the difference. Only of the institution as a whole, only of a month
    that is over: neither where nor when anybody was spoken to can be told from it. No argument exists for anything else."""
    refuse_if(quiet_problems(act, institution, month, number))
    count = QuietCount.objects.select_for_update().filter(institution=institution, month=month).first()
    if count is None:
        count = QuietCount(uid=act.uid, institution=institution, month=month)
    count.number = number
    count.save()
    settle(act, f"enquiries.QuietCount:{count.pk}", facts.quiet_lines(count))
    return count


def quiet_problems(act: Act, institution: Unit, month: dt.date, number: int) -> list[Problem]:
    found = _month_problems(act, month)
    if institution.kind != Kind.INSTITUTION:
        text = _("Рахуємо лише в закладі загалом: простір чи полиця сказали б, де розмовляли.")
        found.append(Blocker(code="quiet_place", text=text, field="institution"))
    if not 0 <= number <= MOST:
        wrong = _("Кількість має бути від 0 до %(most)d.") % {"most": MOST}
        found.append(Blocker(code="wrong_number", text=wrong, field="number"))
    return found


def _month_problems(act: Act, month: dt.date) -> list[Problem]:
    if month.day != 1:
        return [Blocker(code="quiet_day", text=_("Лише місяць: день сказав би, коли розмовляли."), field="month")]
    if month >= act.on.replace(day=1):
        text = _("Цей місяць ще не скінчився. Внесіть число потім, одне за весь місяць: так ніхто не вгадає, коли саме розмовляли.")
        return [Blocker(code="quiet_too_early", text=text, field="month")]
    if month.year < act.on.year - 1:
        return [Blocker(code="quiet_too_old", text=_("Цього року вже не змінюємо."), field="month")]
    return []
