"""The first page: who approves, what the document is called, for which year, where it was made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mandrivna.planning.reading.blocks import Paragraph
from mandrivna.planning.reading.headings import shouts
from mandrivna.planning.reading.said import Approval
from mandrivna.shared.dates.terms import read_term

TITLE = re.compile(
    r"(?:перспективний |річний |про[єе]кт\s*)*(?:план\w*|програм[аи]|стратегі[яїю]|концепці[яїю]|про[єе]кт)(?:\s|$)", re.IGNORECASE
)
APPROVES = re.compile(r"(?:затверджую|затверджено|погоджено|схвалено)", re.IGNORECASE)
_ENDS_TITLE = re.compile(r"(?:\d{4}|\b\d)\s*(?:-\s*\d{4}\s*)?(?:рік|роки|року|рр?\.?)\s*$", re.IGNORECASE)
_YEARS = re.compile(r"(20\d\d)\s*[-–—]\s*(20\d\d)\s*(?:роки|років|рр)")
_YEAR = re.compile(r"(?:на|план\w*\s+на)\s+(20\d\d)\s*(?:рік|р\b)", re.IGNORECASE)
_DATE = re.compile(r"[«\"“]?\s*(\d{1,2}|_+)?\s*[»\"”]?\s*([а-яіїєґ]{4,12}|\d{2})[\s.]+(20\d\d)\s*(?:року|р\.?)?", re.IGNORECASE)
NAME = re.compile(
    r"(?:[А-ЯҐЄІЇ]\.\s?){1,2}[А-ЯҐЄІЇ][\w'’-]+|[А-ЯҐЄІЇ][а-яґєії'’]+\s+(?:[А-ЯҐЄІЇ][а-яґєії'’]+\s+)?[А-ЯҐЄІЇ][А-ЯҐЄІЇ'’-]{2,}"
)
_CITY = re.compile(r"(?:м\.\s*)?[А-ЯҐЄІЇ][а-яґєії'’]+(?:\s*[–—-]\s*[А-ЯҐЄІЇ][а-яґєії'’]+)*(?:,?\s*(?:20\d\d))?")
LONGEST = 160


@dataclass
class Cover:
    title: str = ""
    place: str = ""
    compiled: str = ""
    """The year it was written in, as it stands under the place."""
    approval: Approval | None = None
    rest: list[Paragraph] = field(default_factory=list)


def read_cover(paragraphs: Sequence[Paragraph]) -> Cover:
    """The paragraphs before the first heading; what is no part of a cover comes back in `rest`."""
    cover = Cover()
    left = list(paragraphs)
    at = next((at for at, one in enumerate(left[:20]) if APPROVES.match(one.text) and len(one.text) < LONGEST), None)
    if at is not None:
        left = _approval(left, at, cover)
    at = next(
        (at for at, one in enumerate(left[:20]) if TITLE.match(one.text) and len(one.text) < LONGEST and not one.bullet), None
    )
    if at is not None:
        left = _title(left, at, cover)
    cover.rest = left
    return cover


def _approval(left: list[Paragraph], at: int, cover: Cover) -> list[Paragraph]:
    post: list[str] = []
    name = date = ""
    end = at + 1
    for end in range(at + 1, min(at + 8, len(left))):
        text = left[end].text.strip(" _")
        if TITLE.match(text) or len(text) > LONGEST:
            break
        if said := _DATE.search(text):
            date = said[0]
            end += 1
            break
        if found := NAME.search(text):  # «Директорка ЛОУНБ» looks like a name too: the last one is it
            post += [name] if name else []
            name = found[0]
            post += [text[: found.start()].strip(" _,")] if text[: found.start()].strip(" _,") else []
        elif text:
            post.append(text)
    term = read_term(re.sub(r"[«»\"“”]", "", date), int(date_year[0]) if (date_year := re.findall(r"20\d\d", date)) else 2000)
    day = term.spans[0][0] if date and len(term.spans) == 1 and term.spans[0][0] == term.spans[0][1] else None
    cover.approval = Approval(" ".join(post), name, date.strip(), day)
    return left[:at] + left[end:]


def _title(left: list[Paragraph], at: int, cover: Cover) -> list[Paragraph]:
    end = at
    said: list[str] = []
    while end < len(left) and len(said) < 6 and len(left[end].text) < LONGEST and not left[end].bullet:
        said.append(left[end].text)
        end += 1
        if _ENDS_TITLE.search(said[-1]):
            break
    else:
        if len(said) > 1 and not _ENDS_TITLE.search(" ".join(said)):  # a sentence begins with «План»: no cover
            end, said = at + 1, said[:1]
    cover.title = " ".join(said)
    rest = left[end:]
    while rest and (_is_place(rest) or re.fullmatch(r"20\d\d(?:\s*р\w*\.?)?", rest[0].text.strip())):
        if rest[0].text.strip()[:1].isdigit():
            cover.compiled = rest[0].text.strip()
        else:
            cover.place = rest[0].text.strip()
        rest = rest[1:]
    return left[:at] + rest


def _is_place(rest: Sequence[Paragraph]) -> bool:
    """«Старобільськ – Черкаси», «м. Черкаси»; a lone word is a place only when the year stands under it."""
    said = rest[0].text.strip()
    if len(said) > 60 or not _CITY.fullmatch(said):
        return False
    return bool(re.search(r"м\.|[–—-]|20\d\d", said)) or (len(rest) > 1 and re.match(r"20\d\d\b", rest[1].text.strip()) is not None)


def years_of(title: str, columns: Iterable[str], texts: Iterable[str]) -> tuple[int | None, int | None]:
    """(year, last year of a plan for several)."""
    if said := _YEARS.search(title):
        return int(said[1]), int(said[2])
    if said := _YEAR.search(title) or re.search(r"\b(20\d\d)\b", title):
        return int(said[1]), None
    heads = [int(found[1]) for head in columns if (found := re.search(r"план\w*\s+(?:на\s+)?(20\d\d)", head, re.IGNORECASE))]
    if heads:
        return max(heads), None
    long: Counter[tuple[int, int]] = Counter()
    single: Counter[int] = Counter()
    for text in texts:
        long.update((int(one), int(other)) for one, other in _YEARS.findall(text))
        single.update(int(one) for one in _YEAR.findall(text))
    if long and sum(long.values()) > sum(single.values()):
        return long.most_common(1)[0][0]
    return (single.most_common(1)[0][0], None) if single else (None, None)


def is_title_like(text: str) -> bool:
    return shouts(text) or TITLE.match(text) is not None
