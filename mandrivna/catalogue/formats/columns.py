"""What every scheme needs to become columns: widths, tidy text, numbers, languages, names and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from stdnum import isbn as isbn_number
from stdnum.exceptions import ValidationError

from mandrivna.catalogue.formats.described import Described, Named
from mandrivna.catalogue.formats.marc import Field, Marc

WIDTHS = {
    "part": 120, "title": 400, "subtitle": 400, "authors": 300, "responsibility": 400, "isbn": 13, "isbn_wrong": 30, "issn": 9,
    "place": 150, "publisher": 150, "pages": 120, "series": 300, "udc": 60, "bbk": 60, "author_sign": 12, "url": 500, "access": 300,
}  # fmt: skip
"""As in `catalogue.Record`; a test compares the two."""
HEADING, ROLE, DATES = 300, 12, 40
FIRST_YEAR, LAST_YEAR = 1450, 2099
BROCHURE = range(5, 49)
"""Pages of what the fund counts as a brochure and not as a book."""
OURS, OWN = "mandrivna", "991"
"""Field 991 with $2 mandrivna holds what a scheme has no place for: $k kind, $m material, $s author sign."""

MATERIAL_OF = {
    "book": "book", "volume": "book", "article": "other", "serial": "periodical", "issue": "periodical", "eresource": "electronic",
    "audio": "audiovisual", "video": "audiovisual", "object": "other", "archive": "other",
}  # fmt: skip
KINDS, MATERIALS = frozenset(MATERIAL_OF), frozenset(("book", "brochure", "periodical", "electronic", "audiovisual", "other"))

LANGUAGES = frozenset(("ukr", "rus", "eng", "pol", "ger", "fre", "crh", "mul", "und"))
SPELLED = {
    "uk": "ukr", "ua": "ukr", "укр": "ukr", "ru": "rus", "рус": "rus", "рос": "rus", "en": "eng", "анг": "eng", "pl": "pol",
    "пол": "pol", "de": "ger", "deu": "ger", "нім": "ger", "нем": "ger", "fr": "fre", "fra": "fre", "фра": "fre", "кри": "crh",
}  # fmt: skip

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\ufeff]")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+")
_VOLUMES = re.compile(r"\b(?:т|кн|ч|v|vol)\b", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[\s\-]*)+$")
_ISBN = re.compile(r"[\dXxХх][\dXxХх\- –]{8,}[\dXxХх]")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"]+$")


def tidy(text: str) -> str:
    """One line: no control signs (non-sorting marks of MARC among them), no double spaces."""
    if text.isprintable():
        return text.strip() if "  " not in text else " ".join(text.split())
    return " ".join(_CONTROL.sub("", text).split())


def bare(text: str) -> str:
    """Without the punctuation that only joins areas of a printed description."""
    if text.isprintable() and "  " not in text:
        return text.strip().rstrip(" /:;=,+")
    return tidy(text).rstrip(" /:;=,+")


def cut(column: str, text: str) -> str:
    width = WIDTHS[column]
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def whole(parts: Iterable[str], between: str, width: int) -> str:
    """As many whole parts as fit."""
    found = ""
    for part in parts:
        longer = f"{found}{between}{part}" if found else part
        if len(longer) > width:
            return found or part[:width]
        found = longer
    return found


def unique(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([part for part in parts if part]))


def year_in(*texts: str) -> int | None:
    for text in texts:
        if text and (found := _YEAR.search(text)) and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return int(found[1])
    return None


def isbn13(text: str) -> str:
    """Thirteen digits, or nothing where the number does not check."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) == 13 and digits.isascii() and digits.isdigit() and digits.startswith(("978", "979")):
        signs = digits.encode()  # the code of 0, thirteen times by its weights, is 1,200: it changes no last digit
        return digits if (sum(signs[::2]) + 3 * sum(signs[1::2])) % 10 == 0 else ""
    try:
        return str(isbn_number.to_isbn13(isbn_number.validate(digits))).replace("-", "")
    except (ValidationError, ValueError):
        return ""


def set_isbn(found: Described, said: Iterable[str], wrong: Iterable[str] = ()) -> None:
    """The first number that checks; what does not check stays readable in its own column."""
    for text in said:
        number = _ISBN.match(text.strip())
        digits = number[0].replace("Х", "X").replace("х", "X") if number else text.split("(")[0]
        if good := isbn13(digits.strip()):
            found.isbn = found.isbn or good
        elif digits.strip():
            found.isbn_wrong = found.isbn_wrong or tidy(digits)[: WIDTHS["isbn_wrong"]]
    for text in wrong:
        found.isbn_wrong = found.isbn_wrong or tidy(text.split("(")[0])[: WIDTHS["isbn_wrong"]]


def language_of(codes: Iterable[str]) -> str:
    known = unique([language(code) for code in codes])
    if not known:
        return "und"
    return known[0] if len(known) == 1 else "mul"


def language(code: str) -> str:
    """Of our own list; any other language is «інша»."""
    said = code.strip().lower()
    if not said or said in ("|||", "###", "zxx"):
        return ""
    return said if said in LANGUAGES else SPELLED.get(said) or SPELLED.get(said[:3], "und")


def address(texts: Iterable[str]) -> str:
    return next((text for text in map(str.strip, texts) if len(text) <= WIDTHS["url"] and _ADDRESS.match(text)), "")


def issn_in(*texts: str) -> str:
    for text in texts:
        if text and (found := re.search(r"(?<!\d)(\d{4})-?(\d{3}[\dXxХх])(?![\dXx])", text)):
            return f"{found[1]}-{found[2].upper().replace('Х', 'X')}"
    return ""


def settle_kind(found: Described, own: Iterable[Field]) -> None:
    """Our own field says more than a leader can; without it a thin book is a brochure."""
    found.material = MATERIAL_OF[found.kind]
    if found.material == "book" and (pages := _pages(found.pages)) and pages in BROCHURE:
        found.material = "brochure"
    for field in own:
        if field.get("2") == OURS:
            if (kind := field.get("k")) in KINDS:
                found.kind, found.material = kind, MATERIAL_OF[kind]
            if (material := field.get("m")) in MATERIALS:
                found.material = material
            found.author_sign = found.author_sign or cut("author_sign", tidy(field.get("s")))


@lru_cache(maxsize=4096)
def _pages(text: str) -> int:
    if _VOLUMES.search(text):
        return 0
    return max((int(number) for number in _NUMBER.findall(text) if len(number) < 5), default=0)


def own_field(marc: Marc) -> Field | None:
    return next((field for field in marc[OWN] if field.get("2") == OURS), None)


def set_own(marc: Marc, code: str, text: str) -> None:
    old = own_field(marc)
    said = dict(old.subs) if old else {"2": OURS}
    said[code] = text
    subs = tuple((known, value) for known, value in said.items() if value)
    if old is not None:
        marc.fields.remove(old)
    if len(subs) > 1:
        marc.add(Field(OWN, "" if marc.scheme == "irbis" else "  ", "", subs))


# --- names ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Name:
    """A person (`given` may be initials) or a body (`body`), in a role; `dates` of life."""

    surname: str
    given: str = ""
    role: str = ""
    dates: str = ""
    body: bool = False
    said: str = ""
    """The role as written, where it is none of our list."""

    @property
    def heading(self) -> str:
        return f"{self.surname}, {self.given}" if self.given else self.surname

    @property
    def shown(self) -> str:
        """«Жадан Сергій», «Жадан, С. В.»: as authors are written in the column."""
        if not self.given:
            return self.surname
        return f"{self.surname}, {self.given}" if _INITIALS.match(self.given) else f"{self.surname} {self.given}"

    @property
    def line(self) -> str:
        """In the column of other people: with the role in brackets."""
        role = ROLE_WORDS.get(self.role) or self.said
        return f"{self.shown} ({role})" if role else self.shown


ROLE_WORDS = {
    "editor": "редактор", "translator": "перекладач", "illustrator": "ілюстратор", "compiler": "упорядник",
    "foreword": "автор передмови", "afterword": "автор післямови", "reviewer": "рецензент", "composer": "композитор",
    "performer": "виконавець", "narrator": "читець", "director": "режисер", "photographer": "фотограф", "publisher": "видавець",
    "subject": "про нього",
}  # fmt: skip
ROLE_CODES = {
    "author": ("aut", "070"), "editor": ("edt", "340"), "translator": ("trl", "730"), "illustrator": ("ill", "440"),
    "compiler": ("com", "220"), "foreword": ("aui", "080"), "afterword": ("aft", "075"), "reviewer": ("rev", "675"),
    "composer": ("cmp", "230"), "performer": ("prf", "590"), "narrator": ("nrt", "550"), "director": ("drt", "300"),
    "photographer": ("pht", "600"), "publisher": ("pbl", "650"),
}  # fmt: skip
"""Our role → the relator codes of MARC 21 and of UNIMARC."""
BY_CODE = {code: role for role, codes in ROLE_CODES.items() for code in codes} | {
    "cre": "author",
    "651": "editor",
    "art": "illustrator",
    "oth": "other",
    "ctb": "other",
    "570": "other",
}
_STEMS = (
    ("передм", "foreword"), ("вступ", "foreword"), ("предисл", "foreword"), ("післям", "afterword"), ("послесл", "afterword"),
    ("ред", "editor"), ("edit", "editor"), ("перекл", "translator"), ("перев", "translator"), ("пер.", "translator"),
    ("transl", "translator"), ("іл.", "illustrator"), ("ілюстр", "illustrator"), ("худож", "illustrator"), ("illus", "illustrator"),
    ("упоряд", "compiler"), ("уклад", "compiler"), ("сост", "compiler"), ("compil", "compiler"), ("рец", "reviewer"),
    ("композ", "composer"), ("compos", "composer"), ("викон", "performer"), ("perform", "performer"), ("чита", "narrator"),
    ("чит", "narrator"), ("narr", "narrator"), ("реж", "director"), ("фото", "photographer"), ("видав", "publisher"),
    ("автор", "author"), ("author", "author"),
)  # fmt: skip
_BODY = re.compile(
    r"[«»\"]|бібліотек|університет|інститут|академі|видавн|міністер|товариств|центр|музей|\bрада|спілк|комітет|фонд|асоціац|"
    r"департамент|управлін|служб|школ|організац|агентств|universit|librar|institut|academ|societ|museum|press\b|council",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def role_of(code: str, *words: str) -> tuple[str, str]:
    """Our code, and the words that were said where the code is none of ours."""
    code = code.strip().lower()[:3] if code[:3].isdigit() or len(code.strip()) == 3 else ""
    if role := BY_CODE.get(code):
        return role, ""
    for said in words:
        low = said.strip().lower()
        if role := next((role for stem, role in _STEMS if low.startswith(stem)), ""):
            return role, ""
        if role := next((role for stem, role in _STEMS if stem in low), ""):
            return role, ""
    return "", next((bare(said) for said in words if said.strip()), "")


def is_initials(text: str) -> bool:
    return bool(_INITIALS.match(text))


def read_author(text: str) -> Name:
    """«Жадан, С. В.», «Жадан Сергій», «С. В. Жадан»."""
    text = tidy(text)
    if "," in text:
        surname, _, given = text.partition(",")
        return Name(surname.strip(), given.strip(), "author")
    words = text.split()
    if len(words) > 1 and words[0].endswith("."):
        at = next((place for place, word in enumerate(words) if not word.endswith(".")), len(words) - 1)
        return Name(" ".join(words[at:]), " ".join(words[:at]), "author")
    return Name(words[0], " ".join(words[1:]), "author") if words and not _BODY.search(text) else Name(text, role="author")


def read_line(text: str) -> Name:
    """A line of the column of other people."""
    text = tidy(text)
    role = said = ""
    if text.endswith(")") and "(" in text:
        text, _, said = text[:-1].rpartition("(")
        text, (role, said) = text.strip(), role_of("", said)
    if _BODY.search(text):
        return Name(text, role=role, said=said, body=True)
    name = read_author(text)
    name.role, name.said = role, said
    return name


def named(sort: str, heading: str, role: str = "", dates: str = "") -> Named:
    if len(heading) <= HEADING and len(role) <= ROLE and not dates:
        return Named(sort, heading, role)
    return Named(sort, heading[:HEADING], role[:ROLE], tidy(dates).strip(" ()[],.")[:DATES] if dates else "")
