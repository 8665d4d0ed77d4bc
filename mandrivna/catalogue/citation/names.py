"""Names as lists of authors write them and as a description prints them: «Гончар О. Т.» in a heading, «О. Т. Гончар» after a slash.

Several people are parted by «;», or by commas where that can be told from «Прізвище, Ім'я». A name may be written surname first
(with a comma or without), name first, or with initials on either side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandrivna.catalogue.citation.given import GIVEN
from mandrivna.shared.text import fold

_YEARS = re.compile(r"[,\s]*\(?\s*(?:нар\.?\s*)?\b1?\d{3}\s*(?:[-–—]\s*(?:\d{4})?)?\s*\)?\s*$")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s*-?)+")
_INITIAL = re.compile(r"-?[^\W\d_]{1,2}\.")
_PATRONYMIC = re.compile(r"\w+(?:ович|евич|йович|ьович|івна|ївна|овна|евна|ич|оглу|огли|кизи)", re.IGNORECASE)
PARTICLES = frozenset(
    "де дю ді да дель делла дер ден ван фон цу тер ла ле аль ель ібн бен of von van de der den du di da la le".split()  # noqa: SIM905
)
_BODY = re.compile(
    r"(?:бібліотек|інститут|університет|академі|комітет|міністерств|товариств|асоціаці)\w*|рада|спілка|центр|музей|архів|департамент|"
    r"кафедра|фонд|видавництво|library|university|institute|academy|committee|ministry|association|society|council"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person, or an institution: then `surname` is its whole name and there are no given names."""

    surname: str
    given: tuple[str, ...] = ()

    @property
    def initials(self) -> str:
        return " ".join(initial(name) for name in self.given)

    @property
    def inverted(self) -> str:
        return f"{self.surname} {self.initials}".strip()

    @property
    def direct(self) -> str:
        return f"{self.initials} {self.surname}".strip()


def initial(name: str) -> str:
    """«Богдан-Ігор» → «Б.-І.», «Джордж» → «Дж.»; a particle, and what begins with no letter, stays whole."""
    if name.lower() in PARTICLES or not name[:1].isalpha():
        return name
    return "-".join(_letter(part) for part in name.strip(".").split("-") if part.strip("."))


def _letter(part: str) -> str:
    part = part.strip(".'’ʼ")
    return f"{part[:1].upper()}{part[1:2].lower() if fold(part).startswith(('дж', 'dzh')) and part[:1] in 'ДдD' else ''}."


def names(text: str) -> list[Name]:
    """Everybody named in a line, in their order."""
    return [one for part in _parted(text) if (one := name(part)) is not None]


def _parted(text: str) -> list[str]:
    if ";" in text:
        return [part for part in text.split(";") if part.strip()]
    found: list[str] = []
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        if after and _only_surname(piece) and not _is_whole(after):
            found.append(f"{piece}, {after}")
            place += 2
            if place < len(pieces) and re.fullmatch(r"[\d\s–—-]+", pieces[place]):
                place += 1
            continue
        found.append(piece)
        place += 1
    return found


def _only_surname(piece: str) -> bool:
    tokens = [token for token in piece.split() if token.lower() not in PARTICLES]
    return len(tokens) == 1 and not _INITIALS.search(piece)


def _is_whole(piece: str) -> bool:
    """A surname and what stands beside it; «Тарас Григорович» and «Т. Г.» are only the second half of a name."""
    tokens = piece.split()
    if len(tokens) < 2:
        return False
    if _INITIALS.fullmatch(piece):
        return False
    if _INITIALS.search(piece):
        return True
    return not (_known(tokens[0]) or _PATRONYMIC.fullmatch(tokens[-1]) or tokens[-1].lower() in PARTICLES)


def _known(token: str) -> bool:
    return all(fold(part) in GIVEN for part in token.split("-"))


def name(text: str) -> Name | None:
    text = _YEARS.sub("", " ".join(text.split())).strip(" ,;")
    if not text:
        return None
    if _is_body(text):
        return Name(text)
    if "," in text:
        surname, _comma, given = text.partition(",")
        return Name(surname.strip(), _tokens(given.split(",")[0]))
    tokens = _tokens(text)
    if len(tokens) == 1:
        return Name(tokens[0])
    return _by_initials(tokens) or _by_words(tokens)


def _tokens(text: str) -> tuple[str, ...]:
    """«Т.Г.» is two tokens, and so is «Т. Г.»."""
    found: list[str] = []
    for word in text.split():
        if _INITIALS.fullmatch(word) and not re.match(r"[^\W\d_]{1,2}\.-", word):
            found += _INITIAL.findall(word)
        else:
            found.append(word)
    return tuple(found)


def _is_body(text: str) -> bool:
    words = text.replace(",", " ").split()
    if any(_BODY.fullmatch(fold(word)) for word in words):
        return True
    return any(word[:1].islower() and word.lower() not in PARTICLES for word in words)


def _is_initial(token: str) -> bool:
    return _INITIALS.fullmatch(token) is not None


def _by_initials(tokens: tuple[str, ...]) -> Name | None:
    if _is_initial(tokens[0]):
        split = next((at for at, token in enumerate(tokens) if not _is_initial(token)), len(tokens))
        return Name(" ".join(tokens[split:]), tokens[:split]) if split < len(tokens) else Name(" ".join(tokens))
    if _is_initial(tokens[-1]) or _is_initial(tokens[1]):
        split = next(at for at, token in enumerate(tokens) if _is_initial(token))
        head = tokens[:split]
        if len(head) > 1 and _known(head[0]) and head[0].lower() not in PARTICLES:
            return Name(" ".join(head[1:]), (head[0], *tokens[split:]))
        return Name(" ".join(head), tokens[split:])
    return None


def _by_words(tokens: tuple[str, ...]) -> Name:
    lead = next(at for at, token in enumerate(tokens) if token.lower() not in PARTICLES or at == len(tokens) - 1)
    if _PATRONYMIC.fullmatch(tokens[1]) and len(tokens) == 3 and not lead:  # Тарас Григорович Шевченко
        return Name(tokens[2], tokens[:2])
    if not lead and _known(tokens[0]) and not _known(tokens[1]) and (len(tokens) == 2 or not _PATRONYMIC.fullmatch(tokens[-1])):
        split = next((at for at, token in enumerate(tokens) if not _known(token)), len(tokens) - 1)
        return Name(" ".join(tokens[split:]), tokens[:split])
    given = tokens[lead + 1 :]
    if len(given) > 1 and not any(_known(token) or _PATRONYMIC.fullmatch(token) for token in given):
        return Name(" ".join(tokens))
    return Name(" ".join(tokens[: lead + 1]), given)
