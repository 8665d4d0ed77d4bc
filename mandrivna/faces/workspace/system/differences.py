"""What a change of the journal was, as people read it: «повна назва: «Хаб 1» → «Хаб на Садовій»»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.audit import HIDDEN
from mandrivna.core.models import AuditEntry, UnitEvent
from mandrivna.core.roles import role_labels
from mandrivna.faces.workspace.operate import day_word
from mandrivna.faces.workspace.units.words import told

NAMES = {
    "value": gettext_lazy("значення"),
    "mode": gettext_lazy("режим роботи"),
    "parent": gettext_lazy("вищий підрозділ"),
    "since": gettext_lazy("від якого дня"),
    "reason": gettext_lazy("причина"),
    "role": gettext_lazy("роль"),
    "unit": gettext_lazy("підрозділ"),
    "until": gettext_lazy("до якого дня"),
    "state": gettext_lazy("стан"),
    "is_active": gettext_lazy("працює"),
}
LONGEST = 160
NO_WORDS = ("", "—")


@dataclass(frozen=True)
class Change:
    name: str
    before: str
    after: str


def changes(entry: AuditEntry) -> list[Change]:
    """Field by field, as many as either side names."""
    before, after = entry.before or {}, entry.after or {}
    names = [*before, *(name for name in after if name not in before)]
    found = [Change(_name(entry.model, name), *_values(entry.model, name, before, after)) for name in names]
    return [one for one in found if one.before not in NO_WORDS or one.after not in NO_WORDS]


def unit_changes(event: UnitEvent | None) -> list[Change]:
    """What the life of a unit tells of the same act; the journal itself keeps only that it was done."""
    if event is None:
        return []
    if event.what == UnitEvent.What.EDITED:
        sides = (event.before, event.after)
        return [Change(_name("core.Unit", name), *_values("core.Unit", name, *sides)) for name in event.after]
    return [Change(str(event.get_what_display()), "", line) for line in told(event)]


def _values(model: str, name: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for side in (before, after):
        yield _said(model, name, side[name]) if name in side else ""


@lru_cache(maxsize=512)
def _field(model: str, name: str) -> models.Field[Any, Any] | None:
    try:
        found = apps.get_model(model)._meta.get_field(name.removesuffix("_id"))
    except (LookupError, FieldDoesNotExist, ValueError):
        return None
    return found if isinstance(found, models.Field) else None


def _name(model: str, name: str) -> str:
    field = _field(model, name)
    words = str(field.verbose_name) if field is not None else ""
    spoken = bool(words) and words.replace(" ", "_") not in (name, name.removesuffix("_id"))
    return words if spoken else str(NAMES.get(name, name))


def _said(model: str, name: str, value: Any) -> str:
    if value == HIDDEN:
        return _("приховано")
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("так") if value else _("ні")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)[:LONGEST]
    if name == "role" and isinstance(value, str):
        return role_labels().get(value, value)
    field = _field(model, name)
    if field is not None and field.choices and not isinstance(value, dict):
        return str(dict(field.flatchoices).get(value, value))
    return _shortened(day_word(value)) if isinstance(value, str) and _is_day(value) else _shortened(str(value))


def _is_day(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def as_html(found: list[Change]) -> SafeString | str:
    """A list of what was and what is; a name that only appeared has nothing to cross out."""
    lines = ((one.name, _arrow(one)) for one in found)
    inner = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", lines)
    return format_html('<dl class="diff">{}</dl>', inner) if found else ""


def _arrow(one: Change) -> SafeString:
    if one.before in NO_WORDS:
        return format_html("<ins>{}</ins>", one.after)
    if one.after in NO_WORDS:
        return format_html("<del>{}</del>", one.before)
    return format_html("<del>{}</del> → <ins>{}</ins>", one.before, one.after)


def as_text(found: list[Change]) -> str:
    return "; ".join(f"{one.name}: {one.before + ' → ' if one.before else ''}{one.after}" for one in found)


def thing(model: str) -> str:
    """What the entry is about, by the name of its kind."""
    try:
        return str(apps.get_model(model)._meta.verbose_name)
    except (LookupError, ValueError):
        return model
