"""Requests to be forgotten: opened once a person, seen by the institution that has to answer, told to whoever asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.erasure import Eraser, eraser
from mandrivna.core.models import DAYS_TO_ANSWER, ErasureRecord, ErasureRequest, Unit
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.core.queries import institutions_for
from mandrivna.core.rules import ERASURES_OPEN

State = ErasureRequest.State


def register(act: Act, *, subject: uuid.UUID, unit: Unit, reason: str) -> ErasureRequest:
    """Start the clock. Inside the verb of the room that knows the person and its institution."""
    if reason not in ErasureRecord.Reason.values:
        refuse_if([Blocker(code="erasure_reason", text=_("Оберіть підставу зі списку."), field="reason")])
    if open_request(subject) is not None:
        refuse_if([Blocker(code="erasure_asked", text=_("Такий запит уже є, і на нього ще не відповіли."))])
    return ErasureRequest.objects.create(
        subject=subject, unit=unit, reason=reason, channel=act.channel, asked_on=act.on,
        due_on=act.on + dt.timedelta(days=DAYS_TO_ANSWER), opened_by_id=act.actor.staff_id,
    )  # fmt: skip


def open_request(subject: uuid.UUID) -> ErasureRequest | None:
    return ErasureRequest.objects.open().filter(subject=subject).first()


def last_request(subject: uuid.UUID) -> ErasureRequest | None:
    """What the person is told: the request that runs, or how the latest one ended."""
    return ErasureRequest.objects.filter(subject=subject).order_by("-asked_on", "-uid").first()


def requests_for(actor: Actor) -> QuerySet[ErasureRequest]:
    """Of the institutions whose readers the actor serves."""
    own = ErasureRequest.objects.filter(unit__in=institutions_for(actor, ERASURES_OPEN))
    return own.select_related("unit", "opened_by", "confirmed_by", "closed_by")


# --- requests are about a person, too ------------------------------------------------------------


def _find(subject: uuid.UUID) -> Iterable[ErasureRequest]:
    return ErasureRequest.objects.filter(subject=subject)


def _forget(_act: Act, subject: uuid.UUID) -> int:
    """The register keeps number and days. After a restore a request that ran then has been answered meanwhile."""
    found = ErasureRequest.objects.filter(subject=subject)
    answered = found.open().update(state=State.DONE, closed_at=timezone.now())
    return answered + found.filter(explanation__isnull=False).update(explanation=None)


eraser(Eraser("core.ErasureRequest", _find, _forget))
