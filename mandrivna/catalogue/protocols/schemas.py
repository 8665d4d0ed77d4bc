"""A record in the two schemas that every harvester reads: MARCXML and Dublin Core.

What a field says of the gift, its giver, its price or its place on our shelves is ours and does not leave: see `OWN`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mandrivna.catalogue.citation.names import names
from mandrivna.catalogue.formats.convert import convert
from mandrivna.catalogue.formats.marc import MARC21, Field, Marc
from mandrivna.catalogue.formats.own import STAYS
from mandrivna.catalogue.formats.project import fresh
from mandrivna.catalogue.models import Kind, Record
from mandrivna.catalogue.protocols.xml import each, say, tag

OWN = STAYS[MARC21] | {"899"}
"""Acquisition, ownership, actions taken, holdings (899 in old UNIMARC); 59X and 9XX are local by definition."""
LEADER = "00000nam a2200000 i 4500"
SLIM = "http://www.loc.gov/MARC21/slim"
DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SRW_DC = "info:srw/schema/1/dc-schema"
COLUMNS = (
    "kind", "title", "subtitle", "part", "authors", "people", "responsibility", "isbn", "issn", "year", "place", "publisher",
    "pages", "series", "language", "udc", "bbk", "author_sign", "subjects", "annotation", "url", "access",
)  # fmt: skip
DCMI_TYPES = {Kind.AUDIO: "Sound", Kind.VIDEO: "MovingImage", Kind.OBJECT: "PhysicalObject", Kind.SERIAL: "Collection"}


def marc21_of(record: Record) -> Marc:
    """The body, converted where it is of another scheme; a record that has none is written from its columns."""
    body = getattr(record, "body", None)
    if body is not None:
        return convert(Marc.loads(body.scheme, body.text), MARC21)
    return fresh(MARC21, **{name: getattr(record, name) for name in COLUMNS if getattr(record, name)})


def is_own(tag_: str) -> bool:
    return tag_ in OWN or tag_.startswith(("59", "9"))


def marcxml(record: Record, page: str = "") -> str:
    marc = marc21_of(record)
    leader = marc.leader if len(marc.leader) == len(LEADER) else LEADER
    fields = "".join(_field(one) for one in marc.fields if one.tag != "001" and len(one.tag) == 3 and not is_own(one.tag))
    inside = say("leader", leader) + say("controlfield", record.pk, tag="001") + fields
    return tag("record", inside, xmlns=SLIM)


def _field(one: Field) -> str:
    if one.tag < "010":
        return say("controlfield", one.value, tag=one.tag) if one.value else ""
    inside = "".join(say("subfield", said, code=code) for code, said in one.subs if said)
    ind = one.ind.ljust(2)
    return tag("datafield", inside, tag=one.tag, ind1=ind[0], ind2=ind[1]) if inside else ""


def dublin_core(record: Record, page: str = "") -> str:
    """Elements only, each in the `dc:` prefix; the caller wraps them."""
    title = " : ".join(part for part in (record.title, record.subtitle) if part)
    identifiers = [
        page,
        record.url,
        f"urn:isbn:{record.isbn}" if record.isbn else "",
        f"urn:issn:{record.issn}" if record.issn else "",
    ]
    subjects = [*record.subjects.split("\n"), f"УДК {record.udc}" if record.udc else ""]
    source = record.host.title if record.host is not None else ""
    return "".join(
        (
            say("dc:title", title),
            each("dc:creator", [one.inverted if not one.given else _heading(one) for one in names(record.authors)]),
            each("dc:contributor", record.people.split("\n")),
            each("dc:subject", [said.strip() for said in subjects]),
            each("dc:description", [record.annotation]),
            each("dc:publisher", [" : ".join(part for part in (record.place, record.publisher) if part)]),
            each("dc:date", [record.year]),
            say("dc:type", DCMI_TYPES.get(Kind(record.kind), "Text")),
            each("dc:format", [record.pages]),
            each("dc:identifier", identifiers),
            each("dc:source", [", ".join(part for part in (source, record.part) if part)]),
            say("dc:language", record.language),
            each("dc:rights", [record.access]),
        )
    )


def _heading(one: Any) -> str:
    return f"{one.surname}, {' '.join(one.given)}"


def oai_dc(record: Record, page: str = "") -> str:
    schema = f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    about = {"xmlns:oai_dc": OAI_DC, "xmlns:dc": DC, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}
    return tag("oai_dc:dc", dublin_core(record, page), **about, xsi__schemaLocation=schema)


def srw_dc(record: Record, page: str = "") -> str:
    return tag("srw_dc:dc", dublin_core(record, page), **{"xmlns:srw_dc": SRW_DC, "xmlns:dc": DC})


@dataclass(frozen=True)
class Schema:
    name: str
    identifier: str
    title: str
    location: str
    write: Callable[[Record, str], str]


SRU_SCHEMAS = {
    "marcxml": Schema("marcxml", "info:srw/schema/1/marcxml-v1.1", "MARC 21 XML", f"{SLIM}/schema/MARC21slim.xsd", marcxml),
    "dc": Schema(
        "dc", "info:srw/schema/1/dc-v1.1", "Dublin Core", "http://www.loc.gov/standards/sru/recordSchemas/dc-schema.xsd", srw_dc
    ),
}
MARC21_XSD = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
OAI_FORMATS = {
    "oai_dc": Schema("oai_dc", OAI_DC, "Dublin Core", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", oai_dc),
    "marc21": Schema("marc21", SLIM, "MARC 21 XML", MARC21_XSD, marcxml),
}
