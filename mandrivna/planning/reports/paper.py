"""A report as the paper that is signed, PDF and DOCX alike: words, the table of indicators, and every section of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mandrivna.planning.figures import number
from mandrivna.planning.models import Report
from mandrivna.planning.periods import period_label
from mandrivna.planning.printing.paper import MARGINS
from mandrivna.planning.reports.composed import Composed, Indicators, Part, Photo
from mandrivna.planning.reports.grids import grid
from mandrivna.shared.pictures import Printed
from mandrivna.shared.printing.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Grid,
    Heading,
    Letterhead,
    Picture,
    Signature,
    Text,
)

DEEPEST = 4
ACROSS, HIGH = 110.0, 70.0
"""Millimetres that a photograph has at most."""


def document(
    report: Report, whole: Composed, *, letterhead: Letterhead, now: dt.datetime | None = None,
    pixels: Mapping[str, Printed] | None = None,
) -> Document:  # fmt: skip
    """`pixels`: photographs by their uids; one without pixels stands as its line only."""
    now = now or timezone.now()
    unit = report.plan.unit.name
    return Document(
        language=get_language() or "uk",
        title=whole.title,
        under_title=[*([] if unit == letterhead.name else [unit]), period_label(whole.year, whole.until)],
        letterhead=letterhead,
        blocks=list(_blocks(whole, pixels or {})),
        notes=[as_of(whole), *whole.choices],
        signatures=[Signature(post=report.post, name=report.name, under=_("(підпис)"))],
        place=formats.date_format(report.signed_on, "d.m.Y") if report.signed_on else "",
        made=made(report, now),
        page_of=_("Сторінка {page} з {pages}"),
        wide=bool(whole.indicators or whole.lines),
        margins=MARGINS,
        created=now,
    )


def as_of(whole: Composed) -> str:
    day = formats.date_format(dt.date.fromisoformat(whole.day), "d.m.Y")
    return _("Числа станом на %(day)s; від 1 січня.") % {"day": day}


def made(report: Report, now: dt.datetime) -> str:
    if report.signed and report.known_by:
        known = formats.date_format(timezone.localtime(report.known_by), "d.m.Y H:i")
        return _("Підписано; числа такі, якими їх знали %(day)s") % {"day": known}
    day = formats.date_format(timezone.localtime(now), "d.m.Y H:i")
    return _("Чернетка, надрукована %(day)s") % {"day": day}


def _blocks(whole: Composed, pixels: Mapping[str, Printed]) -> Iterator[Block]:
    own = whole.sliced
    yield from _prose(whole.said(whole.intro))
    for table in whole.indicators:
        yield Heading(text=table.title)
        yield _indicators(table)
    for part in whole.parts:
        if part.title or part.number:
            yield Heading(text=part.named, level=min(part.depth + 2, DEEPEST))
        yield from _prose(whole.said(part.text))
        yield from (_photo(photo, pixels.get(photo.uid)) for photo in part.photos)
        if said := events_word(part):
            yield Text(text=said)
        if part.lines:
            yield grid(part, own)
    if whole.closing:
        yield Heading(text=_("Висновки"))
        yield from _prose(whole.said(whole.closing))
    if whole.shorts:
        yield Heading(text=_("ПЕРЕЛІК СКОРОЧЕНЬ"))
        yield from (Text(text=f"{short} – {full}", small=True) for short, full in whole.shorts)


def _photo(photo: Photo, made: Printed | None) -> Block:
    day = formats.date_format(photo.day, "d.m.Y")
    caption = f"{photo.alt.rstrip('.')}. {photo.title}, {day}"
    if made is None:
        return Text(text=caption, small=True)
    across = min(ACROSS, HIGH * made.width / made.height)
    return Picture(data=made.data, kind="jpeg", alt=photo.alt, caption=caption, across=across)


def _prose(text: str) -> Iterator[Block]:
    yield from (Text(text=line) for line in text.splitlines() if line.strip())


def events_word(part: Part, *, came: str | None = None) -> str:
    """Who came to what names the rows of this section."""
    if not part.held:
        return ""
    said = {"held": number(part.held), "came": number(part.came) if came is None else came}
    return _("Подій за рядками розділу: %(held)s, учасників: %(came)s.") % said


def _indicators(table: Indicators) -> Grid:
    figures = len(table.head) - 2
    columns = [Column(width=72, names=True), *[Column(width=29, align=Align.RIGHT)] * figures, Column(width=40)]
    rows = [
        [
            Cell(text=place.cells[0], indent=place.depth, strong=place.depth == 0),
            *(Cell(text=cell) for cell in place.cells[1:]),
        ]
        for place in table.rows
    ]
    return Grid(caption=table.title, columns=columns, head=[[Cell(text=head) for head in table.head]], rows=rows)
