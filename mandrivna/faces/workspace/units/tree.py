"""The tree of units as a list: indented while it is whole, with the unit above as a note once it is filtered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.core.models.units import WORKING
from mandrivna.core.queries import modes_on
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.shared.text import fold, words

TONES: dict[str, str] = {**{str(mode): "good" for mode in WORKING}, Mode.SUSPENDED: "warn", Mode.OCCUPIED: "bad"}
ALL = ("", gettext_lazy("усі"))


@dataclass(frozen=True, kw_only=True)
class Row:
    unit: Unit
    level: int
    mode: str
    above: str = ""

    @property
    def pk(self) -> int:
        return self.unit.pk

    @property
    def mode_tag(self) -> Tag:
        return mode_tag(self.mode)

    def __str__(self) -> str:
        return self.unit.name


def mode_tag(mode: str) -> Tag:
    return Tag(dict(Mode.choices).get(mode, mode), TONES.get(mode, ""))


class UnitFilter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Вид"), choices=[ALL, *Kind.choices], required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Режим сьогодні"), choices=[ALL, *Mode.choices], required=False)
    closed = forms.BooleanField(label=gettext_lazy("І закриті"), required=False, widget=forms.CheckboxInput(attrs={"value": "1"}))


def whole(units: list[Unit]) -> list[Row]:
    """Parents before children, siblings in the order they were opened: numbers of a path compared as numbers."""
    modes, by_key = modes_on(timezone.localdate()), {unit.pk: unit for unit in units}
    base = min((unit.depth for unit in units), default=0)
    return [
        Row(
            unit=unit,
            level=unit.depth - base,
            mode=modes.get(unit.pk, Mode.NO_DATA),
            above=str(by_key[unit.parent_id]) if unit.parent_id in by_key else "",
        )
        for unit in sorted(units, key=lambda unit: unit.ancestor_ids)
    ]


def narrowed(rows: list[Row], chosen: dict[str, Any]) -> list[Row]:
    if not chosen["closed"]:
        rows = [row for row in rows if row.unit.closed_on is None]
    if kind := chosen["kind"]:
        rows = [row for row in rows if row.unit.kind == kind]
    if mode := chosen["mode"]:
        rows = [row for row in rows if row.mode == mode]
    return rows


def matching(rows: list[Row], text: str) -> list[Row]:
    wanted = words(text)
    said = {row.pk: fold(f"{row.unit.name} {row.unit.short_name} {row.unit.actual_address}") for row in rows}
    return [row for row in rows if all(word in said[row.pk] for word in wanted)]


def columns(*, flat: bool) -> tuple[Column[Row], ...]:
    """`flat`: only some rows of the tree are left, so what is above them is said in words."""

    def name(row: Row) -> Cell:
        url = reverse("workspace:unit", args=[row.unit.pk])
        tags = (Tag(_("закрито")),) if row.unit.closed_on else ()
        level = "" if flat or not row.level else _("рівень %(level)d:") % {"level": row.level}
        text = format_html('<span class="unseen">{} </span>{}', level, row.unit.name) if level else row.unit.name
        return Cell(text=text, url=url, tags=tags, note=row.above if flat else "")

    return (
        Column(
            key="name", label=_("Назва"), cell=name, head=True, level=1, deep=lambda row: 0 if flat else row.level,
            export=lambda row: row.unit.name,
        ),
        Column(key="above", label=_("Де"), cell=lambda row: row.above, level=1, shown=False),
        Column(key="kind", label=_("Вид"), cell=lambda row: row.unit.get_kind_display(), level=1),
        Column(key="mode", label=_("Режим сьогодні"), cell=lambda row: row.mode_tag, level=1),
        Column(key="address", label=_("Фактична адреса"), cell=lambda row: row.unit.actual_address, level=1),
        Column(key="contact", label=_("Контакт для читачів"), cell=lambda row: row.unit.contact, level=1, shown=False),
    )  # fmt: skip
