"""What is said outside tables: directions of a strategy with their scope and years, lists with a heading, a signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mandrivna.planning.reading.blocks import Paragraph
from mandrivna.planning.reading.said import Kind, NamedList, Place, ReadPlan, Scope, Section, TermSaid
from mandrivna.planning.reading.shape import Shape
from mandrivna.planning.reading.terms import term_of

_DIRECTION = re.compile(r"(\d{1,2})\.\s+(\S.*)", re.DOTALL)
_CLOSING = re.compile(r"\(([^()]{0,600}(?:термін \w+ \d{4}|координаційний центр|координатор)[^()]{0,600})\)", re.IGNORECASE)
_COORDINATOR = re.compile(r"координа(?:ційний центр|тор\w*)\s*[-–—:]\s*(.+)", re.IGNORECASE)
_YEARS = re.compile(r"термін\w*\s+\w+\s+((20\d\d)\s*(?:[-–—]\s*(20\d\d))?\s*\w*\.?)", re.IGNORECASE)
_STRATEGY = re.compile(r"(?:основні |пріоритетні )?напрям\w+ .{5,200}20\d\d\s*[-–—]\s*20\d\d\s*(?:роки|рр)", re.IGNORECASE)
_LIST = re.compile(
    r"(?:стратегічні |основні )?(?:індикатори|драйвери|інструментарій|інструменти|склад [\w\s]+групи)\b.{0,60}", re.IGNORECASE
)
_SURNAME, _INITIALS = r"[А-ЯҐЄІЇ][\w'’-]+", r"(?:[А-ЯҐЄІЇ]\.\s?){1,2}"
_NAME = re.compile(rf"{_INITIALS}{_SURNAME}|[А-ЯҐЄІЇ][а-яґєії'’]+\s+{_SURNAME}|{_SURNAME}\s+{_INITIALS}")
_SAYS = re.compile(
    r"\s[-–—]\s*це\b|\b(?:повин\w+|має|мають|може|можуть|треба|потрібно|слід|зробил\w+|стал[аио]|є|ще не)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?:[^.]|\.(?=\S))+\.?")
SHORT_SENTENCE, SHORT_SIGNATURE = 75, 120


def finish(plan: ReadPlan, shape: Shape) -> ReadPlan:
    if not plan.rows and sum(len(_CLOSING.findall(one.text)) for one in shape.preamble) >= 3:
        return _strategy(plan, shape.preamble)
    if plan.kind == Kind.PROGRAMME:
        plan = _lists_after(plan)
    return _signed(plan)


# --- a strategy ---------------------------------------------------------------------------------------------------------


def _strategy(plan: ReadPlan, said: Sequence[Paragraph]) -> ReadPlan:
    starts: list[int] = []
    for at, one in enumerate(said):
        found = _DIRECTION.match(one.text)
        if found and int(found[1]) == len(starts) + 1:
            starts.append(at)
    if not starts:
        return plan
    sections = [_direction(said[at:end]) for at, end in zip(starts, [*starts[1:], len(said)], strict=True)]
    notes = list(plan.notes)
    last = sections[-1]
    if last.scopes and last.narrative and not _CLOSING.search(last.narrative[-1]) and len(last.narrative[-1]) < 200:
        notes.append(last.narrative[-1])
        sections[-1] = replace(last, narrative=last.narrative[:-1])
    title = next((found[0] for one in said[: starts[0]] if (found := _STRATEGY.search(one.text))), plan.title)
    years = re.findall(r"20\d\d", title)
    lists, rest = _lists(said[: starts[0]])
    return replace(
        plan,
        kind=Kind.STRATEGY,
        title=plan.title or title,
        year=int(years[0]) if len(years) == 2 else plan.year,
        until=int(years[1]) if len(years) == 2 else plan.until,
        preamble=tuple(rest),
        sections=tuple(sections),
        lists=tuple(lists),
        notes=tuple(notes),
        doubts=tuple(one for one in plan.doubts if one.code != "no_rows"),
    )


def _direction(said: Sequence[Paragraph]) -> Section:
    found = _DIRECTION.match(said[0].text)
    number, text = (found[1], found[2]) if found else ("", said[0].text)
    title, rest = _titled(text)
    narrative = ([rest] if rest else []) + [one.written for one in said[1:]]
    scopes = tuple(_scope(match) for one in said for match in _CLOSING.finditer(one.text))
    place = Place(page=said[0].place.page, first=said[0].place.first, last=said[-1].place.last)
    return Section(number, title, tuple(narrative), scopes=scopes, place=place)


def _titled(text: str) -> tuple[str, str]:
    """The sentences at the beginning that are short and say no more than a name: without a verb and without «– це»."""
    text = re.sub(r"\)\.(?=[А-ЯҐЄІЇ])", "). ", text)
    taken = 0
    for sentence in _SENTENCE.finditer(text):
        said = sentence[0].strip()
        if taken and (len(said) > SHORT_SENTENCE or _SAYS.search(said)):
            break
        taken = sentence.end()
    return text[:taken].strip().rstrip("."), text[taken:].strip()


def _scope(match: re.Match[str]) -> Scope:
    parts = [part.strip() for part in re.split(r",\s*", match[1])]
    applies, notes, coordinator, term = "", list[str](), "", None
    for part in parts:
        if years := _YEARS.search(part):
            term = term_of(years[1], f"{years[2]}-{years[3]} роки" if years[3] else years[2], int(years[2]), has_parent_term=False)
        elif found := _COORDINATOR.match(part):
            coordinator = found[1]
        elif re.match(r"стосується", part, re.IGNORECASE):
            applies = part
        else:
            notes.append(part)
    if not applies:
        applies, notes = ", ".join(notes), []
    return Scope(match[0], applies, coordinator, term, ", ".join(notes))


# --- lists --------------------------------------------------------------------------------------------------------------


def _lists(said: Sequence[Paragraph]) -> tuple[list[NamedList], list[str]]:
    """A sentence that ends with a colon and the items under it; the rest is text."""
    lists: list[NamedList] = []
    rest: list[str] = []
    at = 0
    while at < len(said):
        end = at + 1
        while said[at].text.endswith(":") and end < len(said) and said[end].bullet:
            end += 1
        if end > at + 1:
            lists.append(NamedList(said[at].text, tuple(one.written for one in said[at + 1 : end]), place=said[at].place))
        else:
            rest.append(said[at].written)
        at = end
    return lists, rest


def _lists_after(plan: ReadPlan) -> ReadPlan:
    sections = list(plan.sections)
    lists = list(plan.lists)
    for at, section in enumerate(sections):
        kept: list[str] = []
        open_: list[str] | None = None
        for line in section.after:
            if line.endswith(":") or (_LIST.fullmatch(line) and "%" not in line):
                open_ = [line]
                lists.append(NamedList(line, (), place=section.place))
            elif open_ is not None:
                open_.append(line)
                lists[-1] = replace(lists[-1], items=tuple(open_[1:]), terms=tuple(_item_term(one, plan.year) for one in open_[1:]))
            else:
                kept.append(line)
        sections[at] = replace(section, after=tuple(kept))
    return replace(plan, sections=tuple(sections), lists=tuple(lists))


def _item_term(item: str, year: int | None) -> TermSaid:
    """«Анкетування (щорічно)», «Щорічний % …»: how often is said in brackets or by the first word; «за рік» is once a year."""
    for said in _termed(item):
        term = term_of(said, said, year, has_parent_term=False)
        if term.short not in ("?", "none"):
            return replace(term, short="rate 1") if term.short == "year" else term
    return TermSaid("", "none")


def _termed(item: str) -> Iterator[str]:
    yield from re.findall(r"\(([^()]{3,60})\)", item)
    first = item.split(" ", 1)[0]
    if first.casefold().startswith("що"):
        yield first


# --- a signature --------------------------------------------------------------------------------------------------------


def _signed(plan: ReadPlan) -> ReadPlan:
    """The last lines after the last table: a post, and a name that is nothing but a name."""
    if not plan.sections or plan.signature:
        return plan
    last = plan.sections[-1]
    lines = list(last.after)
    if not lines or not _NAME.fullmatch(lines[-1].strip(" _")) or len(lines) < 2 or len(lines[-2]) > SHORT_SIGNATURE:
        return plan
    sections = (*plan.sections[:-1], replace(last, after=tuple(lines[:-2])))
    return replace(plan, sections=sections, signature=(lines[-2].strip(" _"), lines[-1].strip(" _")))
