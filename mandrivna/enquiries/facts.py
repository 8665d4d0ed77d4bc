from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.enquiries.models import Conversation, Refusal
from mandrivna.enquiries.states import About, Counted, State
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

REFERENCE = kind("enquiries.reference", _("Довідки в розмовах"), _("довідка"), facets=("channel",))
CONSULTATION = kind("enquiries.consultation", _("Консультації в розмовах"), _("консультація"), facets=("channel",))
REFUSAL = kind("enquiries.refusal", _("Відмови (незадоволені запити)"), _("відмова"), facets=("channel",))


def lines(refusal: Refusal) -> list[Line]:
    """A refusal stays one when the book is found later. A question about a title, or what was no request at all, is none."""
    if refusal.about == About.QUESTION or refusal.state == State.MISTAKEN:
        return []
    return [Line(kind=REFUSAL, unit=refusal.place_id, on=refusal.on, channel=refusal.channel)]


def _refusals() -> Any:
    return Refusal.objects.defer("note", "contact")


SOURCES.add("enquiries.Refusal", FactSource("enquiries.Refusal", _("Незадоволений запит"), _refusals, lines, str))


KIND_OF = {Counted.REFERENCE: REFERENCE, Counted.CONSULTATION: CONSULTATION}


def talk_lines(talk: Conversation) -> list[Line]:
    """Counted when it is over, on the day somebody asked."""
    counted = KIND_OF.get(talk.counted)  # type: ignore[call-overload]
    return [Line(kind=counted, unit=talk.institution_id, on=talk.on, channel=talk.channel)] if counted else []


SOURCES.add(
    "enquiries.Conversation",
    FactSource("enquiries.Conversation", _("Розмова з читачем"), lambda: Conversation.objects.all(), talk_lines, str),
)
