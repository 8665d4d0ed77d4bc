"""`read(data, name)`: a file that somebody sent, as a plan that somebody may look through and save."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mandrivna.planning.reading.asides import attached
from mandrivna.planning.reading.blocks import Paragraph, Source, Table, UnreadableError
from mandrivna.planning.reading.columns import compact, synonyms
from mandrivna.planning.reading.cover import years_of
from mandrivna.planning.reading.files import source_of
from mandrivna.planning.reading.limits import bounded
from mandrivna.planning.reading.meaning import rows_of
from mandrivna.planning.reading.prose import finish
from mandrivna.planning.reading.rows import raw_rows
from mandrivna.planning.reading.said import Doubt, Kind, Place, ReadPlan, Role, Row, Section
from mandrivna.planning.reading.shape import Draft, Shape, shape_of
from mandrivna.planning.reading.slips import slips_of

__all__ = ["read", "read_source", "read_strictly"]


def read(data: bytes, name: str, year: int | None = None) -> ReadPlan:
    """Raises UnreadableError, whatever is inside. `year` is for a file that does not say it."""
    try:
        return read_strictly(data, name, year)
    except UnreadableError:
        raise
    except Exception as error:
        # Neither the words of the file nor its name: they may name people.
        logging.getLogger(__name__).error("a plan could not be read: %s", type(error).__name__)
        raise UnreadableError("damaged") from error


def read_strictly(data: bytes, name: str, year: int | None = None) -> ReadPlan:
    """Without the last net: what is no UnreadableError is a fault of ours, and the drill of damaged files looks for it."""
    with bounded():
        return replace(read_source(source_of(data, name), year), file_name=name[-200:])


def read_source(source: Source, year: int | None = None) -> ReadPlan:
    shape = shape_of(source)
    said, until = years_of(shape.cover.title, shape.indicators.columns, _texts(shape))
    said = year or said
    known = [one.short for one in shape.abbreviations]
    sections = tuple(_section(draft, said, known) for draft in shape.sections if draft.title or draft.narrative or _says(draft))
    beside, aside = attached(sections, source.unplaced)
    sections = tuple(beside)
    plan = ReadPlan(
        kind=_kind(shape, sections),
        year=said,
        until=until,
        title=shape.cover.title,
        place=shape.cover.place,
        compiled=shape.cover.compiled,
        approval=shape.cover.approval,
        preamble=tuple(one.written for one in shape.preamble),
        indicators=shape.indicators,
        contents=tuple(shape.contents),
        sections=sections,
        notes=tuple(shape.notes),
        appendix=tuple(shape.appendix),
        abbreviations=tuple(shape.abbreviations),
        unplaced=(*shape.unplaced, *aside),
        slips=slips_of(_placed(source)),
        doubts=(*source.doubts, *_doubts(shape, sections, said)),
        file_format=source.format,
        source=source.lines,
    )
    return finish(plan, shape)


def _section(draft: Draft, year: int | None, known: Sequence[str]) -> Section:
    rows: list[Row] = []
    for piece in draft.pieces:
        rows += rows_of(raw_rows(piece.rows, piece.roles), piece.roles, year, known, len(rows))
    first = next((piece for piece in draft.pieces if piece.heads), None)
    return Section(
        draft.number, draft.title, tuple(draft.narrative), first.heads if first else (), first.roles if first else (), tuple(rows),
        tuple(draft.after), any(piece.numbered_columns for piece in draft.pieces), (), draft.place,
    )  # fmt: skip


def _says(draft: Draft) -> bool:
    return bool(draft.after) or any(piece.rows for piece in draft.pieces)


def _kind(shape: Shape, sections: Sequence[Section]) -> Kind:
    if sum(draft.goal for draft in shape.sections) >= 2:
        return Kind.GOALS
    roles = {role for section in sections for role in section.roles}
    if Role.RESULT in roles and Role.TERM not in roles:
        return Kind.PROGRAMME
    return Kind.ANNUAL


def _texts(shape: Shape) -> Iterator[str]:
    yield from (one.text for one in shape.preamble)
    for draft in shape.sections:
        yield from draft.narrative
        yield draft.title


def _placed(source: Source) -> Iterator[tuple[str, Place]]:
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.place
        elif isinstance(block, Table):
            for row in block.rows:
                yield from ((cell.flat, cell.place) for cell in row.cells if not cell.covered and cell.lines)


def _doubts(shape: Shape, sections: Sequence[Section], year: int | None) -> Iterator[Doubt]:
    if year is None:
        yield Doubt("no_year", shape.cover.title)
    if not any(section.rows for section in sections):
        yield Doubt("no_rows", "")
    for section in sections:
        for head, role in zip(section.columns, section.roles, strict=True):
            if role == Role.OTHER and compact(head) not in synonyms():
                yield Doubt("column", head, section.place)
