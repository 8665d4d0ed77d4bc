from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.states import About, State
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

REFUSAL = kind("enquiries.refusal", _("Відмови (незадоволені запити)"), _("відмова"), facets=("channel",))


def lines(refusal: Refusal) -> list[Line]:
    """A refusal stays one when the book is found later. A question about a title, or what was no request at all, is none."""
    if refusal.about == About.QUESTION or refusal.state == State.MISTAKEN:
        return []
    return [Line(kind=REFUSAL, unit=refusal.place_id, on=refusal.on, channel=refusal.channel)]


def _refusals() -> Any:
    return Refusal.objects.defer("note", "contact")


SOURCES.add("enquiries.Refusal", FactSource("enquiries.Refusal", _("Незадоволений запит"), _refusals, lines, str))
