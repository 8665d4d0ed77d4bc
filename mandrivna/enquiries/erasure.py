"""How enquiries forget who asked. What was asked for stays, and so does the figure."""

from __future__ import annotations

import uuid

from mandrivna.core.act import Act
from mandrivna.core.erasure import Eraser, eraser
from mandrivna.enquiries.models import Refusal, RefusalQuerySet


def _find(subject: uuid.UUID) -> RefusalQuerySet:
    return Refusal.objects.filter(reader=subject)


def _forget(_act: Act, subject: uuid.UUID) -> int:
    return _find(subject).update(reader=None, note=None, contact=None)


eraser(Eraser("enquiries.Refusal", _find, _forget))
