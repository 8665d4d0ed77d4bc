"""The address of a search, read and written: what is typed, what narrows it, how it is sorted. One address, one answer: it can be
kept, sent and opened again without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.models import Audience, Kind, Language
from mandrivna.catalogue.search import asking
from mandrivna.catalogue.search.asking import Facets, Limits, Request
from mandrivna.core.places import Shown
from mandrivna.fund.queries import titles_of

PAGE, LONGEST, MOST_VALUES, OFFERED = 20, 120, 10, 8
BOUND = {"t": "назва", "a": "автор", "s": "тема"}
"""Fields of the guided form, each as the operator it stands for."""
SORTS = {
    asking.RELEVANCE: gettext_lazy("найкраще пасують"),
    asking.TITLE: gettext_lazy("за назвою"),
    asking.NEWEST: gettext_lazy("спершу нові видання"),
    asking.OLDEST: gettext_lazy("спершу старі видання"),
    asking.ARRIVED: gettext_lazy("нові надходження"),
}
SIGNS = '"«»“”'


@dataclass(frozen=True)
class Asked:
    """As the address says; values nobody could have chosen are left out."""

    q: str
    bound: Mapping[str, str]
    limits: Limits
    sort: str
    page: int

    @property
    def text(self) -> str:
        """In one line: the guided form is only another way to write it."""
        said = [f"{BOUND[name]}:{word}" for name, value in self.bound.items() for word in value.split()]
        return " ".join([self.q, *said]).strip()

    @property
    def any(self) -> bool:
        return bool(self.text) or self.limits.any

    def pairs(self) -> list[tuple[str, str]]:
        """Everything of the address except the page."""
        about = self.limits
        found = [("q", self.q), *self.bound.items()]
        for name, values in (
            ("kind", about.kinds),
            ("for", about.audiences),
            ("lang", about.languages),
            ("author", about.authors),
            ("subject", about.subjects),
        ):
            found += [(name, value) for value in values]
        found += [("place", str(place)) for place in about.places]
        found += [(name, str(year)) for name, year in zip(("from", "to"), about.years, strict=True) if year is not None]
        found += [(name, "1") for name in ("here", "local") if getattr(about, name)]
        found += [("sort", self.sort)] if self.sort != asking.RELEVANCE else []
        return [(name, value) for name, value in found if value]


def read(query: QueryDict, shown: Shown) -> Asked:
    line = lambda name: " ".join(query.get(name, "").replace("\x00", "").split())[:LONGEST]  # noqa: E731 - as short as it is
    many = lambda name: _several(query.getlist(name))  # noqa: E731 - as short as it is
    places = tuple(
        int(one) for one in many("place") if one.isascii() and one.isdigit() and len(one) < 19 and int(one) in shown.by_pk
    )
    limits = Limits(
        kinds=tuple(one for one in many("kind") if one in Kind.values),
        audiences=tuple(one for one in many("for") if one in Audience.values),
        languages=tuple(one for one in many("lang") if one in Language.values),
        authors=many("author"),
        subjects=many("subject"),
        places=places,
        years=(_year(query.get("from", "")), _year(query.get("to", ""))),
        here=query.get("here") == "1",
        local=query.get("local") == "1",
    )
    number = query.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    sort = query.get("sort", "")
    bound = {name: "".join(sign for sign in line(name) if sign not in SIGNS) for name in BOUND}
    return Asked(line("q"), bound, limits, sort if sort in SORTS else asking.RELEVANCE, page)


def _several(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.replace("\x00", "")[:300] for one in list(values)[:MOST_VALUES] if one))


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 3 <= len(text) <= 4 else None


def request_for(asked: Asked, shown: Shown) -> Request:
    assert shown.institution is not None
    return Request(
        text=asked.text,
        limits=asked.limits,
        sort=asked.sort,
        page=asked.page,
        size=PAGE,
        owners=(shown.institution.pk,),
        open_places=tuple(pk for pk, place in shown.by_pk.items() if place.works),
        counted_places=tuple(place.pk for place in shown.places),
        within=titles_of(shown.institution),
    )


# --- what narrows, as links -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    count: int = 0
    lang: str = ""
    """Names of places and of people are in their own language on an English page."""


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    choices: list[Choice]


def address(pairs: Iterable[tuple[str, str]]) -> str:
    said = urlencode(list(pairs))
    return reverse("public:catalogue") + (f"?{said}" if said else "")


def chips(asked: Asked, shown: Shown) -> list[Choice]:
    """What is in force, each with the address without it."""
    pairs = asked.pairs()
    names: dict[str, Callable[[str], str]] = {
        "kind": lambda value: str(Kind(value).label),
        "for": lambda value: str(Audience(value).label),
        "lang": lambda value: str(Language(value).label),
        "place": lambda value: shown.by_pk[int(value)].full_name,
        "from": lambda value: _("від %(year)s року") % {"year": value},
        "to": lambda value: _("до %(year)s року") % {"year": value},
        "here": lambda _value: _("можна взяти зараз"),
        "local": lambda _value: _("краєзнавство"),
        "t": lambda value: _("назва: %(words)s") % {"words": value},
        "a": lambda value: _("автор: %(words)s") % {"words": value},
        "s": lambda value: _("тема: %(words)s") % {"words": value},
    }
    said = [(pair, names.get(pair[0], lambda value: value)(pair[1])) for pair in pairs if pair[0] not in ("q", "sort")]
    return [Choice(label, address(other for other in pairs if other != pair)) for pair, label in said]


def groups(asked: Asked, facets: Facets, shown: Shown) -> list[Group]:
    pairs = asked.pairs()
    chosen = set(pairs)

    def links(name: str, counted: Iterable[tuple[Any, int]], label: Callable[[Any], str], lang: str = "") -> list[Choice]:
        free = [(value, number) for value, number in counted if (name, str(value)) not in chosen][:OFFERED]
        return [Choice(label(value), address([*pairs, (name, str(value))]), number, lang) for value, number in free]

    places = sorted(facets.places, key=lambda one: -one[1])
    found = [
        Group(
            "here", _("Наявність"), links("here", [(1, facets.here)] if facets.here else [], lambda _one: _("можна взяти зараз"))
        ),
        Group(
            "local", _("Про наш край"), links("local", [(1, facets.local)] if facets.local else [], lambda _one: _("краєзнавство"))
        ),
        Group("place", _("Де стоїть"), links("place", places, lambda pk: shown.by_pk[pk].full_name, "uk")),
        Group(
            "for",
            _("Для кого"),
            links("for", _known(facets.audiences, Audience.values), lambda one: str(Audience(one).label)),
        ),
        Group("kind", _("Що це"), links("kind", _known(facets.kinds, Kind.values), lambda kind: str(Kind(kind).label))),
        Group("lang", _("Мова"), links("lang", _known(facets.languages, Language.values), lambda code: str(Language(code).label))),
        Group("years", _("Рік видання"), _decades(asked, facets)),
        Group("author", _("Автор"), links("author", facets.authors, str, "uk")),
        Group("subject", _("Тема"), links("subject", facets.subjects, str, "uk")),
    ]
    return [group for group in found if group.choices]


def _known(counted: Iterable[tuple[str, int]], values: Iterable[str]) -> list[tuple[str, int]]:
    allowed = set(values)
    return [one for one in counted if one[0] in allowed]


def _decades(asked: Asked, facets: Facets) -> list[Choice]:
    if asked.limits.years != (None, None):
        return []
    counted: dict[int, int] = {}
    for year, number in facets.years:
        counted[year // 10 * 10] = counted.get(year // 10 * 10, 0) + number
    pairs = asked.pairs()
    newest = sorted(counted.items(), reverse=True)[:OFFERED]
    return [
        Choice(f"{first}–{first + 9}", address([*pairs, ("from", str(first)), ("to", str(first + 9))]), number)
        for first, number in newest
    ]
