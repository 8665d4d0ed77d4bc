"""Fields by tag, made once for a record: a projection asks for some thirty tags."""

from __future__ import annotations

from mandrivna.catalogue.formats.marc import Field, Marc

type Index = dict[str, list[Field]]


def index(marc: Marc) -> Index:
    by: Index = {}
    for field in marc.fields:
        tag = field.tag
        if tag in by:
            by[tag].append(field)
        else:
            by[tag] = [field]
    return by


def value(by: Index, tag: str) -> str:
    fields = by.get(tag)
    return fields[0].value if fields else ""
