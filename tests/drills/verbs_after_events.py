"""One true call of each verb of what remains of an event, for `tests.drills.verbs`."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from mandrivna.programme.actions import after, feedback
from mandrivna.programme.after import photographed
from mandrivna.programme.models import EventMaterial, EventPhoto, Feedback
from tests.drills.verbs_of_programme import _event, _held
from tests.factories.pictures import picture

type Told = Callable[[Any], dict[str, Any]]
PAPER = base64.b64encode(b"%PDF-1.7 words").decode()
SAID: dict[str, Any] = {"mark": "great", "liked": ["theme", "people"], "again": "yes", "words": "Дякую за вечір", "may_quote": True}


def _at(world: Any, **about: Any) -> dict[str, Any]:
    return {"event": _held(world), "where": world.lib.hub, **about}


def _pictured(world: Any) -> dict[str, Any]:
    return {**photographed(picture("JPEG")), "alt": "Коло стільців", "seen": "nobody", "on_site": True}


def _photo(world: Any) -> EventPhoto:
    return after.add_photo(world.lib.act(), **_at(world), **_pictured(world))


def _link(world: Any) -> EventMaterial:
    return after.add_link(world.lib.act(), **_at(world, kind="recording", title="Запис", url="https://video.example.org/a"))


def _feedback(world: Any) -> Feedback:
    return feedback.give_feedback(world.lib.act(), event=_event(world), **SAID)


AFTER: dict[str, tuple[Callable[..., object], Told]] = {
    "programme.add_photo": (after.add_photo, lambda w: {**_at(w), **_pictured(w)}),
    "programme.edit_photo": (
        after.edit_photo,
        lambda w: {"photo": _photo(w), "where": w.lib.hub, "alt": "Порожні стільці", "seen": "unasked"},
    ),
    "programme.remove_photo": (after.remove_photo, lambda w: {"photo": _photo(w), "where": w.lib.hub}),
    "programme.add_link": (
        after.add_link,
        lambda w: _at(w, kind="written", title="Допис", url="https://news.example.org/1"),
    ),
    "programme.add_file": (after.add_file, lambda w: _at(w, title="Програма", file=PAPER)),
    "programme.remove_material": (after.remove_material, lambda w: {"material": _link(w), "where": w.lib.hub}),
    "programme.report": (after.report_event, lambda w: _at(w, report="Було затишно.")),
    "programme.feedback": (feedback.give_feedback, lambda w: {"event": _event(w), **SAID}),
    "programme.quote": (feedback.quote_feedback, lambda w: {"feedback": _feedback(w), "quote": "Дякую за вечір"}),
}
