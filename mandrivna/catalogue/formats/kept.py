"""Field 992, ours: what another scheme or format said and this one has no field for. Nothing is dropped, and it comes back.

`$2` where it comes from (marc21, unimarc, irbis, dc, ris, bibtex, csv), `$t` its tag or name,
`$i` its indicators (blanks as #; in `$j` as they stand), `$v` the
text before any sub-field; then every sub-field of the original as it stood,
its code before its text in one `$s`. `$h`, where a field was
converted but would not come back exactly, is the seal of what it became (see `convert`).
"""

from __future__ import annotations

from collections.abc import Iterator

from mandrivna.catalogue.formats.marc import IRBIS, Field, Marc, Subfield

KEPT = "992"


def keep(marc: Marc, source: str, field: Field) -> None:
    about = [("2", source), ("t", field.tag), *indicators(field.ind)]
    if field.value:
        about.append(("v", field.value))
    marc.add(Field(KEPT, "" if marc.scheme == IRBIS else "  ", "", (*about, *packed(field.subs))))


def indicators(ind: str) -> list[Subfield]:
    """Blanks as #; where a damaged field says # itself, as they stand, in `$j`."""
    if not ind:
        return []
    return [("j", ind)] if "#" in ind else [("i", ind.replace(" ", "#"))]


def packed(subs: tuple[Subfield, ...]) -> list[Subfield]:
    """A code is one sign; one of XML that is none or several stands before «=» in `$u`."""
    return [("s", f"{code}{text}") if len(code) == 1 else ("u", f"{code}={text}") for code, text in subs]


def original(field: Field) -> Field:
    """A kept field as it stood."""
    subs: list[Subfield] = []
    for code, text in field.subs:
        if code == "s":
            subs.append((text[:1], text[1:]))
        elif code == "u":
            known, _, said = text.partition("=")
            subs.append((known, said))
    ind = field.get("j") or field.get("i").replace("#", " ")
    return Field(field.get("t"), ind, field.get("v"), tuple(subs))


def kept(marc: Marc, source: str) -> Iterator[Field]:
    """The fields of `source` as they stood."""
    return (original(field) for field in marc[KEPT] if field.get("2") == source)
