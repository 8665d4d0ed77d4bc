"""For a member of staff: what was just answered, by two taps and several at once, and what could not be given. Nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from mandrivna.core.models import Unit
from mandrivna.enquiries.actions.log import log, strike_log
from mandrivna.enquiries.actions.refusals import record_refusal
from mandrivna.enquiries.logged import day_number, lines_for
from mandrivna.enquiries.models import LogLine
from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.rules import LOG, RECORD
from mandrivna.enquiries.states import Served, Way
from mandrivna.enquiries.terms import terms
from mandrivna.faces.bot.saying import Button
from mandrivna.faces.bot.talk.kit import TAPS, Talk, menu_button, places_of, step, tap, uid_in

MANY = (1, 2, 5, 10)
WAYS = (Way.DESK, Way.PHONE, Way.CHAT)
LETTERS = {Served.REFERENCE: "r", Served.CONSULTATION: "c"}


def enquiry_buttons(talk: Talk) -> list[Button]:
    buttons = [Button(_("Довідки й консультації"), "served")] if talk.colleague.can(LOG) else []
    return [*buttons, Button(_("Записати відмову"), "refused")] if talk.colleague.can(RECORD) else buttons


@dataclass(frozen=True)
class Setting:
    """What the next tap on a kind will write: where, how it was asked, how many. All of it stands in the buttons themselves."""

    place: Unit
    way: str = Way.DESK
    many: int = 1

    def data(self, word: str, *more: str, way: str = "", many: int = 0) -> str:
        return ":".join([word, str(self.place.pk), way or self.way, str(many or self.many), *more])

    @classmethod
    def of(cls, talk: Talk, parts: list[str]) -> Self | None:
        """None for a place that is not the colleague's, or for what no button of ours says."""
        place = next((one for one in places_of(talk) if parts and str(one.pk) == parts[0]), None)
        if place is None or not talk.colleague.can(LOG, place.path):
            return None
        way, many = (parts[1:3] + [Way.DESK.value, "1"][len(parts[1:3]) :])[:2]
        if way not in {one.value for one in WAYS} or many not in map(str, MANY):
            return None
        return cls(place, way, int(many))


@tap("served")
def served(talk: Talk, about: str) -> None:
    """One tap leads here, the next writes."""
    places = [place for place in places_of(talk) if talk.colleague.can(LOG, place.path)]
    if not about and len(places) != 1:
        if not places:
            TAPS["staff"](talk, "")
            return
        talk.say(_("Де відповідали?"), *[Button(str(place), f"served:{place.pk}") for place in places], menu_button())
        return
    now = Setting.of(talk, about.split(":") if about else [str(places[0].pk)])
    if now is None:
        TAPS["staff"](talk, "")
        return
    _offer(talk, now, Served.REFERENCE)


@tap("advice")
def advice(talk: Talk, about: str) -> None:
    now = Setting.of(talk, about.split(":"))
    if now is None:
        TAPS["staff"](talk, "")
        return
    _offer(talk, now, Served.CONSULTATION)


def _offer(talk: Talk, now: Setting, what: Served) -> None:
    here, other = ("served", "advice") if what == Served.REFERENCE else ("advice", "served")
    known = terms()
    ours = known.section("references") if what == Served.REFERENCE else known.section("consultations")
    kinds = [Button(_plus(now.many, name), now.data("log", LETTERS[what], code)) for code, name in ours.items()]
    samples = [Button(_plus(now.many, one.name), now.data("sample", str(n))) for n, one in enumerate(known.templates)]
    ways = [Button(_("Питали: %s") % way.label, now.data(here, way=way)) for way in WAYS if way != now.way]
    many = [Button(_("По %d за раз") % number, now.data(here, many=number)) for number in MANY if number != now.many]
    label = _("Консультації…") if what == Served.REFERENCE else _("Довідки…")
    said = _("%(what)s, %(place)s. Питали: %(way)s. Торкніться виду:")
    what_said = _("Довідки") if what == Served.REFERENCE else _("Консультації")
    text = said % {"what": what_said, "place": now.place, "way": Way(now.way).label}
    talk.say(
        text, *(samples if what == Served.REFERENCE else ()), *kinds, Button(label, now.data(other)), *many, *ways, menu_button()
    )


def _plus(many: int, name: str) -> str:
    return f"+{many} {name}"


@tap("sample")
def sample(talk: Talk, about: str) -> None:
    """An institution's own template: its kind, topic, way and minutes; how many stands in the button."""
    parts = about.split(":")
    now = Setting.of(talk, parts[:3])
    known = terms()
    number = int(parts[3]) if len(parts) == 4 and parts[3].isdecimal() and len(parts[3]) < 3 else len(known.templates)
    if now is None or number >= len(known.templates):
        TAPS["staff"](talk, "")
        return
    one = known.templates[number]
    line = log(
        talk.act(talk.colleague), place=now.place, served=known.served(one.sort), sort=one.sort, channel=one.channel,
        number=now.many, minutes=one.minutes, topic=one.topic, on=talk.today,
    )  # fmt: skip
    _told(talk, now, line, f"sample:{about}")


@tap("log")
def logged(talk: Talk, about: str) -> None:
    """The verb asks for the right at that very place."""
    parts = about.split(":")
    now = Setting.of(talk, parts[:3])
    what = next((one for one, letter in LETTERS.items() if len(parts) == 5 and parts[3] == letter), None)
    if now is None or what is None:
        TAPS["staff"](talk, "")
        return
    line = log(
        talk.act(talk.colleague), place=now.place, served=what, sort=parts[4], channel=now.way, number=now.many, on=talk.today,
    )  # fmt: skip
    _told(talk, now, line, f"log:{about}")


def _told(talk: Talk, now: Setting, line: LogLine, again: str) -> None:
    name = terms().name(line.sort)
    text = _("Записано: %(kind)s (%(name)s), %(number)d.")
    text %= {"kind": line.get_served_display(), "name": name, "number": line.number}
    text += " " + _("Сьогодні тут довідок і консультацій: %d.") % day_number(now.place, talk.today)
    other = Button(_("Інший вид"), now.data("served" if line.served == Served.REFERENCE else "advice"))
    talk.say(text, Button(_plus(now.many, name), again), other, Button(_("Скасувати запис"), f"unlog:{line.pk.hex}"), menu_button())


@tap("unlog")
def unlogged(talk: Talk, about: str) -> None:
    uid = uid_in(about)
    line = lines_for(talk.colleague).filter(pk=uid, on=talk.today).first() if uid else None
    if line is None:
        TAPS["staff"](talk, "")
        return
    strike_log(talk.act(talk.colleague), line=line)
    talk.say(_("Запис скасовано."), *enquiry_buttons(talk), menu_button())


# --- what could not be given ------------------------------------------------------------------------------------------


@tap("refused")
def refused(talk: Talk, about: str) -> None:
    places = [place for place in places_of(talk) if talk.colleague.can(RECORD, place.path)]
    place = next((one for one in places if str(one.pk) == about), places[0] if len(places) == 1 else None)
    if place is None:
        if not places:
            TAPS["staff"](talk, "")
            return
        talk.say(_("Де питали?"), *[Button(str(one), f"refused:{one.pk}") for one in places], menu_button())
        return
    talk.go("refused", at=place.pk)
    talk.say(_("Якої книжки не було? Напишіть назву й автора. Хто питав, не пишіть."), menu_button())


@step("refused")
def refused_title(talk: Talk, said: str) -> None:
    place = next((one for one in places_of(talk) if one.pk == talk.memo.get("at")), None)
    words = " ".join(said.split())
    if place is None or not words:
        talk.say(_("Я розумію лише слова. Напишіть назву книжки."), menu_button())
        return
    record_refusal(talk.act(talk.colleague), place=place, title=words[: LENGTHS["title"]])
    talk.go()
    text = _("Записано відмову: «%s». Щойно книжка з’явиться, запит закриється сам.") % words
    talk.say(text, Button(_("Записати ще одну"), f"refused:{place.pk}"), *enquiry_buttons(talk)[:1], menu_button())
