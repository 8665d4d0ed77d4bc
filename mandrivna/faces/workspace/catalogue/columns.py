"""The catalogue as a list: its columns, its filters, its files."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.models import USUAL, Language, Material, Record, only
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.templatetags.covers import cover

MATERIALS: dict[str, Any] = dict(Material.choices)
LANGUAGES: dict[str, Any] = dict(Language.choices)
"""Put together once: `get_…_display` does it anew for each cell of a list."""


def _thumbnail(record: Record) -> SafeString:
    return format_html('<span class="cover cover-s">{}</span>', cover(record))


def _title(record: Record) -> Cell:
    return Cell(
        text=record.title,
        url=reverse("workspace:record", args=[record.pk]),
        note=record.authors,
        picture=_thumbnail(record),
    )


def _holdings(record: Record) -> Cell:
    if not record.copies:
        return Cell(text=_("без примірників"))
    words = _("%(here)d з %(all)d") % {"here": record.available, "all": record.copies}
    tag = Tag(_("на місці"), "good") if record.available else Tag(_("усе видано"), "warn")
    return Cell(text=words, tags=(tag,))


COLUMNS: tuple[Column[Record], ...] = (
    Column(
        key="title",
        label=gettext_lazy("Назва"),
        cell=_title,
        sort="order",
        head=True,
        level=1,
        export=lambda record: record.title,
    ),
    Column(key="authors", label=gettext_lazy("Автори"), cell=lambda record: record.authors, level=1, shown=False),
    Column(
        key="year",
        label=gettext_lazy("Рік"),
        cell=lambda record: str(record.year or ""),
        sort="year",
        number=True,
        level=1,
        export=lambda record: record.year,
    ),
    Column(key="material", label=gettext_lazy("Вид"), cell=lambda record: MATERIALS.get(record.material, record.material), level=1),
    Column(
        key="language", label=gettext_lazy("Мова"), cell=lambda record: LANGUAGES.get(record.language, record.language), level=1
    ),
    Column(key="isbn", label="ISBN", cell=lambda record: record.isbn, level=1, shown=False),
    Column(key="udc", label=gettext_lazy("УДК"), cell=lambda record: record.udc, level=1, shown=False),
    Column(key="publisher", label=gettext_lazy("Видавництво"), cell=lambda record: record.publisher, level=1, shown=False),
    Column(
        key="here",
        label=gettext_lazy("На місці"),
        cell=_holdings,
        sort=("available", "copies"),
        level=1,
        export=lambda record: record.available,
    ),
    Column(key="copies", label=gettext_lazy("Примірників"), cell=lambda record: record.copies, level=1, shown=False),
)


def dense(chosen: dict[str, Any]) -> bool:
    """Whether only what is usual is asked for: nearly each record is such, so enough of them are counted soonest as they lie."""
    asked = {name: value for name, value in chosen.items() if value}
    return bool(asked) and all(USUAL.get(name) == value for name, value in asked.items())


def narrowed(rows: QuerySet[Record], chosen: dict[str, Any]) -> QuerySet[Record]:
    if language := chosen.get("language"):
        rows = rows.filter(only("language", language))
    if material := chosen.get("material"):
        rows = rows.filter(only("material", material))
    match chosen.get("here"):
        case "here":
            rows = rows.filter(available__gt=0)
        case "lent":
            rows = rows.filter(available=0, copies__gt=0)
        case "none":
            rows = rows.filter(copies=0)
    return rows
