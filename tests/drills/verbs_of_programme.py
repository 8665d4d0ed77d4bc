"""One true call of each verb of the programme, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.programme.actions import counting, events, series
from mandrivna.programme.models import Event, Series

type Told = Callable[[Any], dict[str, Any]]
ABOUT = {"title": "ЛітРозмови", "form": "meeting", "audiences": ["general"], "starts": "16:00"}
COUNTS = [{"way": "place", "audience": "general", "age": "", "number": 25}]


def _at(world: Any) -> dict[str, Any]:
    return {"unit": world.lib.hub, "place": world.lib.hub}


def _row(world: Any, **about: Any) -> dict[str, Any]:
    return {**_at(world), "year": world.lib.now.year, "about": {**ABOUT, "term": "щомісяця", **about}}


def _series(world: Any) -> Series:
    return series.add_series(world.lib.act(), **_row(world), section="3.1", number="5")


def _drafts(world: Any) -> Series:
    return series.propose_events(world.lib.act(), series=_series(world), since=world.lib.today)


def _draft(world: Any) -> Event:
    return Event.objects.filter(series=_drafts(world)).order_by("on")[0]


def _event(world: Any) -> Event:
    return events.add_event(world.lib.act(), **_at(world), on=world.lib.today, about=ABOUT)


def _held(world: Any) -> Event:
    return counting.count_event(world.lib.act(), event=_event(world), counts=COUNTS)


def _gone(world: Any) -> Event:
    return events.cancel_event(world.lib.act(), event=_held(world), reason="тривога")


PROGRAMME: dict[str, tuple[Callable[..., object], Told]] = {
    "programme.add_series": (series.add_series, lambda w: {**_row(w), "section": "3.1", "number": "5"}),
    "programme.edit_series": (series.edit_series, lambda w: {"series": _drafts(w), **_row(w, title="ЛітРозмови. Осінь")}),
    "programme.end_series": (series.end_series, lambda w: {"series": _drafts(w), "on": w.lib.today}),
    "programme.propose": (series.propose_events, lambda w: {"series": _series(w), "since": w.lib.today}),
    "programme.confirm_series": (series.confirm_series, lambda w: {"series": _drafts(w)}),
    "programme.add_event": (events.add_event, lambda w: {**_at(w), "on": w.lib.today, "about": ABOUT}),
    "programme.edit_event": (
        events.edit_event,
        lambda w: {"event": _held(w), **_at(w), "on": w.lib.today, "about": {**ABOUT, "form": "lecture"}},
    ),
    "programme.confirm": (events.confirm_event, lambda w: {"event": _draft(w)}),
    "programme.move": (events.move_event, lambda w: {"event": _event(w), "on": w.lib.today, "starts": "17:00", "reason": "світло"}),
    "programme.cancel": (events.cancel_event, lambda w: {"event": _held(w), "reason": "записано помилково"}),
    "programme.restore": (events.restore_event, lambda w: {"event": _gone(w)}),
    "programme.count": (counting.count_event, lambda w: {"event": _event(w), "counts": COUNTS, "report": "Було затишно."}),
    "programme.count_here": (counting.count_event_here, lambda w: {"event": _event(w), "counts": COUNTS}),
}
