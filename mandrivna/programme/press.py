"""Words for newspapers and networks, made of what is known of an event: an announcement before it, a release after it.

A draft: whoever sends it out reads it first and adds what the program cannot know. No person is named in it but by what was written
in the event itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mandrivna.core.letterhead import letterhead
from mandrivna.core.models import Profile
from mandrivna.programme.after import summary
from mandrivna.programme.models import Event, EventMaterial
from mandrivna.programme.posting import entry_words
from mandrivna.programme.queries import Announced
from mandrivna.programme.states import Format, MaterialKind
from mandrivna.programme.terms import terms
from mandrivna.shared.printing.document import Block, Document, Heading, Margins, Text

ANNOUNCEMENT, RELEASE = "announcement", "release"
KINDS = {ANNOUNCEMENT: gettext_lazy("Анонс"), RELEASE: gettext_lazy("Реліз після події")}
QUOTES = 3
ON_DAY = (
    gettext_lazy("у понеділок"),
    gettext_lazy("у вівторок"),
    gettext_lazy("у середу"),
    gettext_lazy("у четвер"),
    gettext_lazy("у п’ятницю"),
    gettext_lazy("у суботу"),
    gettext_lazy("у неділю"),
)


@dataclass(frozen=True)
class Said:
    """What the face knows beside the event: who speaks, and the address of its page where it has one."""

    library: str
    profile: Profile
    today: dt.date
    address: str = ""


def paper(kind: str, told: Announced, said: Said) -> Document:
    one = told.event
    blocks = _announced(told, said) if kind == ANNOUNCEMENT else _held(told, said)
    return Document(
        language=get_language() or "uk",
        title=_title(one.title),
        under_title=[one.subtitle] if one.subtitle else [],
        letterhead=letterhead(one.institution),
        blocks=[*blocks, *_about_us(said)],
        notes=[_("Чернетка, складена програмою із запису події. Прочитайте її перед тим, як надсилати.")],
        margins=Margins(left=25),
        made=_("Складено %(day)s") % {"day": date_format(timezone.localtime(), "d.m.Y H:i")},
        page_of=_("Сторінка {page} з {pages}"),
    )


def _title(title: str) -> str:
    """In quotation marks, unless its author has set them."""
    return title if "«" in title else f"«{title}»"


def _day(told: Announced) -> str:
    """«12 грудня 2026 року, у суботу, о 16:00»; the eleventh hour begins with a vowel."""
    one = told.event
    if one.until is not None:
        return _("від %(first)s до %(last)s року") % {
            "first": date_format(one.on, "j E"), "last": date_format(one.until, "j E Y"),
        }  # fmt: skip
    return _moment(one, one.on)


def _moment(one: Event, on: dt.date) -> str:
    day = _("%(day)s року, %(weekday)s") % {"day": date_format(on, "j E Y"), "weekday": ON_DAY[on.weekday()]}
    if not one.starts:
        return day
    hour = one.starts.lstrip("0") if one.starts[:2] != "00" else one.starts
    at = _("об %(hour)s") if one.starts.startswith("11") else _("о %(hour)s")
    return f"{day}, {at % {'hour': hour}}"


def _named(told: Announced) -> str:
    one, label = told.event, terms().form_label(told.event.form)
    named = _title(one.title)
    return _("%(form)s %(title)s") % {"form": label, "title": named} if label.casefold() not in named.casefold() else named


def _announced(told: Announced, said: Said) -> list[Block]:
    one, known = told.event, terms()
    words = {"day": _begun(_day(told)), "library": said.library, "what": _named(told)}
    blocks: list[Block] = [Text(text=_("%(day)s %(library)s запрошує на подію: %(what)s.") % words)]
    blocks += _paragraphs(one.about)
    blocks += [Heading(text=_("Головне")), Text(text=_("Коли: %(day)s.") % {"day": _day(told)})]
    if one.opening is not None:
        blocks.append(Text(text=_("Відкриття: %(day)s.") % {"day": _moment(one, one.opening)}))
    blocks += [Text(text=_("Де: %(where)s.") % {"where": where}) for where in [_place(told)] if where]
    if one.audiences:
        blocks.append(Text(text=_("Для кого: %(who)s.") % {"who": known.audience_words(one.audiences)}))
    blocks.append(Text(text=f"{entry_words(one)}."))
    if told.place is not None and told.place.accessibility:
        blocks.append(Text(text=_("Доступність: %(text)s") % {"text": " ".join(told.place.accessibility.split())}))
    if said.address:
        blocks.append(Text(text=_("Подробиці й зміни: %(address)s") % {"address": said.address}))
    return blocks


def _held(told: Announced, said: Said) -> list[Block]:
    one = told.event
    words = {"day": _begun(_day(told)), "what": _named(told), "library": said.library}
    blocks: list[Block] = [Text(text=_("%(day)s відбулася подія: %(what)s. Організатор — %(library)s.") % words)]
    blocks += [Text(text=line) for line in _figures(told)]
    blocks += _paragraphs(one.report) or [Text(text=_("[Додайте два-три речення: що було найцікавішим, до чого дійшли.]"))]
    found = summary(one)
    if found.quotes:
        blocks.append(Heading(text=_("Що кажуть ті, хто був")))
        blocks += [Text(text=f"«{quote.strip('«»')}»") for quote in found.quotes[:QUOTES]]
    kept = EventMaterial.objects.filter(event=one, on_site=True).exclude(url="").defer("data")
    recordings = [row for row in kept if row.kind == MaterialKind.RECORDING] or list(kept)
    if recordings:
        blocks.append(Heading(text=_("Дивитися й читати")))
        blocks += [Text(text=f"{row.title}: {row.url}") for row in recordings]
    if one.about:
        blocks += [Heading(text=_("Про подію")), *_paragraphs(one.about)]
    return blocks


def _figures(told: Announced) -> list[str]:
    """How many there were: on the spot and online told apart where both could be."""
    one = told.event
    if not one.people:
        return []
    came = ngettext(
        "Подію відвідала %(number)d людина.", "Участь узяли %(number)d людей.", one.people
    ) % {"number": one.people}  # fmt: skip
    if one.format != Format.HYBRID or not one.here or not one.online:
        return [came]
    return [came, _("На місці було %(here)d, онлайн долучилося %(online)d.") % {"here": one.here, "online": one.online}]


def _place(told: Announced) -> str:
    parts = [str(told.place) if told.place else "", told.address]
    where = ", ".join(part for part in parts if part)
    if told.event.format == Format.PLACE:
        return where
    online = _("онлайн, посилання на сторінці події")
    return _("%(where)s, а також онлайн") % {"where": where} if where else online


def _about_us(said: Said) -> list[Block]:
    about = _paragraphs(said.profile.about)[:1]
    reached = [part for part in (said.profile.phone, said.profile.email) if part]
    blocks: list[Block] = [Heading(text=_("Про бібліотеку")), *about] if about else []
    if reached:
        blocks.append(Text(text=_("Для преси: %(contacts)s") % {"contacts": ", ".join(reached)}))
    return blocks


def _paragraphs(text: str) -> list[Block]:
    return [Text(text=" ".join(part.split())) for part in text.replace("\r\n", "\n").split("\n") if part.strip()]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
