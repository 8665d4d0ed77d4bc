"""The rules by which a field of one scheme becomes a field of another: how lines of the conversion table are carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mandrivna.catalogue.formats import irbis, marc21, unimarc
from mandrivna.catalogue.formats.changing_names import initials
from mandrivna.catalogue.formats.columns import BY_CODE, ROLE_CODES, Name, bare, is_initials, role_of
from mandrivna.catalogue.formats.index import index
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc, Subfield

VALUE = "*"


@dataclass(frozen=True, slots=True)
class Line:
    tag: str
    ind: str
    pairs: tuple[tuple[str, str], ...]
    how: str


def kind_of(marc: Marc) -> str:
    by = index(marc)
    if marc.scheme == IRBIS:
        return irbis.kind_of(by)
    return (marc21 if marc.scheme == MARC21 else unimarc).kind_of(marc, by)


def converted(field: Field, line: Line, marc: Marc, target: str) -> Field | None:
    rule = RULES.get(line.how)
    return rule(field, line, marc, target) if rule else _plain(field, line)


def _plain(field: Field, line: Line, tidy: Callable[[str], str] = str) -> Field:
    """Sub-fields by their pairs, in their order; those without a pair make the field inexact, and so kept whole."""
    codes: dict[str, str] = {}
    for code, other in line.pairs:
        codes.setdefault(code, other)
    value = ""
    subs: list[Subfield] = []
    for code, text in (((VALUE, field.value),) if field.value else ()) + field.subs:
        other = codes.get(code, "")
        if other == VALUE:
            value = tidy(text)
        elif other:
            subs.append((other, tidy(text)))
    return Field(line.tag, line.ind, value, tuple(subs))


def _isbd(field: Field, line: Line, marc: Marc, target: str) -> Field:
    """Several statements of responsibility are one sub-field of MARC 21."""
    made = _plain(field, line, bare if target == UNIMARC else str)
    if line.tag == "245" and len(said := made.all("c")) > 1:
        rest = [sub for sub in made.subs if sub[0] != "c"]
        made = replace(made, subs=(*rest, ("c", " ; ".join(said))))
    return made


def _roles(field: Field, target: str) -> list[Subfield]:
    """$4 in the codes of the other scheme; a role told in words only gets its code."""
    place = 0 if target == MARC21 else 1
    found = []
    for code in field.all("4"):
        role = BY_CODE.get(code.strip().lower()[:3], "")
        found.append(("4", ROLE_CODES[role][place] if role in ROLE_CODES else code))
    if not found and (role := role_of("", *field.all("e"))[0]) in ROLE_CODES:
        found.append(("4", ROLE_CODES[role][place]))
    return found


def _person(field: Field, line: Line, marc: Marc, target: str) -> Field:
    rest = list(_plain(field, line).subs)
    if target == MARC21:
        name = unimarc.name_of(replace(field, tag="700"))
        roles = [] if line.tag == "600" else _roles(field, target)
        if not roles and field.tag == "702":
            roles = [("4", "oth")]
        dates = [("d", field.get("f"))] if field.get("f") else []
        return Field(line.tag, line.ind if name.given else f"0{line.ind[1:]}", "", (("a", name.heading), *dates, *rest, *roles))
    name = marc21.name_of(replace(field, tag="700"))
    subs = [("a", name.surname), *_given(name)]
    if name.dates:
        subs.append(("f", bare(name.dates).rstrip(".")))
    roles = [] if line.tag == "600" else [one for one in _roles(field, target) if one != ("4", "oth")]
    return Field(line.tag, line.ind if name.given else " 0", "", (*subs, *rest, *roles))


def _given(name: Name) -> list[Subfield]:
    if not name.given:
        return []
    short = name.given if is_initials(name.given) else initials(name.given)
    return [("b", short)] + ([("g", name.given)] if short != name.given else [])


def _body(field: Field, line: Line, marc: Marc, target: str) -> Field:
    return Field(line.tag, line.ind, "", (*_plain(field, line).subs, *_roles(field, target)))


def _own_title(field: Field, line: Line, marc: Marc, target: str) -> Field:
    """An issue tells its number in 935 and 936 of ІРБІС, in 200 $h of UNIMARC."""
    made = _plain(field, line)
    if kind_of(marc) != "issue":
        return made
    if target == IRBIS:
        return replace(made, subs=tuple(sub for sub in made.subs if sub[0] != "v"))
    part = irbis.describe(marc).part
    return replace(made, subs=(*made.subs, *((("h", part),) if part else ())))


def _link(field: Field, line: Line, marc: Marc, target: str) -> Field:
    """Fields embedded in $1 become plain sub-fields; a part of a serial or a book is 463, a volume 461."""
    if target == MARC21:
        codes, subs = dict(line.pairs), []
        for tag, code, text in unimarc.linked_subs(field):
            known = EMBEDDED.get((tag, code)) if tag else codes.get(code)
            if known:
                subs.append((known, text))
        return Field(line.tag, line.ind, "", tuple(subs))
    made = _plain(field, line, bare)
    return made if kind_of(marc) == "article" else replace(made, tag="461")


EMBEDDED = {("200", "a"): "t", ("200", "v"): "g", ("200", "h"): "g", ("001", ""): "w", ("011", "a"): "x", ("011", "x"): "x",
            ("700", "a"): "a", ("210", "d"): "d", ("215", "a"): "g"}  # fmt: skip


def _coded(field: Field, line: Line, marc: Marc, target: str) -> Field:
    """008 and 100 $a: the day, the type of date and the dates; language and country have fields of their own in UNIMARC."""
    if target == MARC21:
        said = field.get("a").ljust(36)
        language = marc.value("101", "a")[:3].ljust(3)
        date = {"a": "c", "b": "d", "d": "s", "e": "r", "f": "q", "g": "m", "h": "t", "i": "p", "j": "e"}.get(said[8], "|")
        country = "un " if marc.value("102", "a")[:2].lower() == "ua" else "xx "
        form = "o" if kind_of(marc) == "eresource" else " "
        return Field("008", "  ", f"{said[2:8]}{date}{said[9:17]}{country}{' ' * 5}{form}{' ' * 11}{language} d")
    said = field.value.ljust(40)
    date = {"c": "a", "d": "b", "s": "d", "r": "e", "q": "f", "m": "g", "t": "h", "p": "i", "e": "j"}.get(said[6], "u")
    century = ("19" if "30" < said[:2] <= "99" else "20") if said[:6].strip() else "  "
    return Field("100", "  ", "", (("a", f"{century}{said[:6]}{date}{said[7:15]}   y0ukry50      ca"),))


def _same(field: Field, line: Line, marc: Marc, target: str) -> Field:
    return replace(field, ind="" if target == IRBIS else field.ind or "  ")


def _extent(field: Field, line: Line, marc: Marc, target: str) -> Field:
    """215 ^A of ІРБІС is a bare number, ^1 its unit."""
    made = _plain(field, line)
    amount = made.get("a")
    if target == UNIMARC and amount.isdigit():
        amount = f"{amount} {field.get('1') or 'с.'}"
    elif target == IRBIS and amount.removesuffix(" с.").isdigit():
        amount = amount.removesuffix(" с.")
    return replace(made, subs=tuple((code, amount if code == "a" else text) for code, text in made.subs))


def _article(field: Field, line: Line, marc: Marc, target: str) -> Field:
    """The place of an article in its host: ^V, ^H and ^S of ІРБІС are one $v."""
    made = _plain(field, line)
    if target == UNIMARC:
        pages = field.get("s")
        pages = f"С. {pages}" if pages[:1].isdigit() else pages
        numbers = ", ".join(text for text in (field.get("v"), field.get("h")) if text)
        part = ". ".join(text for text in (numbers, pages) if text)
        return replace(made, subs=(*made.subs, *((("v", part),) if part else ())))
    numbers, _, pages = (said := field.get("v")).rpartition("С. ") if "С. " in field.get("v") else (field.get("v"), "", "")
    parts = (("v", numbers.rstrip(" .")), ("s", pages and f"С. {pages}"))
    return replace(made, subs=(*made.subs, *(part for part in parts if part[1] and said)))


def _bbk(field: Field, line: Line, marc: Marc, target: str) -> Field | None:
    if target == UNIMARC:
        return Field("686", "  ", "", (("a", field.value), ("2", "rubbk")))
    return Field("621", "", field.get("a")) if unimarc.is_bbk(field) else None


def _set(field: Field, line: Line, marc: Marc, target: str) -> Field | None:
    """961 names the people of a whole set: authors 701, others 702. Back it is an ordinary name, unless nobody touched it."""
    if target == IRBIS:
        return None
    name = irbis.name_of(field)
    made = _plain(field, line)
    if irbis.is_author(field, name):
        return made
    code = ROLE_CODES.get(name.role, ("", ""))[1]
    subs = tuple(sub for sub in made.subs if sub[0] != "4")
    return Field("702", line.ind, "", (*subs, ("4", code or name.said)))


RULES: dict[str, Callable[[Field, Line, Marc, str], Field | None]] = {
    "isbd": _isbd, "person": _person, "body": _body, "link": _link, "coded": _coded, "same": _same, "extent": _extent,
    "article": _article,
    "bbk": _bbk, "set": _set, "title": _own_title,
}  # fmt: skip
