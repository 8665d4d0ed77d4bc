"""Column → field, for each scheme: the table behind `project.absorb`."""

from __future__ import annotations

from dataclasses import replace

from mandrivna.catalogue.formats import irbis, marc21, unimarc
from mandrivna.catalogue.formats.changing import (
    Writer,
    classes,
    headings,
    lines,
    number,
    series,
    set_in,
    sub,
    swap,
    value,
    values,
    with_year,
)  # fmt: skip
from mandrivna.catalogue.formats.changing_names import Tags, authors, people
from mandrivna.catalogue.formats.columns import set_own
from mandrivna.catalogue.formats.index import index
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc

TITLE21, TITLE = "abnpc", "adehifgv"
LEADER21 = {"book": "am", "volume": "am", "article": "aa", "serial": "as", "issue": "as", "eresource": "am", "audio": "im",
            "video": "gm", "object": "rm", "archive": "tm"}  # fmt: skip
LEADER = {**LEADER21, "eresource": "lm", "archive": "bm"}
WORKSHEET = {"book": "PAZK", "volume": "SPEC", "article": "ASP", "serial": "J", "issue": "NJ", "eresource": "ELRES",
             "audio": "AUDIO", "video": "VIDEO", "object": "KRT", "archive": "ARX"}  # fmt: skip


def _leader(marc: Marc, at: int, text: str) -> None:
    leader = marc.leader.ljust(24)
    marc.leader = leader[:at] + text + leader[at + len(text) :]


def _fixed(marc: Marc, tag: str, code: str, at: int, text: str) -> None:
    """Positions inside 008 or 100 $a; the rest stays."""
    field = marc.first(tag) or Field(tag, subs=((code, ""),) if code else ())
    old = (field.get(code) if code else field.value).ljust(40 if tag == "008" else 36)
    new = old[:at] + text + old[at + len(text) :]
    marc.put(replace(field, subs=((code, new),)) if code else replace(field, value=new))


# --- MARC 21 ----------------------------------------------------------------------------------------------------------


def _kind21(marc: Marc, kind: str) -> None:
    _leader(marc, 6, LEADER21[kind])
    _leader(marc, 19, "b" if kind == "volume" else " ")
    form = marc.first("008")
    if kind == "eresource":
        _fixed(marc, "008", "", 23, "o")
    elif form and form.value[23:24] in marc21.ONLINE and kind in ("book", "volume", "article"):
        _fixed(marc, "008", "", 23, " ")


def _imprint21(marc: Marc) -> Field | None:
    made = [field for field in marc["264"] if field.ind[1:2] in ("1", " ", "")] + marc["260"] + marc["264"]
    return made[0] if made else None


def _made21(code: str) -> Writer:
    def write(marc: Marc, text: str) -> None:
        if field := _imprint21(marc):
            set_in(marc, field, code, text, "abc")
        elif text:
            marc.add(Field("264", " 1", "", ((code, text),)))

    return write


def _year21(marc: Marc, year: int | None) -> None:
    field = _imprint21(marc)
    _made21("c")(marc, with_year(field.get("c") if field else "", year))
    if marc.first("008"):
        _fixed(marc, "008", "", 7, str(year) if year else "    ")


def _language21(marc: Marc, code: str) -> None:
    _fixed(marc, "008", "", 35, code)
    if (field := marc.first("041")) and code != "mul":
        set_in(marc, field, "a", code, "abh")
    elif field:
        marc.drop("041")


def _part21(marc: Marc, text: str) -> None:
    kind, link = marc21.kind_of(marc, index(marc)), marc.first("773")
    title = marc.first("245")
    numbered = title and any(code in "np" for code, _text in title.subs)
    if kind == "article" or (kind == "issue" and not numbered) or (link and link.get("g") and not numbered):
        sub("773", "g", ind="0 ", order="atgwx")(marc, text)
    else:
        sub("245", "np", ind="00", order=TITLE21)(marc, text)


TAGS21 = Tags(("100", "700"), ("110", "111", "710", "711"), "100", "700", "700", "710", marc21.name_of, marc21.is_author)
WRITERS21: dict[str, Writer] = {
    "kind": _kind21, "year": _year21, "language": _language21, "part": _part21,
    "title": sub("245", "a", ind="10", order=TITLE21), "subtitle": sub("245", "b", order=TITLE21),
    "responsibility": sub("245", "c", order=TITLE21),
    "authors": authors(TAGS21), "people": people(TAGS21), "isbn": number("020", "a"), "isbn_wrong": number("020", "z"),
    "issn": sub("022", "a"), "place": _made21("a"), "publisher": _made21("b"), "pages": sub("300", "a", order="abce"),
    "series": series("490", ind="0 ", others=("440", "830")), "udc": classes("080"), "bbk": classes("084", "rubbk", marc21.is_bbk),
    "author_sign": sub("090", "b", order="ab"),
    "subjects": headings(marc21.SUBJECTS, "653", marc21.subject_lines, ("650", " 4", "ax")), "annotation": lines("520", codes="ab"),
    "url": sub("856", "u", ind="40"), "access": sub("506", "a", others=("540",)), "host": sub("773", "t", ind="0 ", order="atgwx"),
    "host_number": sub("773", "w", ind="0 ", order="atgwx"),
}  # fmt: skip

# --- UNIMARC ----------------------------------------------------------------------------------------------------------


def _kind(marc: Marc, kind: str) -> None:
    _leader(marc, 6, LEADER[kind] + ("2" if kind == "volume" else "0"))


def _year(marc: Marc, year: int | None) -> None:
    tag = "210" if marc.first("210") or not marc.first("214") else "214"
    sub(tag, "d", order="acd")(marc, with_year(marc.value(tag, "d"), year))
    if marc.scheme == UNIMARC and (year or marc.first("100")):
        _fixed(marc, "100", "a", 9, str(year) if year else "    ")


def _link(marc: Marc) -> str:
    known = next((tag for tag in unimarc.HOSTS if marc.first(tag)), "")
    return known or ("463" if unimarc.kind_of(marc, index(marc)) == "article" else "461")


def _linked(places: tuple[tuple[str, str], ...], code: str) -> Writer:
    """Inside a linking field: where it stands, be it embedded or not; else as a plain sub-field before anything embedded."""

    def write(marc: Marc, text: str) -> None:
        tag = _link(marc)
        field = marc.first(tag)
        if field is None:
            if text:
                marc.add(Field(tag, " 0", "", ((code, text),)))
            return
        subs, put = [], not text
        for (known, old), (inside, inner, _said) in zip(field.subs, unimarc.linked_subs(field), strict=True):
            if (inside, inner) not in places:
                subs.append((known, old))
            elif not put:
                subs.append((known, f"{inside}{text}" if known == "1" else text))
                put = True
        swap(marc, field, subs if put else [(code, text), *subs])

    return write


def _part(marc: Marc, text: str) -> None:
    if unimarc.kind_of(marc, index(marc)) in ("article", "issue"):
        _linked((("", "v"), ("", "p"), ("200", "h"), ("200", "v"), ("200", "i"), ("215", "a")), "v")(marc, text)
    else:
        sub("200", "hi", ind="1 ", order=TITLE)(marc, text)


def _sign(marc: Marc, text: str) -> None:
    if marc.first("908"):
        sub("908", "a")(marc, text)
    else:
        set_own(marc, "s", text)


TAGS = Tags(unimarc.PEOPLE, unimarc.BODIES, "700", "701", "702", "712", unimarc.name_of, unimarc.is_author)
WRITERS_UNIMARC: dict[str, Writer] = {
    "kind": _kind, "year": _year, "language": sub("101", "a", ind="0 "), "part": _part,
    "title": sub("200", "a", ind="1 ", order=TITLE),
    "subtitle": sub("200", "e", order=TITLE), "responsibility": sub("200", "fg", order=TITLE), "authors": authors(TAGS),
    "people": people(TAGS), "isbn": number("010", "a"), "isbn_wrong": number("010", "z"), "issn": sub("011", "a"),
    "place": sub("210", "a", order="acd", others=("214",)), "publisher": sub("210", "c", order="acd", others=("214",)),
    "pages": sub("215", "a", order="acde"), "series": series("225", ind="2 "), "udc": classes("675"),
    "bbk": classes("686", "rubbk", unimarc.is_bbk), "author_sign": _sign,
    "subjects": headings(unimarc.SUBJECTS, "610", unimarc.subject_lines, ("606", "  ", "ax")), "annotation": lines("330"),
    "url": sub("856", "u", ind="4 "), "access": sub("371", "a", ind="0 "),
    "host": _linked((("200", "a"), ("", "t")), "t"), "host_number": _linked((("001", ""), ("", "0"), ("", "3")), "0"),
}  # fmt: skip

# --- ІРБІС ------------------------------------------------------------------------------------------------------------


def _worksheet(marc: Marc, kind: str) -> None:
    marc.put(Field("920", "", WORKSHEET[kind]))
    if (field := marc.first("900")) and field.get("t").lower()[:1] in irbis.TYPES:
        set_in(marc, field, "t", "", "tb")


def _irbis_part(marc: Marc, text: str) -> None:
    kind = irbis.kind_of(index(marc))
    if kind == "article":
        said, _, pages = text.rpartition("С. ") if "С. " in text else (text, "", "")
        sub("463", "vh", order="cjvhs")(marc, said.rstrip(" ."))
        sub("463", "s", order="cjvhs")(marc, f"С. {pages}" if pages else "")
    elif kind == "issue":
        _issue(marc, text)
    else:
        sub("200", "v", order="vaefg")(marc, text)


def _issue(marc: Marc, text: str) -> None:
    volume, _, said = text.rpartition(", № ") if ", № " in text else ("", "", text.removeprefix("№ "))
    value("935")(marc, volume.removeprefix("Т. "))
    value("936")(marc, said)


def _irbis_host(marc: Marc, text: str) -> None:
    kind = irbis.kind_of(index(marc))
    if kind in ("article", "volume"):
        sub("463" if kind == "article" else "461", "c", order="cjvhs")(marc, text)


def _irbis_host_number(marc: Marc, text: str) -> None:
    kind = irbis.kind_of(index(marc))
    if kind == "issue":
        value("933")(marc, text)
    elif kind in ("article", "volume"):
        sub("463" if kind == "article" else "461", "w")(marc, text)


def _pages(marc: Marc, text: str) -> None:
    amount = text.removesuffix("с.").strip()
    plain = amount if amount.isdigit() and text == f"{amount} с." else text
    sub("215", "a", order="ac")(marc, plain)
    if (field := marc.first("215")) and field.get("1"):
        set_in(marc, field, "1", "", "a1")


IRBIS_TAGS = Tags((*unimarc.PEOPLE, "961"), unimarc.BODIES, "700", "701", "702", "712", irbis.name_of, irbis.is_author)
WRITERS_IRBIS: dict[str, Writer] = {
    **WRITERS_UNIMARC, "kind": _worksheet, "language": value("101"), "part": _irbis_part, "pages": _pages, "udc": values("675"),
    "bbk": values("621"), "author_sign": value("908"), "annotation": value("331"), "url": sub("951", "i", others=("856",)),
    "access": value("371"), "host": _irbis_host, "host_number": _irbis_host_number, "authors": authors(IRBIS_TAGS),
    "people": people(IRBIS_TAGS), "title": sub("200", "a", order="vaefg"),
    "subjects": headings(unimarc.SUBJECTS, "610", unimarc.subject_lines, ("606", "", "ab")),
}  # fmt: skip

WRITERS = {MARC21: WRITERS21, UNIMARC: WRITERS_UNIMARC, IRBIS: WRITERS_IRBIS}
