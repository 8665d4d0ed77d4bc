"""What stands in the cells of lists: a word, a link, a note under it, tags. Escaped where it is put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

NOTHING = "—"


@dataclass(frozen=True)
class Tag:
    """`tone` is one of the look's: good, bad, warn, info, accent; without one it is neutral."""

    text: Any
    tone: str = ""

    def __html__(self) -> str:
        return format_html('<span class="tag{}">{}</span>', f" {self.tone}" if self.tone else "", self.text)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`picture` stands before the words and is decoration."""

    text: Any = ""
    url: str = ""
    note: Any = ""
    tags: tuple[Tag, ...] = ()
    picture: SafeString | str = ""

    def __html__(self) -> str:
        text = said(self.text)
        words = format_html('<a href="{}">{}</a>', self.url, text) if self.url else format_html("{}", text)
        tags = format_html_join("", " {}", ((tag,) for tag in self.tags))
        note = format_html('<br><span class="soft">{}</span>', said(self.note)) if self.note not in ("", None) else ""
        whole = format_html("{}{}{}", words, tags, note)
        return format_html('<span class="book">{}<span>{}</span></span>', self.picture, whole) if self.picture else whole

    def __str__(self) -> str:
        parts = [
            str(said(self.text)),
            *([str(said(self.note))] if self.note not in ("", None) else []),
            *(str(t.text) for t in self.tags),
        ]
        return ", ".join(part for part in parts if part)


def said(value: Any) -> Any:
    """A value as people read it; texts and what is HTML already stay as they are."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return number_format(value, force_grouping=True)
    return value


def shown(value: Any) -> SafeString:
    """Ready for the page."""
    return mark_safe(value.__html__()) if isinstance(value, Cell | Tag) else conditional_escape(said(value))  # noqa: S308 - escaped


@dataclass(frozen=True, kw_only=True)
class Column[R]:
    """One column. `level` is the privacy class of what it shows; `export` says what a file gets, if not the words of the cell.

    `sort` names the fields it is sorted by; `words` sorts them by the Ukrainian alphabet. The `head` column names the row; `deep`
    moves it to the right, as deep as the row lies in a tree. A column that is not `shown` is for files only.
    """

    key: str
    label: Any
    cell: Callable[[R], Any]
    sort: str | tuple[str, ...] = ()
    words: bool = False
    number: bool = False
    head: bool = False
    deep: Callable[[R], int] | None = None
    level: int = 2
    export: Callable[[R], Any] | None = None
    exported: bool = True
    shown: bool = True

    def html(self, row: R) -> str:
        """The whole cell. Put together here and not in a template: a list of fifty rows has hundreds of them."""
        words = shown(self.cell(row))
        if self.head:
            deep = f' data-deep="{self.deep(row)}"' if self.deep else ""
            return f'<th scope="row" role="rowheader"{deep}>{words}</th>'
        number = ' class="number"' if self.number else ""
        return f'<td role="cell"{number} data-label="{escape(self.label)}">{words}</td>'

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else self.sort

    def value(self, row: R) -> str | int | Decimal | None:
        """For a file: numbers as numbers, nothing as nothing, the rest as text."""
        found = (self.export or self.cell)(row)
        if found is None or found == "" or (isinstance(found, int | Decimal) and not isinstance(found, bool)):
            return found or (None if found in (None, "") else found)
        return str(found if isinstance(found, Cell) else found.text if isinstance(found, Tag) else said(found))


@dataclass(frozen=True, kw_only=True)
class Action:
    """What can be done with one row: a link, or with `post` a button with the identity of its operation."""

    label: Any
    url: str
    about: Any = ""
    tone: str = "quiet"
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """What can be done with all picked rows; they arrive as `row`."""

    label: Any
    url: str
    tone: str = "quiet"
