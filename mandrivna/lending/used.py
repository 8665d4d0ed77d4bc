"""A copy that was ever lent is no longer what an import left: it is not taken back with it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from mandrivna.fund.opening_back import TOUCHED
from mandrivna.lending.models import Event


def ever_lent() -> Exists:
    return Exists(Event.objects.filter(copy=OuterRef("pk")))


TOUCHED.add("lending.events", ever_lent)
