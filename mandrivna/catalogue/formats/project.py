"""A description in any scheme ↔ the columns of `catalogue.Record`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandrivna.catalogue.formats import audience_said, irbis, marc21, unimarc
from mandrivna.catalogue.formats.absorbing import WRITERS
from mandrivna.catalogue.formats.audience import NOBODY
from mandrivna.catalogue.formats.columns import MATERIAL_OF, set_own
from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc

DESCRIBE = {MARC21: marc21.describe, UNIMARC: unimarc.describe, IRBIS: irbis.describe}
LEADERS = {MARC21: "00000nam a2200000 i 4500", UNIMARC: "00000nam0 2200000   450 ", IRBIS: ""}
ORDER = ("kind", "year", "language", "title", "subtitle", "part", "responsibility", "authors", "people", "isbn", "isbn_wrong",
         "issn", "place", "publisher", "pages", "series", "udc", "bbk", "author_sign", "subjects", "annotation", "url", "access",
         "host", "host_number", "material", "audience")  # fmt: skip


def project(marc: Marc) -> Described:
    """What the columns should say. Never fails on a record that was decoded; a title may be empty: the caller judges."""
    return DESCRIBE[marc.scheme](marc)


def absorb(described_columns: Mapping[str, Any], marc: Marc) -> None:
    """Write the columns that differ from what the description says into its own fields; nothing else is touched.

    Columns that no description holds (`number`, `named`, `holdings`, anything unknown) are left alone.
    """
    before = project(marc)
    for column in ORDER:
        if column in described_columns and described_columns[column] != getattr(before, column):
            _write(marc, column, described_columns[column])


def _write(marc: Marc, column: str, text: Any) -> None:
    """A kind that leader and fields cannot say, or a material that does not follow from them, is said in our own field."""
    if column == "audience":
        _for_whom(marc, text)
    elif column in ("kind", "material"):
        code, word = column[0], audience_said.said_of(marc) if column == "kind" else ""
        set_own(marc, code, "")
        if word:  # the place of its code says something else of a journal
            _for_whom(marc, "")
        if column == "kind":
            WRITERS[marc.scheme][column](marc, text)
        if word:
            _for_whom(marc, "" if word == NOBODY else word)
        if getattr(project(marc), column) != text:
            set_own(marc, code, text)
    else:
        WRITERS[marc.scheme][column](marc, text)


def _for_whom(marc: Marc, text: str) -> None:
    audience_said.unsay(marc, audience_said.said_of(marc))
    set_own(marc, "u", audience_said.say(marc, text, project(marc)))


def fresh(scheme: str = MARC21, **columns: Any) -> Marc:
    """A new description of these columns: what a plain form, a table or a citation file says."""
    marc = Marc(scheme, LEADERS[scheme], [])
    if scheme == MARC21:
        marc.fields.append(Field("008", value="      s        xx " + " " * 17 + "||| d"))
    elif scheme == UNIMARC:
        marc.fields.append(Field("100", subs=(("a", "        d        u  y0ukry50      ca"),)))
    kind = columns.get("kind", "book")
    if scheme == IRBIS:
        marc.fields.append(Field("920", "", "PAZK"))
    absorb({"kind": kind, "material": MATERIAL_OF[kind], **columns}, marc)
    return marc
