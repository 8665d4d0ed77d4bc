"""What every part of the talk needs: who speaks, the envelope of what they do, where the talk stands, and the tables of what is
understood. A part adds its words with `@tap`, `@step` and `@command`."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.models import Kind, Unit
from mandrivna.core.places import Shown, shown_on
from mandrivna.core.problems import Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries import chats
from mandrivna.enquiries.models import Chat
from mandrivna.enquiries.rules import CHAT
from mandrivna.faces.access import READER
from mandrivna.faces.bot.hearing import Heard
from mandrivna.faces.bot.saying import Button, message
from mandrivna.readers.models import Reader

CHANNEL = "bot"
AT_SHELF = dt.timedelta(minutes=30)
"""So long after its code was shown somebody is taken to stand at a shelf."""

type Part = Callable[["Talk", str], None]

TAPS: dict[str, Part] = {}
STEPS: dict[str, Part] = {}
COMMANDS: dict[str, Part] = {}


def _table(table: dict[str, Part]) -> Callable[[str], Callable[[Part], Part]]:
    def named(name: str) -> Callable[[Part], Part]:
        def add(part: Part) -> Part:
            assert name not in table, name
            table[name] = part
            return part

        return add

    return named


tap, step, command = _table(TAPS), _table(STEPS), _table(COMMANDS)


FRESH = 5.0
"""So many seconds a process remembers which places are shown: hundreds of them are most of the work of an answer."""
_shown: dict[str, tuple[float, dt.date, Shown]] = {}


def shown_lately(day: dt.date) -> Shown:
    """What is taken or given is asked of the place itself, by the verb; this is what is told and offered, in each language."""
    now, language = time.monotonic(), get_language() or ""
    since, of, shown = _shown.get(language) or (0.0, day, None)
    if shown is None or of != day or now - since >= FRESH:
        shown = shown_on(day)
        _shown[language] = (now, day, shown)
    return shown


class Talk:
    """One answer in the making. `bot` names the bot whose updates these are: their numbers begin anew with another."""

    def __init__(self, chat: Chat, heard: Heard, bot: str) -> None:
        self.chat, self.heard, self.bot = chat, heard, bot
        self.bodies: list[dict[str, Any]] = []
        self.now = timezone.now()
        self._acts = 0

    # --- who and when ---
    @property
    def reader(self) -> Reader | None:
        return self.chat.reader

    @cached_property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @cached_property
    def shown(self) -> Shown:
        return shown_lately(self.today)

    @cached_property
    def colleague(self) -> Actor:
        staff = self.chat.staff
        return actor_for(staff) if staff is not None and staff.is_active else NOBODY

    def act(self, actor: Actor | None = None) -> Act:
        """Its identity comes from the update's number: the same update again is the same act."""
        self._acts += 1
        uid = uuid.uuid5(chats.NAMESPACE, f"{self.bot}:{self.heard.number}:{self._acts}")
        mine = Actor(reader=self.chat.reader_id, name=READER) if self.chat.reader_id else NOBODY
        return Act(actor=actor or mine, uid=uid, at=self.now, channel=CHANNEL)

    # --- saying ---
    def say(self, text: object, *buttons: Button, clear: bool = False) -> None:
        """`clear`: what was asked of the telephone (a contact, a place) is asked no longer."""
        self.bodies.append({**message(str(text), () if clear else buttons), **({"clear": True} if clear else {})})
        if clear and buttons:
            self.bodies.append(message(_("Що далі?"), buttons))

    def refused(self, refusal: Refused, *buttons: Button) -> None:
        self.say("\n".join(str(problem) for problem in refusal.problems), *buttons, menu_button())

    # --- where the talk stands ---
    @property
    def memo(self) -> dict[str, Any]:
        return dict(self.chat.memo or {})

    def go(self, to: str = "", **about: Any) -> None:
        """To the next step; at which shelf somebody stands is kept over all of them."""
        kept = {name: value for name, value in self.memo.items() if name in ("shelf", "since")}
        chats.stand(self.chat, to, {**kept, **about} or None)

    def arrive(self, place: Unit) -> None:
        chats.stand(self.chat, "shelf", {"shelf": place.pk, "since": self.now.isoformat()})

    @property
    def shelf(self) -> Unit | None:
        """Where somebody stands whose code was shown a while ago."""
        about = self.memo
        if "shelf" not in about or self.now - dt.datetime.fromisoformat(about["since"]) > AT_SHELF:
            return None
        return Unit.objects.filter(pk=about["shelf"], closed_on__isnull=True).first()


def own(part: Part) -> Part:
    """Only for a registered reader; whoever is none is told how to become one."""

    @wraps(part)
    def guarded(talk: Talk, about: str) -> None:
        if talk.reader is None:
            talk.say(_("Для цього потрібен квиток. Запис забирає хвилину, досить псевдоніма."), *entry_buttons())
            return
        part(talk, about)

    return guarded


def answer(heard: Heard, chat: Chat, bot: str) -> list[dict[str, Any]]:
    """Inside a transaction. What cannot be done is said in words; nothing is half done."""
    talk = Talk(chat, heard, bot)
    with override(chat.language or settings.LANGUAGE_CODE):
        try:
            _route(talk, heard)
        except Refused as refusal:
            talk.refused(refusal)
    return talk.bodies


def _route(talk: Talk, heard: Heard) -> None:
    if heard.tap:
        name, _colon, about = heard.tap.partition(":")
        part = TAPS.get(name)
        if part is None:
            talk.say(_("Ця кнопка вже не діє."), menu_button())
            return
        part(talk, about)
        return
    word, about = heard.command
    if word:
        COMMANDS.get(word, COMMANDS["help"])(talk, about)
        return
    STEPS.get(talk.chat.step, STEPS[""])(talk, heard.text)


# --- buttons that are everywhere ---------------------------------------------------------------------------------------


def menu_button() -> Button:
    return Button(_("Меню"), "menu")


def entry_buttons() -> list[Button]:
    return [Button(_("Записатися"), "register"), Button(_("У мене є квиток"), "have_card"), menu_button()]


MOST_PLACES = 6


def places_of(talk: Talk) -> list[Unit]:
    """Where a colleague works: the first of what they may see the day's numbers of."""
    rows = Unit.objects.visible_to(talk.colleague, CHAT).open().filter(kind__in=(Kind.HUB, Kind.SHELF, Kind.PLACE, Kind.DEPARTMENT))
    return list(rows.order_by("path")[:MOST_PLACES])


def day(value: dt.date) -> str:
    return date_format(value, "j E Y")


def uid_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
