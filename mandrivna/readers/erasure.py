"""How the readers' room forgets: the person goes, the year's registrations stay as counts without anybody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial
from itertools import chain

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.erasure import Eraser, eraser, keep
from mandrivna.core.models import ErasureRecord
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.rules import ERASE
from mandrivna.readers.models import (
    Agreement,
    ArrivalRow,
    Attempts,
    Card,
    DocumentShown,
    Doorstep,
    Enrolment,
    EntryLink,
    Merge,
    NameWord,
    Pin,
    Reader,
    ReaderSession,
    Responsible,
    Twins,
)
from mandrivna.readers.models.entry import tries_key


def _find(subject: uuid.UUID) -> Iterable[models.Model]:
    return chain(
        Reader.objects.filter(Q(pk=subject) | Q(merged_into=subject)).order_by(F("merged_into").asc(nulls_first=True), "pk"),
        Twins.objects.filter(Q(first=subject) | Q(second=subject)),
        Merge.objects.filter(Q(kept=subject) | Q(gone=subject)),
        NameWord.objects.filter(reader=subject),
        Card.objects.filter(reader=subject),
        Enrolment.objects.filter(reader=subject),
        Responsible.objects.filter(reader=subject),
        DocumentShown.objects.filter(reader=subject),
        Doorstep.objects.filter(reader=subject),
        Agreement.objects.filter(reader=subject),
        ArrivalRow.objects.filter(reader=subject),
        Pin.objects.filter(reader=subject),
        EntryLink.objects.filter(reader=subject),
        _tries(subject),
        ReaderSession.objects.filter(card__reader=subject),
    )


def _tries(subject: uuid.UUID) -> models.QuerySet[Attempts]:
    """They name no reader: only from the card's number one comes to them."""
    codes = Card.objects.filter(reader=subject).values_list("code", flat=True)
    return Attempts.objects.filter(pk__in=[tries_key(code) for code in codes])


def _forget(_act: Act, subject: uuid.UUID) -> int:
    """Cards, name words, consents, PIN and sessions go with the reader; registrations lose the link and keep counting."""
    tried, _by_model = _tries(subject).delete()
    for pk in Reader.objects.filter(merged_into=subject).values_list("pk", flat=True):
        # A phone that was offline may speak of the record that was made one with this: it must not come back either.
        record = ErasureRecord.objects.create(subject=pk, reason=ErasureRecord.Reason.REQUEST)
        transaction.on_commit(partial(keep, record))
    deleted, _by_model = Reader.objects.filter(pk=subject).delete()
    return deleted + tried


def _objections(act: Act, subject: uuid.UUID) -> list[Problem]:
    if act.actor.reader == subject:
        return []
    reader = Reader.objects.filter(pk=subject).select_related("institution").first()
    if reader is not None and not act.actor.can(ERASE, reader.institution.path):
        return [Blocker(code="erasure_elsewhere", text=_("Цей читач записаний в іншому закладі."), field="subject")]
    return []


eraser(Eraser("readers.Reader", _find, _forget, objections=_objections))
