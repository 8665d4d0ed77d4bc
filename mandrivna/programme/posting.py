"""What a poster says of an event, and a programme of several: in words, as the site may tell them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.programme.circle_standing import belonging_to, for_members, joining_words
from mandrivna.programme.models import Event
from mandrivna.programme.queries import Announced
from mandrivna.programme.signups import admission_of, ages, with_signing
from mandrivna.programme.states import Format
from mandrivna.programme.streams import streams_of
from mandrivna.programme.terms import Terms, terms
from mandrivna.shared import qr
from mandrivna.shared.printing.posters import Poster, Row

MOST_WHERE = 160


def poster_of(told: Announced, *, library: str, today: dt.date, address: str = "", photo: bytes = b"", alt: str = "") -> Poster:
    """`address` is that of the event's page: what the site does not show has no code."""
    one, known = told.event, terms()
    day, month, weekday = _large(one)
    return Poster(
        library=library,
        title=one.title,
        subtitle=one.subtitle,
        kicker=_begun(known.form_label(one.form)),
        date=when(one, today),
        day=day,
        month=month,
        weekday=weekday,
        clock=_clock(one),
        where=_where(told),
        audience=_for_whom(one, known),
        note=entry_words(one),
        qr=qr.svg(address) if address else "",
        qr_words=_("Подробиці на сайті"),
        qr_said=_("Код, який відкриває сторінку події: %(address)s") % {"address": address} if address else "",
        photo=photo,
        photo_said=alt or _("Світлина"),
    )


def programme_of(
    rows: Iterable[Announced], *, library: str, title: str, subtitle: str = "", address: str = ""
) -> Poster:  # fmt: skip
    listed = list(rows)
    signing, members = with_signing(told.event for told in listed), for_members(told.event for told in listed)
    return Poster(
        library=library,
        title=title,
        subtitle=subtitle,
        rows=[_row(told, _how(told.event, signing, members)) for told in listed],
        more=_("Решта подій на сайті: {}"),
        note=_("Вхід вільний"),
        qr=qr.svg(address) if address else "",
        qr_words=_("Усі події на сайті"),
        qr_said=_("Код, який відкриває події на сайті: %(address)s") % {"address": address} if address else "",
    )


def entry_words(one: Event) -> str:
    """Whether one may simply come. Free it always is."""
    admission = admission_of(one)
    if admission is None:
        circle = belonging_to(one)
        return joining_words(circle) if circle is not None else _("Вхід вільний")
    bounds = ages(admission) if admission.bounded else ""
    return _("Вхід вільний, за записом. Вік: %(ages)s") % {"ages": bounds} if bounds else _("Вхід вільний, за записом")


def when(one: Event, today: dt.date) -> str:
    """«12 грудня, субота», «3 – 20 грудня», «28 листопада – 3 січня 2027»: the year where it is another one."""
    last = _day(one.last_day, today)
    if one.until is None:
        return f"{last}, {_weekday(one.on)}"
    if (one.on.year, one.on.month) == (one.until.year, one.until.month):
        return f"{one.on.day} – {last}"
    return f"{date_format(one.on, 'j E')} – {last}"


def _day(day: dt.date, today: dt.date) -> str:
    return date_format(day, "j E" if day.year == today.year else "j E Y")


def _weekday(day: dt.date) -> str:
    return date_format(day, "l").lower()


def _large(one: Event) -> tuple[str, str, str]:
    """The number, the month and the day of the week; of a stretch over two months both are numbers."""
    if one.until is None:
        return str(one.on.day), date_format(one.on, "E"), _weekday(one.on)
    if (one.on.year, one.on.month) == (one.until.year, one.until.month):
        return f"{one.on.day}–{one.until.day}", date_format(one.on, "E"), ""
    return f"{one.on:%d.%m}–{one.until:%d.%m}", "", ""


def _clock(one: Event) -> str:
    """Of what goes on for days the hour is that of its opening."""
    if one.until is None:
        return one.clock
    if one.opening is None or one.opening == one.on:
        return _("відкриття о %(hour)s") % {"hour": one.starts} if one.starts else ""
    said = {"day": date_format(one.opening, "j E"), "hour": one.starts}
    return _("відкриття %(day)s о %(hour)s") % said if one.starts else _("відкриття %(day)s") % said


def _where(told: Announced) -> list[str]:
    alone, on = told.event.format == Format.ONLINE, ", ".join(dict.fromkeys(one.label for one in streams_of(told.event)))
    online = _("Онлайн, посилання на сторінці події") if alone else _("і онлайн")
    if on:
        online = (_("Онлайн: %(where)s, посилання на сторінці події") if alone else _("і онлайн: %(where)s")) % {"where": on}
    lines = [_short(str(told.place)) if told.place else "", _short(told.address)]
    lines += [online] if told.event.format != Format.PLACE else []
    return [_begun(line) if not number else line for number, line in enumerate(line for line in lines if line)]


def _short(text: str) -> str:
    return text if len(text) <= MOST_WHERE else f"{text[:MOST_WHERE].rstrip()}…"


def _for_whom(one: Event, known: Terms) -> str:
    return _("Для кого: %(who)s") % {"who": known.audience_words(one.audiences)} if one.audiences else ""


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _how(one: Event, signing: set[uuid.UUID], members: dict[uuid.UUID, bool]) -> str:
    """What one does before one comes; nothing where one simply comes."""
    if one.pk in signing:
        return _("за записом")
    if one.pk in members:
        return _("для учасників клубу") if members[one.pk] else _("для учасників групи")
    return ""


def _row(told: Announced, how: str) -> Row:
    one = told.event
    day, month, weekday = _large(one)
    said = [_clock(one), str(told.place) if told.place else told.address]
    said += [_("онлайн")] if one.format != Format.PLACE else []
    said += [how]
    months = ", ".join(part for part in (month, weekday) if part)
    return Row(day=day, month=months, title=one.title, subtitle=one.subtitle, about=" · ".join(part for part in said if part))
