"""A copy that was ever lent is no longer what an import left: it is not taken back with it."""

from __future__ import annotations

from mandrivna.fund.models import Copy
from mandrivna.fund.opening import TOUCHED
from mandrivna.lending.models import Event


def ever_lent(copy: Copy) -> bool:
    return Event.objects.filter(copy=copy).exists()


TOUCHED.add("lending.events", ever_lent)
