"""Reads about acts of withdrawal, which reasons there are, and what speaks against a copy on such an act."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below
from mandrivna.core.permissions import Permission
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.queries import institutions_for
from mandrivna.fund.models import (
    TRANSITIONS,
    VOID,
    WITHDRAWAL_STEPS,
    Copy,
    Leaving,
    Replacement,
    ReplacementState,
    State,
    Withdrawal,
    WithdrawalState,
)
from mandrivna.fund.problems import commission_problems
from mandrivna.fund.rules import VIEW

POLICY = "withdrawal"
LONGEST, NOTE = 120, 300
MOST = 1000
"""Copies of one act: a list that a commission still reads."""
WIDEST, MOST_CANDIDATES = 200, 100
LARGEST = 2**31


def reasons() -> dict[str, str]:
    """As in force; what the institution left empty is not offered."""
    return {code: str(words) for code, words in policy.load(POLICY)["reasons"].items() if words}


def withdrawal_policy_problems(key: str, value: Any) -> list[Problem]:
    if isinstance(value, str) and len(value) <= LONGEST and value == " ".join(value.split()):
        return []
    text = _("Причину пишуть одним рядком, до %(most)d знаків; порожню не пропонуємо.") % {"most": LONGEST}
    return [Blocker(code="policy_withdrawal", text=text, field="value")]


VALIDATORS.add(POLICY, withdrawal_policy_problems)


def withdrawals_for(actor: Actor, permission: Permission = VIEW) -> QuerySet[Withdrawal]:
    rows = Withdrawal.objects.filter(institution__in=institutions_for(actor, permission)).select_related("institution", "place")
    return rows.annotate(copies=Count("lines"))


def lines_of(act: Withdrawal) -> list[Leaving]:
    return list(Leaving.objects.filter(act=act).select_related("copy__record").order_by("line"))


@dataclass(frozen=True)
class Sums:
    titles: int
    copies: int
    worth: Decimal
    unpriced: int


def sums(act: Withdrawal, lines: Sequence[Leaving]) -> Sums:
    worths = [line.worth(act.factor) for line in lines]
    return Sums(
        len({line.copy.record_id for line in lines}),
        len(lines),
        sum((worth for worth in worths if worth is not None), Decimal()),
        sum(worth is None for worth in worths),
    )


def candidates(act: Withdrawal) -> list[Copy]:
    """What was not found at the place of the act and stands on no act: the usual beginning of a list."""
    ours = Copy.objects.filter(below(act.place.path, "home__path"), owner=act.institution_id, state=State.LOST)
    free = ours.exclude(pk__in=_listed()).exclude(pk__in=_replaced()).select_related("record")
    return list(free.order_by("inventory_number", "pk")[:MOST_CANDIDATES])


def _listed() -> QuerySet[Leaving, Any]:
    return Leaving.objects.filter(active=True).values("copy")


def _replaced() -> QuerySet[Replacement, Any]:
    return Replacement.objects.filter(state=ReplacementState.OPEN).values("old")


# --- numbers as people write them ---------------------------------------------------------------------------------------

RANGE = re.compile(r"(\d{1,9})\s*[–—-]\s*(\d{1,9})")


def copies_said(institution: Unit, text: str) -> tuple[list[Copy], list[str]]:
    """«12–14, 17», bar codes, one in a line or parted by commas: the copies, and what nobody here knows. One question."""
    words = [word for part in re.split(r"[,;\n]+", RANGE.sub(r"\1-\2", text)) for word in part.replace("№", " ").split()][:MOST]
    wanted = [one for word in words for one in _spread(word)][:MOST]
    numbers = {int(one) for one in wanted if one.isascii() and one.isdigit() and int(one) < LARGEST}
    rows = Copy.objects.filter(owner=institution).filter(
        Q(barcode__in=wanted) | Q(inventory_number__in=numbers) | Q(inventory_text__in=wanted)
    )
    known: dict[str, Copy] = {}
    for copy in rows.order_by("pk"):
        for name in (str(copy.inventory_number or ""), copy.inventory_text, copy.barcode):
            known[name] = copy
    found = {known[one].pk: known[one] for one in wanted if one and one in known}
    return list(found.values()), [one for one in wanted if one not in known]


def _spread(word: str) -> list[str]:
    match = RANGE.fullmatch(word)
    if match is None:
        return [word]
    low, high = int(match[1]), int(match[2])
    return [str(number) for number in range(low, high + 1)] if low <= high < low + WIDEST else [word]


# --- what speaks against ------------------------------------------------------------------------------------------------


def opening_problems(why: str, note: str) -> list[Problem]:
    found: list[Problem] = []
    if why not in reasons():
        found.append(Blocker(code="unknown_reason", text=_("Оберіть причину зі списку: один акт має одну причину."), field="why"))
    if len(note) > NOTE:
        text = _("Задовго: можна до %(most)d знаків.") % {"most": NOTE}
        found.append(Blocker(code="too_long", text=text, field="note"))
    return found


def not_draft(act: Withdrawal) -> list[Problem]:
    if act.state == WithdrawalState.DRAFT:
        return []
    if act.state == WithdrawalState.SIGNED:
        return [Blocker(code="signed", text=_("Акт уже підписано: у ньому більше нічого не змінюють."))]
    if act.state == WithdrawalState.CANCELLED:
        return [Blocker(code="cancelled", text=_("Цей акт скасовано."))]
    return [
        Blocker(code="on_the_desk", text=_("Акт на столі керівника. Щоб його змінити, спершу поверніть його на доопрацювання."))
    ]


def listing_problems(act: Withdrawal, copies: Sequence[Copy], there: int) -> list[Problem]:
    found = [problem for copy in copies for problem in copy_problems(act, copy)]
    listed = set(Leaving.objects.filter(active=True, copy__in=[copy.pk for copy in copies]).values_list("copy", flat=True))
    again = [copy for copy in copies if copy.pk in listed]
    found += [_of(copy, "listed", _("№ %(number)s уже стоїть в акті вилучення.")) for copy in again]
    if there + len(copies) > MOST:
        text = _("В одному акті може бути до %(most)d примірників.") % {"most": MOST}
        found.append(Blocker(code="too_many", text=text))
    return found


def copy_problems(act: Withdrawal, copy: Copy) -> list[Problem]:
    """Of a copy that is or is to be on this act; asked when it is listed and once more when the act is signed."""
    if copy.owner_id != act.institution_id:
        return [_of(copy, "foreign", _("№ %(number)s належить іншому закладу."))]
    if copy.state == State.WITHDRAWN or VOID in copy.extra:
        return [_of(copy, "withdrawn", _("№ %(number)s уже вилучено з фонду."))]
    if not copy.home.path.startswith(act.place.path):
        return [_of(copy, "elsewhere", _("№ %(number)s записано не за цим місцем. Складіть акт там, де він удома."))]
    if State.WITHDRAWN not in TRANSITIONS[copy.state]:
        text = _("№ %(number)s: %(state)s. Вилучити можна лише те, що на місці, потребує звірки або не знайдено.")
        return [_of(copy, "not_available", text)]
    if Replacement.objects.filter(old=copy.pk, state=ReplacementState.OPEN).exists():
        return [_of(copy, "replaced", _("№ %(number)s замінюють рівноцінною книжкою: її вилучить акт заміни."))]
    return []


def _of(copy: Copy, code: str, text: Any) -> Problem:
    return Blocker(code=code, text=text % {"number": copy.inventory, "state": copy.get_state_display()}, field="codes")


def step_problems(act: Withdrawal, to: str, lines: int) -> list[Problem]:
    if to not in WITHDRAWAL_STEPS[act.state]:
        text = _("Цей крок зараз неможливий. Оновіть сторінку: можливо, його вже зробили.")
        return [Blocker(code="wrong_step", text=text)]
    if to == WithdrawalState.DESK and not lines:
        return [EMPTY]
    return []


EMPTY = Blocker(code="empty", text=_("В акті ще немає жодного примірника."))


def sign_problems(act: Withdrawal, copies: Sequence[Copy], on: dt.date, today: dt.date) -> list[Problem]:
    if act.state != WithdrawalState.DESK:
        waits = Blocker(code="not_on_the_desk", text=_("Підписують акт, який передано на стіл керівника."))
        return not_draft(act) or [waits]
    found = [*commission_problems(act.commission), *([] if copies else [EMPTY])]
    found += [problem for copy in copies for problem in copy_problems(act, copy)]
    if not max([act.on, *(copy.received_on for copy in copies)]) <= on <= today:
        when = _("Акт підписують не раніше, ніж його складено, і не пізніше, ніж сьогодні.")
        found.append(Blocker(code="wrong_day", text=when, field="signed_on"))
    return found


def factor_of(said: str) -> tuple[Decimal | None, list[Problem]]:
    """«1,5»; nothing is «без переоцінки»."""
    bare = "".join(said.split()).replace(",", ".")
    if not bare:
        return None, []
    try:
        factor = Decimal(bare)
    except InvalidOperation:
        factor = Decimal(-1)
    if not factor.is_finite() or not 0 < factor < 10_000 or factor != factor.quantize(Decimal("0.001")):
        text = _("Коефіцієнт пишуть числом: 1,5. Якщо його немає, лишіть порожньо.")
        return None, [Blocker(code="wrong_factor", text=text, field="factor")]
    return factor, []
