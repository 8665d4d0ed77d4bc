"""The whole life of a loan in one table; the fold uses it and nothing else decides."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoanState(models.TextChoices):
    OPEN = "open", _("на руках")
    RETURNED = "returned", _("повернено")
    SUPERSEDED = "superseded", _("закрито: книгу видано далі, повернення не записано")
    LOST = "lost", _("закрито: книгу втрачено")
    REPLACED = "replaced", _("закрито: книгу замінено рівноцінною")


class ELoanState(models.TextChoices):
    """Where a reader's access to a licensed e-resource stands."""

    OPEN = "open", _("відкрито")
    GIVEN_BACK = "given_back", _("завершено раніше")
    EXPIRED = "expired", _("строк минув")


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
    PUT = "put", _("поставлено на полицю")
    TAKE = "take", _("узято в дорогу")
    LOST = "lost", _("не знайдено")
    SWAP = "swap", _("заміна замість втраченої")
    WORN = "worn", _("заміна замість пошкодженої")
    READ = "read", _("читали на місці")


MOVES = frozenset({Act.PUT, Act.TAKE, Act.LOST})
"""Acts with the thing alone: no reader had a part in them, and none is written beside them."""
NAMING = frozenset({Act.ISSUE, Act.READ})
"""Acts that name a reader of their own; all others have theirs of the loan."""
SWAPS = frozenset({Act.SWAP, Act.WORN})
"""The reader brought an equal book instead: the loan is over, and nothing is owed."""


class Effect(models.TextChoices):
    """What the event turned out to be among all the others of its copy."""

    OPENS = "opens", _("видано")
    RENEWS = "renews", _("продовжено")
    CLOSES = "closes", _("повернено")
    NOTHING = "nothing", _("не змінило стану")
    UNDONE = "undone", _("скасовано")
    PLACED = "placed", _("поставлено на полицю")
    TAKEN = "taken", _("узято в дорогу")
    LOST = "lost", _("втрачено")
    FOUND = "found", _("знайшлося")
    READ = "read", _("читали на місці")
    SWAPPED = "swapped", _("замінено рівноцінною")
    REPLACED = "replaced", _("замінено рівноцінною")
    """REPLACED loses nothing to the fund that it had not lost before: the copy is here, or its loss was written down already."""


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
    ("", Act.PUT, Who.OTHER): ("", Effect.PLACED, ""),
    ("", Act.TAKE, Who.OTHER): ("", Effect.TAKEN, ""),
    ("", Act.LOST, Who.OTHER): ("", Effect.LOST, ""),
    # Whoever holds the book in their hands knows better than the record: the loan is over, and a person looks why nobody said so.
    (LoanState.OPEN, Act.PUT, Who.SAME): (LoanState.RETURNED, Effect.CLOSES, "moved_while_on_loan"),
    (LoanState.OPEN, Act.TAKE, Who.SAME): (LoanState.RETURNED, Effect.CLOSES, "moved_while_on_loan"),
    (LoanState.OPEN, Act.LOST, Who.SAME): (LoanState.LOST, Effect.LOST, ""),
    ("", Act.READ, Who.OTHER): ("", Effect.READ, ""),
    (LoanState.OPEN, Act.READ, Who.SAME): (LoanState.RETURNED, Effect.READ, "moved_while_on_loan"),
    ("", Act.SWAP, Who.OTHER): ("", Effect.SWAPPED, ""),
    ("", Act.WORN, Who.OTHER): ("", Effect.REPLACED, ""),
    (LoanState.OPEN, Act.SWAP, Who.SAME): (LoanState.REPLACED, Effect.SWAPPED, ""),
    (LoanState.OPEN, Act.WORN, Who.SAME): (LoanState.REPLACED, Effect.REPLACED, ""),
}


class ShelfCondition(models.TextChoices):
    GOOD = "good", _("справна")
    REPAIR = "repair", _("потребує ремонту")
    STORED = "stored", _("прибрано на зберігання")


class VisitState(models.TextChoices):
    PLANNED = "planned", _("заплановано")
    PACKING = "packing", _("збираємо")
    ON_WAY = "on_way", _("у дорозі")
    AT_SHELF = "at_shelf", _("на полиці")
    HANDED = "handed", _("передано за актом")
    CLOSED = "closed", _("завершено")
    CANCELLED = "cancelled", _("скасовано")


VISIT_STEPS: dict[str, tuple[str, ...]] = {
    VisitState.PLANNED: (VisitState.PACKING, VisitState.CANCELLED),
    VisitState.PACKING: (VisitState.ON_WAY, VisitState.CANCELLED),
    VisitState.ON_WAY: (VisitState.AT_SHELF, VisitState.PACKING),
    VisitState.AT_SHELF: (VisitState.HANDED,),
    VisitState.HANDED: (VisitState.CLOSED, VisitState.AT_SHELF),
    VisitState.CLOSED: (),
    VisitState.CANCELLED: (),
}
"""What may follow; a step back is there where people find that they were too quick."""
VISIT_OPEN = (VisitState.PLANNED, VisitState.PACKING, VisitState.ON_WAY, VisitState.AT_SHELF, VisitState.HANDED)


class Way(models.TextChoices):
    BRING = "bring", _("повеземо")
    TAKE = "take", _("заберемо")


class PickState(models.TextChoices):
    CHOSEN = "chosen", _("обрано")
    PACKED = "packed", _("у коробці")
    DONE = "done", _("на місці")


class RoundState(models.TextChoices):
    """A round of home delivery."""

    PLANNED = "planned", _("заплановано")
    ON_WAY = "on_way", _("у дорозі")
    CLOSED = "closed", _("завершено")
    CANCELLED = "cancelled", _("скасовано")


ROUND_STEPS: dict[str, tuple[str, ...]] = {
    RoundState.PLANNED: (RoundState.ON_WAY, RoundState.CANCELLED),
    RoundState.ON_WAY: (RoundState.CLOSED,),
    RoundState.CLOSED: (),
    RoundState.CANCELLED: (),
}
ROUND_OPEN = (RoundState.PLANNED, RoundState.ON_WAY)


class CarryState(models.TextChoices):
    CHOSEN = "chosen", _("обрано")
    BAG = "bag", _("у сумці")
    DONE = "done", _("зроблено біля дверей")
    BACK = "back", _("стоїть на місці")


class Found(models.TextChoices):
    """What a check found of a copy, beside what the records said."""

    HERE = "here", _("на місці")
    MISSING = "missing", _("не видно")
    MISPLACED = "misplaced", _("мала б стояти в іншому місці")
    UNEXPECTED = "unexpected", _("за записами не на полиці")


class SheetKind(models.TextChoices):
    """What the lines of a paper sheet say was done."""

    ENROL = "enrol", _("запис читачів")
    ISSUE = "issue", _("видача")
    RETURN = "return", _("повернення")


class SheetState(models.TextChoices):
    PRINTED = "printed", _("надруковано")
    KEYED = "keyed", _("внесено")
    SPOILED = "spoiled", _("зіпсовано")
    LOST = "lost", _("не знайшовся")


class LineState(models.TextChoices):
    DONE = "done", _("внесено")
    WAITING = "waiting", _("чекає")
    EMPTY = "empty", _("знято")
