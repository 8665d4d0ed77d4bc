"""One rule of a policy as people read it, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandrivna.catalogue.search.synonyms import as_lines

OWN_FORM = gettext_lazy("своя")
NUMBER, DAYS, YES, TEXT, LINES, SHOWN = "number", "days", "yes", "text", "lines", "shown"
ONE, SOME = "one", "some"
"""One of several, or any of them; what they are is said in `options`."""
KEEP = "days "


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`kind` says how it is written; what is only SHOWN is agreed with the program and not changed by a number."""

    key: str
    label: str
    about: str = ""
    kind: str = TEXT
    value: Any
    shipped: Any
    measure: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def pk(self) -> str:
        return self.key

    @property
    def edited(self) -> bool:
        return bool(self.value != self.shipped)

    @property
    def editable(self) -> bool:
        return self.kind != SHOWN

    def said(self, value: Any) -> str:
        if self.kind == YES:
            return _("так") if value else _("ні")
        if isinstance(value, str) and self.key.endswith("/keep"):
            return kept_for(value)
        if self.kind == NUMBER:
            return measured(self.measure, value)
        if self.kind in (ONE, SOME):
            return "; ".join(self.options.get(one, one) for one in ([value] if self.kind == ONE else value)) or _("нікого")
        if self.kind == LINES:
            return as_lines(value).replace("\n", "; ") or "—"
        return str(value) or "—"

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, kw_only=True)
class About:
    name: str
    label: Any
    text: Any
    rules: Callable[[], list[Rule]]


def measured(measure: str, number: int) -> str:
    words = {
        "days": ngettext("%(n)d день", "%(n)d днів", number),
        "minutes": ngettext("%(n)d хвилина", "%(n)d хвилин", number),
        "hours": _("%(n)d:00"),
        "times": ngettext("%(n)d раз", "%(n)d разів", number),
        "documents": ngettext("%(n)d документ", "%(n)d документів", number),
    }
    return words.get(measure, "%(n)d") % {"n": number}


def kept_for(keep: str) -> str:
    if keep == "forever":
        return _("завжди")
    if keep.startswith(KEEP):
        return measured("days", int(keep.removeprefix(KEEP)))
    return _("до події: %(event)s") % {"event": keep.removeprefix("until ")}
