"""An event of a unit's life in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from mandrivna.core.models import Mode, Profile, Unit, UnitEvent
from mandrivna.faces.workspace.operate import day_word

MODES = dict(Mode.choices)
WHAT = UnitEvent.What


def told(event: UnitEvent) -> list[str]:
    """What changed, one sentence each: «Фактична адреса: «…» → «…»»."""
    before, after = event.before, event.after
    if event.what == WHAT.EDITED:
        return [f"{_label(Unit, name)}: «{_value(before.get(name))}» → «{_value(after.get(name))}»" for name in sorted(after)]
    if event.what == WHAT.PROFILE:
        return [f"{_label(Profile, name)}: «{_value(before.get(name))}» → «{_value(after.get(name))}»" for name in sorted(after)]
    if event.what == WHAT.RULES:
        about = {"number": after.get("number", ""), "since": day_word(after.get("since", ""))}
        return [_("версія %(number)s, діє з %(since)s") % about]
    if event.what == WHAT.MOVED:
        about = {"before": before.get("parent", ""), "after": after.get("parent", ""), "since": day_word(after.get("since", ""))}
        return [_("«%(before)s» → «%(after)s» від %(since)s") % about]
    if event.what == WHAT.MODE:
        about = {
            "before": MODES.get(before.get("mode"), "-"),
            "after": MODES.get(after.get("mode"), "-"),
            "since": day_word(after.get("since", "")),
        }
        return [_("%(before)s → %(after)s від %(since)s") % about]
    return []


def _label(model: Any, name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(line) for line in value)
    return "" if value is None else str(value)
