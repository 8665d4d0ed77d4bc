"""Authors and other people, back into their fields. A name that stays keeps its field with everything in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mandrivna.catalogue.formats.changing import Writer
from mandrivna.catalogue.formats.columns import ROLE_CODES, ROLE_WORDS, Name, read_author, read_line
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, Field, Marc


@dataclass(frozen=True)
class Tags:
    """Which tags of a scheme are names, and where new ones go."""

    persons: tuple[str, ...]
    bodies: tuple[str, ...]
    first: str
    author: str
    other: str
    body: str
    name_of: Callable[[Field], Name]
    is_author: Callable[[Field, Name], bool]

    def found(self, marc: Marc, *, authors: bool) -> list[tuple[Field, Name]]:
        pairs = [(field, self.name_of(field)) for field in marc.fields if field.tag in self.persons or field.tag in self.bodies]
        return [
            (field, name) for field, name in pairs if (self.is_author(field, name) and not name.body) == authors and name.surname
        ]


def initials(given: str) -> str:
    return " ".join(f"{word[0]}." for word in given.replace("-", " ").split() if word[0].isalpha())


def made(name: Name, tag: str, scheme: str, author: str = "") -> Field:
    """A new field of a name. The first author needs no code of a role; `author` is the tag of the others, who do."""
    if scheme == MARC21:
        code = ROLE_CODES.get(name.role, ("" if name.said else "oth",))[0] if tag != "100" else ""
        ind = "2 " if name.body else ("1 " if name.given else "0 ")
        said = (("e", name.said),) if name.said else ()
        return Field(tag, ind, "", (("a", name.heading), *said, *((("4", code),) if code else ())))
    code = ROLE_CODES.get(name.role, ("", ""))[1]
    subs = [("a", name.surname)]
    if name.given:
        short = initials(name.given) if " " in name.shown and "," not in name.shown else name.given
        subs += [("b", short)] + ([("g", name.given)] if short != name.given else [])
    if code and (tag not in ("700",) or name.role != "author"):
        subs.append(("4", code if scheme != IRBIS or name.role == "author" else f"{code} {ROLE_WORDS.get(name.role, '')}".strip()))
    elif name.said:
        subs.append(("4", name.said))
    ind = "" if scheme == IRBIS else ("02" if name.body else (" 1" if name.given else " 0"))
    return Field(tag, ind, "", tuple(subs))


def authors(tags: Tags) -> Writer:
    def write(marc: Marc, text: str) -> None:
        old = tags.found(marc, authors=True)
        kept = {name.shown: field for field, name in old}
        for field, _name in old:
            marc.fields.remove(field)
        for place, part in enumerate(one.strip() for one in text.split(";") if one.strip()):
            tag = tags.author if place or marc.first(tags.first) else tags.first
            marc.add(_moved(kept[part], tag) if part in kept else made(read_author(part), tag, marc.scheme))

    return write


def _moved(field: Field, tag: str) -> Field:
    """961 of ІРБІС stays where it is: it is about the set, not the volume."""
    return field if field.tag == "961" else replace(field, tag=tag)


def people(tags: Tags) -> Writer:
    def write(marc: Marc, text: str) -> None:
        old = tags.found(marc, authors=False)
        kept = {name.line: field for field, name in old}
        wanted = [line.strip() for line in text.split("\n") if line.strip()]
        for field, name in old:
            if name.line not in wanted:
                marc.fields.remove(field)
        for line in wanted:
            if line not in kept:
                name = read_line(line)
                marc.add(made(name, tags.body if name.body else tags.other, marc.scheme))

    return write
