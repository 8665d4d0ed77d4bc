"""The whole life of a loan in one table; the fold uses it and nothing else decides."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoanState(models.TextChoices):
    OPEN = "open", _("на руках")
    RETURNED = "returned", _("повернено")
    SUPERSEDED = "superseded", _("закрито: книгу видано далі, повернення не записано")


class HoldState(models.TextChoices):
    """Where a reader's place in the queue for a title stands."""

    WAITING = "waiting", _("у черзі")
    READY = "ready", _("відкладено")
    COLLECTED = "collected", _("видано")
    CANCELLED = "cancelled", _("скасовано")
    EXPIRED = "expired", _("не забрали")


HOLD_OPEN = (HoldState.WAITING, HoldState.READY)


class Act(models.TextChoices):
    """What an event says was done."""

    ISSUE = "issue", _("видача")
    RENEW = "renew", _("продовження")
    RETURN = "return", _("повернення")
    UNDO = "undo", _("скасування")


class Effect(models.TextChoices):
    """What the event turned out to be among all the others of its copy."""

    OPENS = "opens", _("видано")
    RENEWS = "renews", _("продовжено")
    CLOSES = "closes", _("повернено")
    NOTHING = "nothing", _("не змінило стану")
    UNDONE = "undone", _("скасовано")


class Who(models.TextChoices):
    SAME = "same", _("той самий читач")
    OTHER = "other", _("інший читач")


# (state of the copy's last loan or "" when none is open, act, who) → (new state of that loan, effect of the event, misfit)
TRANSITIONS: dict[tuple[str, str, str], tuple[str, str, str]] = {
    ("", Act.ISSUE, Who.OTHER): ("", Effect.OPENS, ""),
    ("", Act.RENEW, Who.OTHER): ("", Effect.NOTHING, "renewed_not_on_loan"),
    ("", Act.RETURN, Who.OTHER): ("", Effect.NOTHING, "returned_not_on_loan"),
    (LoanState.OPEN, Act.ISSUE, Who.OTHER): (LoanState.SUPERSEDED, Effect.OPENS, "issued_while_on_loan"),
    (LoanState.OPEN, Act.ISSUE, Who.SAME): (LoanState.OPEN, Effect.RENEWS, ""),
    (LoanState.OPEN, Act.RENEW, Who.SAME): (LoanState.OPEN, Effect.RENEWS, ""),
    (LoanState.OPEN, Act.RENEW, Who.OTHER): (LoanState.OPEN, Effect.NOTHING, "renewed_not_on_loan"),
    (LoanState.OPEN, Act.RETURN, Who.SAME): (LoanState.RETURNED, Effect.CLOSES, ""),
}
