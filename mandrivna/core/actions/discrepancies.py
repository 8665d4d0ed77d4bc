"""Verbs of a person who puts two records of the world in order."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import rules
from mandrivna.core.act import Act
from mandrivna.core.codec import BadBody
from mandrivna.core.discrepancies import DISCREPANCIES
from mandrivna.core.door import VERBS, verb
from mandrivna.core.intake import say_again
from mandrivna.core.models import Discrepancy, Quarantined, Unit
from mandrivna.core.problems import Blocker, Forbidden, Refused
from mandrivna.core.queries import quarantined_for

HOPELESS = (Quarantined.Reason.CONFLICT, Quarantined.Reason.MALFORMED)
CLOSED = Blocker(code="already_solved", text=_("Це вже розв’язано."))


@verb("core.solve_discrepancy", may=rules.DISCREPANCIES_SOLVE, at="place")
def solve(act: Act, *, discrepancy: Discrepancy, solution: str, place: Unit) -> Discrepancy:
    """Do what the chosen solution says and close the task. `place` is where the right to solve is held."""
    row = Discrepancy.objects.select_for_update().get(pk=discrepancy.pk)
    _require_here(row, place)
    if row.closed_at:
        raise Refused([CLOSED])
    kind = DISCREPANCIES.get(row.kind)
    chosen = kind.solution(solution) if kind else None
    if chosen is None:
        raise Refused([Blocker(code="unknown_solution", text=_("Такого розв’язання немає."))])
    if chosen.run:
        chosen.run(act, row)
    Discrepancy.objects.filter(pk=row.pk).update(closed_at=timezone.now(), closed_by_id=act.actor.staff_id, solution=solution)
    row.refresh_from_db()
    return row


@verb("core.reopen_discrepancy", may=rules.DISCREPANCIES_SOLVE, at="place")
def reopen(act: Act, *, discrepancy: Discrepancy, place: Unit) -> Discrepancy:
    """A slip of the finger: the task is open again. What a solution has done is not undone here."""
    row = Discrepancy.objects.select_for_update().get(pk=discrepancy.pk)
    _require_here(row, place)
    kind = DISCREPANCIES.get(row.kind)
    chosen = kind.solution(row.solution) if kind else None
    if row.closed_at is None or chosen is None or chosen.run is not None:
        raise Refused([Blocker(code="cannot_reopen", text=_("Цю розбіжність не можна відкрити знову."))])
    Discrepancy.objects.filter(pk=row.pk).update(closed_at=None, closed_by_id=None, solution="")
    row.refresh_from_db()
    return row


def _require_here(row: Discrepancy, place: Unit) -> None:
    if row.unit_id is not None and row.unit_id != place.pk:
        raise Refused([Blocker(code="elsewhere", text=_("Ця розбіжність належить іншому підрозділу."))])


@verb("core.dismiss_quarantined", may=rules.DISCREPANCIES_SOLVE)
def dismiss(act: Act, *, quarantined: Quarantined, reason: str) -> Quarantined:
    """A person decided that this operation is not to be applied; it stays readable with the reason."""
    _require_near(act, quarantined)
    if not reason.strip():
        raise Refused([Blocker(code="no_reason", text=_("Поясніть, чому операцію не застосовано."), field="reason")])
    return _close(act, quarantined, reason.strip()[:250])


@verb("core.retry_quarantined", may=rules.DISCREPANCIES_SOLVE)
def retry(act: Act, *, quarantined: Quarantined) -> Quarantined:
    """Apply it now: the program learned the verb, the card was registered, the right was given."""
    _require_near(act, quarantined)
    spec = VERBS.get(quarantined.verb)
    if (
        spec is None
        or "body" not in quarantined.body
        or quarantined.reason in (Quarantined.Reason.CONFLICT, Quarantined.Reason.MALFORMED)
    ):
        raise Refused(
            [
                Blocker(
                    code="cannot_retry",
                    text=_("Цю операцію не можна застосувати повторно: перенесіть її вручну й закрийте з поясненням."),
                )
            ]
        )
    try:
        say_again(quarantined, act.actor)
    except BadBody as error:
        raise Refused(
            [Blocker(code="still_unreadable", text=_("Зміст операції досі не читається: %(field)s.") % {"field": error.field})]
        ) from error
    return _close(act, quarantined, "applied")


def _require_near(act: Act, quarantined: Quarantined) -> None:
    """What a colleague sent is solved where that colleague works; another institution's operations are none of ours."""
    if not act.actor.system and not quarantined_for(act.actor).filter(pk=quarantined.pk).exists():
        raise Forbidden([Blocker(code="forbidden", text=_("Цю операцію надіслали не з вашого підрозділу."))])


def _close(act: Act, quarantined: Quarantined, solution: str) -> Quarantined:
    row = Quarantined.objects.select_for_update().get(pk=quarantined.pk)
    if row.solved_at:
        raise Refused([CLOSED])
    Quarantined.objects.filter(pk=row.pk).update(solved_at=timezone.now(), solved_by_id=act.actor.staff_id, solution=solution)
    row.refresh_from_db()
    return row
