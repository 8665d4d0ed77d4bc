"""An event counts once, on its first day, where it was; those who came count with it. An exhibition counts on the first day of its
period, also when its opening is held on another: the state's form asks for exhibitions, not for openings.

Two classes of events are two kinds of facts, because the state's form asks for both. Direction, project and the plan's row stand in
`more`: they tell figures apart and no form asks for them by itself.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.service import DISTANCE
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind
from mandrivna.programme.models import Event
from mandrivna.programme.states import Counts, Format, State, Way

WHOSE = ("mode", "audience", "language", "form")
PEOPLE = ("mode", "audience", "age", "language", "form")
EVENT = kind("programme.event", _("Соціокультурні заходи, крім особистісного розвитку"), _("захід"), facets=WHOSE)
GROWTH = kind("programme.growth_event", _("Заходи з особистісного розвитку"), _("захід"), facets=WHOSE)
ATTENDED = kind("programme.attended", _("Учасники соціокультурних заходів"), _("особа"), facets=PEOPLE)
GROWN = kind("programme.growth_attended", _("Учасники заходів з особистісного розвитку"), _("особа"), facets=PEOPLE)
STRANGER = kind("programme.stranger", _("Учасники подій, не записані до бібліотеки"), _("особа"))
VISIT = kind("programme.visit", _("Відвідування подій"), _("відвідування"), facets=("mode", "audience", "age"))

KINDS_OF = {Counts.SOCIOCULTURAL: (EVENT, ATTENDED), Counts.PERSONAL: (GROWTH, GROWN)}
SOURCE = "programme.Event"


def more(event: Event) -> str:
    """«direction:reading; item:…; project:…»; the project is last, because it is said in words."""
    said = {"direction": event.direction, "item": str(event.plan_item_id or ""), "project": event.project}
    return "; ".join(f"{name}:{value}" for name, value in said.items() if value)


def lines(event: Event) -> list[Line]:
    """Nothing of what is planned or cancelled, or is no event for the figures."""
    kinds = KINDS_OF.get(event.counted_as)  # type: ignore[call-overload]
    if event.state != State.HELD or kinds is None:
        return []
    about: dict[str, Any] = {"unit": event.place_id, "on": event.on}
    told: dict[str, Any] = {"form": event.form, "language": event.language, "more": more(event)}
    whole = DISTANCE if event.format == Format.ONLINE else event.mode
    audience = event.audiences[0] if len(event.audiences) == 1 else "general"
    listed = [Line(kind=kinds[0], mode=whole, audience=audience, **about, **told)]
    for way, group, age, number in event.counts:
        who = {"mode": DISTANCE if way == Way.ONLINE else event.mode, "audience": group, "age": age, "quantity": number}
        listed.append(Line(kind=kinds[1], **about, **told, **who))
        if way == Way.ONLINE or event.with_visits:
            listed.append(Line(kind=VISIT, **about, **who))
    strange = 0 if event.registered is None else sum(number for *_who, number in event.counts) - event.registered
    if strange > 0:
        listed.append(Line(kind=STRANGER, quantity=strange, **about))
    return listed


def describe(event: Any) -> str:
    return f"{event.title}: {event.on:%d.%m.%Y}"


SOURCES.add(SOURCE, FactSource(SOURCE, _("Подія"), lambda: Event.objects.all(), lines, describe))
