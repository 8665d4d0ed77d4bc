from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Language
from mandrivna.core.addresses import is_web_address
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.service import institution_of
from mandrivna.programme.models import Event
from mandrivna.programme.states import TRANSITIONS, WAYS, Format, State
from mandrivna.programme.streams import stream_problems
from mandrivna.programme.terms import Terms, terms
from mandrivna.readers.models import Age

LENGTHS = {"title": 200, "subtitle": 200, "project": 60, "where": 200, "link": 300, "about": 3000, "executors": 200, "term": 200}
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
YEARS = (2000, 2100)
MOST_PEOPLE, MOST_LINES, LONGEST_REPORT, LONGEST_REASON = 100_000, 60, 600, 300
LONGEST_EXHIBITION = dt.timedelta(days=400)


def described_problems(said: Mapping[str, Any]) -> list[Problem]:
    """Of what a series and an event have alike."""
    known = terms()
    found = [*_length_problems(said), *_choice_problems(said, known)]
    if not str(said.get("title", "")).strip():
        found.append(Blocker(code="no_title", text=_("Напишіть, як називається подія."), field="title"))
    link = str(said.get("link", ""))
    if link and not is_web_address(link):
        text = _("Це не адреса сторінки. Скопіюйте її з рядка браузера.")
        found.append(Blocker(code="wrong_link", text=text, field="link"))
    found += stream_problems(said.get("streams", []))
    return found + clock_problems(str(said.get("starts", "")), str(said.get("ends", "")))


def _length_problems(said: Mapping[str, Any]) -> list[Problem]:
    return [
        Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=name)
        for name, most in LENGTHS.items()
        if len(str(said.get(name, ""))) > most
    ]


def _choice_problems(said: Mapping[str, Any], known: Terms) -> list[Problem]:
    found: list[Problem] = []
    if said.get("form") not in known.forms:
        found.append(Blocker(code="unknown_form", text=_("Оберіть форму роботи зі списку."), field="form"))
    if said.get("direction") and said["direction"] not in known.directions:
        found.append(Blocker(code="unknown_direction", text=_("Оберіть напрям зі списку."), field="direction"))
    if set(said.get("audiences") or []) - set(known.audiences):
        found.append(Blocker(code="unknown_audience", text=_("Оберіть аудиторію зі списку."), field="audiences"))
    if said.get("format", Format.PLACE) not in Format.values:
        found.append(Blocker(code="unknown_format", text=_("Подія буває наживо, онлайн або разом."), field="format"))
    if said.get("language") and said["language"] not in Language.values:
        found.append(Blocker(code="unknown_language", text=_("Оберіть мову зі списку."), field="language"))
    return found


def clock_problems(starts: str, ends: str) -> list[Problem]:
    found: list[Problem] = []
    for field, said in (("starts", starts), ("ends", ends)):
        if said and not CLOCK.fullmatch(said):
            found.append(Blocker(code="wrong_clock", text=_("Час пишуть як 18:30."), field=field))
    if not found and ends and not starts:
        found.append(Blocker(code="no_beginning", text=_("Напишіть і початок."), field="starts"))
    elif not found and ends and ends <= starts:
        found.append(Blocker(code="ends_before", text=_("Кінець має бути пізніше за початок."), field="ends"))
    return found


def place_problems(unit: Unit, place: Unit) -> list[Problem]:
    if place.closed_on or unit.closed_on:
        return [Blocker(code="place_closed", text=_("Це місце закрито."), field="place" if place.closed_on else "unit")]
    if institution_of(place) != institution_of(unit):
        return [Blocker(code="foreign_place", text=_("Це місце іншого закладу."), field="place")]
    return []


def year_problems(year: int) -> list[Problem]:
    if YEARS[0] <= year <= YEARS[1]:
        return []
    return [Blocker(code="wrong_year", text=_("Рік пишуть чотирма цифрами."), field="year")]


def day_problems(on: dt.date, until: dt.date | None) -> list[Problem]:
    if not YEARS[0] <= on.year <= YEARS[1]:
        return [Blocker(code="wrong_day", text=_("Перевірте рік у даті."), field="on")]
    if until is not None and until < on:
        return [Blocker(code="ends_before", text=_("Останній день не може бути раніше за перший."), field="until")]
    if until is not None and until - on > LONGEST_EXHIBITION:
        return [Blocker(code="too_long_event", text=_("Понад рік подія не триває: перевірте останній день."), field="until")]
    return []


def opening_problems(on: dt.date, until: dt.date | None, opening: dt.date | None) -> list[Problem]:
    if opening is None:
        return []
    if until is None or until == on:
        text = _("Своє відкриття має те, що триває кілька днів: напишіть останній день.")
        return [Blocker(code="opening_of_a_day", text=text, field="opening")]
    if not on <= opening <= until:
        text = _("Відкриття буває в один із днів від першого до останнього.")
        return [Blocker(code="opening_outside", text=text, field="opening")]
    return []


def state_problems(event: Event, to: str) -> list[Problem]:
    if to in TRANSITIONS[event.state]:
        return []
    text = _("Подія вже в стані «%(state)s»: зробити цього з нею не можна.") % {"state": event.get_state_display()}
    return [Blocker(code="wrong_state", text=text)]


def twice_problems(event: Event, on: dt.date, starts: str) -> list[Problem]:
    """A series happens once at one time of one day."""
    if event.series_id is None:
        return []
    others = Event.objects.filter(series=event.series_id, on=on, starts=starts).exclude(state=State.CANCELLED).exclude(pk=event.pk)
    if not others.exists():
        return []
    return [Blocker(code="twice", text=_("У цього циклу вже є подія в цей день і час."), field="on")]


def reason_problems(reason: str) -> list[Problem]:
    if not reason.strip():
        return [Blocker(code="no_reason", text=_("Напишіть причину: її побачать колеги."), field="reason")]
    if len(reason) > LONGEST_REASON:
        text = _("Задовго: можна до %(most)d знаків.") % {"most": LONGEST_REASON}
        return [Blocker(code="too_long", text=text, field="reason")]
    return []


def count_problems(event: Event, counts: list[dict[str, Any]], report: str, today: dt.date) -> list[Problem]:
    """What is told of those who came: only ways in which one could come, only numbers that can be."""
    found: list[Problem] = [*state_problems(event, State.HELD)]
    if event.on > today:
        found.append(Blocker(code="future", text=_("Цей день ще не настав: людей порахуєте після події.")))
    if len(report) > LONGEST_REPORT:
        text = _("Задовго: можна до %(most)d знаків.") % {"most": LONGEST_REPORT}
        found.append(Blocker(code="too_long", text=text, field="report"))
    if len(counts) > MOST_LINES:
        found.append(Blocker(code="too_many_lines", text=_("Забагато рядків: складіть однакові разом.")))
    ways, audiences = WAYS[event.format], terms().audiences
    for line in counts:
        if line.get("way") not in ways:
            found.append(Blocker(code="unknown_way", text=_("Так на цю подію прийти не можна було.")))
        if line.get("audience") not in audiences:
            found.append(Blocker(code="unknown_audience", text=_("Оберіть аудиторію зі списку.")))
        if line.get("age") not in Age.values:
            found.append(Blocker(code="unknown_age", text=_("Оберіть вікову групу зі списку.")))
        number = line.get("number")
        if type(number) is not int or not 0 <= number <= MOST_PEOPLE:
            found.append(Blocker(code="wrong_number", text=_("Кількість має бути від 0 до 100 000.")))
    return found
