"""What is added to the diary by hand is a fact of the kind it is added to: sums and drill-down know no exception."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.api import SOURCES, FactSource, Line
from mandrivna.planning.diary.rows import DiaryAddition


def source_of(addition: DiaryAddition) -> str:
    return f"planning.DiaryAddition:{addition.pk}"


def lines(addition: DiaryAddition) -> list[Line]:
    if addition.withdrawn_at:
        return []
    return [Line(kind=addition.kind, unit=addition.unit_id, on=addition.on, quantity=addition.quantity, **addition.facets)]


def describe(addition: Any) -> str:
    return gettext("Дописано до щоденника вручну: %(source)s") % {"source": addition.source}


SOURCES.add(
    "planning.DiaryAddition",
    FactSource("planning.DiaryAddition", _("Дописано до щоденника"), DiaryAddition.objects.all, lines, describe),
)
