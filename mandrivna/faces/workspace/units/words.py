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
        return [_changed(Unit, name, before, after) for name in sorted(after)]
    if event.what == WHAT.PROFILE:
        return [_changed(Profile, name, before, after) for name in sorted(after)]
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


def _changed(model: Any, name: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    field = model._meta.get_field(name)
    label, choices = getattr(field, "verbose_name", name), dict(getattr(field, "choices", None) or ())
    old, new = (_value(choices.get(value, value) if choices else value) for value in (before.get(name), after.get(name)))
    return f"{label}: «{old}» → «{new}»"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(line) for line in value)
    if isinstance(value, bool):
        return _("так") if value else _("ні")
    return "" if value is None else str(value)
