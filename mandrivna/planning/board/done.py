"""What the numbers of a plan's rows came to, for whoever copies it for the next year."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.planning.board.rows import TieKind
from mandrivna.planning.board.sheet import Measured, board
from mandrivna.planning.figures import number
from mandrivna.planning.models import Plan, PlanItem
from mandrivna.planning.plan_done import DONE


def told(plan: Plan, rows: Sequence[PlanItem] | None) -> dict[UUID, str]:
    """«76 із 200 прим.»: by what measures the row, or, where nobody has said that yet, by what is offered for it."""
    whole = board(plan, today=timezone.localdate(), before=False, offered=True, rows=rows)
    found = {row.item.pk: [_said(one, len(row.measured) > 1) for one in row.measured if _known(one)] for row in whole.rows}
    return {row: "\n".join(words) for row, words in found.items() if words}


def _known(one: Measured) -> bool:
    """Events are told by those who hold them. A nought of what was only offered says that nobody kept count here last year."""
    return one.tie.kind == TieKind.INDICATOR and one.fact is not None and bool(one.fact or not one.tie._state.adding)


def _said(one: Measured, several: bool) -> str:
    about = {"fact": number(one.fact or 0), "planned": number(one.planned or 0)}
    said = _("%(fact)s із %(planned)s") % about if one.planned else about["fact"]
    said = f"{said} {one.tie.unit}".strip()
    return f"{one.tie.label}: {said}" if several and one.tie.label else said


DONE.add("planning.Tie", told)
