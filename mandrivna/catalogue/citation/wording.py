"""Signs between elements, and the few words a description adds of its own, in the language of the book."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from stdnum import isbn as isbn_number

from mandrivna.catalogue.citation.names import Name
from mandrivna.catalogue.citation.parts import span
from mandrivna.catalogue.citation.source import Source
from mandrivna.shared.text import fold

ET_AL = {"rus": "и др.", "eng": "et al.", "ger": "et al.", "fre": "et al.", "pol": "et al."}
PAGES = {"eng": "p.", "ger": "S.", "fre": "p.", "pol": "s."}
ROLES = re.compile(
    r"\b(?:ред|упоряд|уклад|пер|перекл|худож|іл|ілюстр|вступ|передм|післям|авт|прим|комент|під|за|відп|голов|гол|наук|засн|муз|реж|"
    r"ed|eds|edited|transl|translated|illus|illustrated|foreword|by)\b",
    re.IGNORECASE,
)
PLACES = {
    "Київ": "К.", "Киев": "К.", "Kyiv": "K.", "Харків": "Х.", "Харьков": "Х.", "Львів": "Л.", "Одеса": "О.", "Одесса": "О.",
    "Дніпропетровськ": "Д.", "Москва": "М.", "Санкт-Петербург": "СПб.", "Ленинград": "Л.", "Ленінград": "Л.",
}  # fmt: skip
"""Towns that cards shorten (потребує звірки: whether ДСТУ 3582:2013 still does)."""


def et_al(language: str) -> str:
    return ET_AL.get(language, "та ін.")


def stopped(text: str, signs: str = ".…") -> str:
    """One full stop at the end, not a second one. A year left open keeps its gap: «1993– .»"""
    return text if not text.strip() or text.strip()[-1] in signs else f"{text}."


def clean(text: str) -> str:
    """Without the punctuation that MARC leaves at the end of its sub-fields."""
    return re.sub(r"\s*[/:;,=]\s*$", "", " ".join(text.split()))


def pages(source: Source, *, whole: bool) -> str:
    """«504» → «504 с.»; `whole` keeps pictures and size beside the number."""
    said = clean(source.pages)
    if not whole:
        said = re.split(r"\s+[:;+]\s+", said, maxsplit=1)[0]
    if re.fullmatch(r"[\[\]\dIVXLCivxlc,\s.-]+", said) and said[-1:].isalnum() | said.endswith("]"):
        return f"{said} {PAGES.get(source.language, 'с.')}"
    return re.sub(r"(?<=[\d\]])\s*(с|p|s|S)\.?(?=\s|$|,)", lambda found: f" {found[1]}.", said)


def place_in_host(text: str, language: str) -> str:
    """Pages of a part typed as a number only."""
    said = clean(text)
    if re.fullmatch(r"[\d\s,–—-]+", said):
        return f"{PAGES.get(language, 'с.').upper()} {span(said)}"
    return said


def imprint(source: Source, *, place: str, publisher: str = "", year: str = "") -> str:
    """«Київ : ДІА, 2018» of whatever is known of it."""
    made = " : ".join(part for part in (place, publisher) if part)
    return ", ".join(part for part in (made, year) if part)


def directly(people: Iterable[Name]) -> str:
    return ", ".join(one.direct for one in people)


def others(source: Source) -> str:
    """The statement of responsibility without the authors themselves: who edited, translated, drew."""
    surnames = [fold(one.surname) for one in source.people]
    kept = []
    for part in re.split(r"\s*;\s+", clean(source.responsibility)):
        said = fold(part)
        is_authors = any(_same(surname, said) for surname in surnames) and not ROLES.search(part)
        if part and not is_authors:
            kept.append(part)
    return " ; ".join(kept)


def _same(surname: str, said: str) -> bool:
    root = surname[: max(4, len(surname) - 2)] if len(surname) > 4 else surname
    return re.search(rf"(?<!\w){re.escape(root)}", said) is not None


def day(when: dt.date) -> str:
    return f"{when:%d.%m.%Y}"


def isbn(text: str) -> str:
    return isbn_number.format(text) if isbn_number.is_valid(text) else text


def archive_place(part: str) -> list[str]:
    """«Ф. 1, оп. 32, спр. 2612, арк. 63» in its steps."""
    steps = [
        step.strip(" .,;")
        for step in re.split(r"[.,;]\s+(?=(?:ф|оп|спр|арк|од)\b)|[,;]\s*(?=(?:ф|оп|спр|арк|од)\.)", part, flags=re.IGNORECASE)
    ]
    return [step[:1].upper() + step[1:] for step in steps if step]
