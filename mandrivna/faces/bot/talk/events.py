"""What is on, and one's own sign-ups: one tap puts a reader on the list, one tap takes them off it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from mandrivna.core.addresses import page_url
from mandrivna.faces.bot.saying import Button, shortened
from mandrivna.faces.bot.talk.kit import Talk, command, entry_buttons, menu_button, own, tap, uid_in
from mandrivna.programme.actions.signups import sign_off_own, sign_up_own
from mandrivna.programme.circle_standing import belonging_to, joining_told
from mandrivna.programme.models import Event
from mandrivna.programme.queries import announced, as_announced
from mandrivna.programme.signup_notices import at, when
from mandrivna.programme.signups import WHAT, Own, admission_of, ages, own_signup, own_signups, standing_of
from mandrivna.programme.states import Signed, State

MOST = 8
AHEAD = dt.timedelta(days=60)


@command("events")
@tap("events")
def events(talk: Talk, _about: str) -> None:
    """The next of what the site announces; each leads to itself."""
    rows = announced(talk.shown, talk.today, talk.today + AHEAD).filter(state=State.PLANNED)[:MOST]
    listed = list(rows)
    past = Button(_("Як вам було?"), "felt")
    if not listed:
        talk.say(_("Найближчим часом подій немає."), past, menu_button())
        return
    lines = [f"{when(event)}: {event.title}" for event in listed]
    buttons = [Button(shortened(f"{when(event)} {event.title}"), f"event:{event.pk.hex}") for event in listed]
    mine = [Button(_("Мої записи"), "signups")] if talk.reader is not None else []
    talk.say("\n".join([_("Що буде:"), *lines]), *buttons, *mine, past, menu_button())


def _announced(talk: Talk, about: str) -> Event | None:
    uid = uid_in(about)
    rows = announced(talk.shown, talk.today, talk.today + dt.timedelta(days=740)).filter(state=State.PLANNED)
    return rows.filter(pk=uid).first() if uid else None


@tap("event")
def event(talk: Talk, about: str) -> None:
    one = _announced(talk, about)
    if one is None:
        talk.say(_("Цієї події в програмі вже немає."), Button(_("Що буде"), "events"), menu_button())
        return
    told = as_announced(one, talk.shown)
    lines = [one.title, one.subtitle, f"{when(one)}. {told.place or ''} {told.address}".strip(), one.about[:600]]
    text, buttons = _offer(talk, one)
    link = page_url("public:event", one.pk)
    talk.say("\n".join(line for line in [*lines, text] if line), *buttons, *([Button(_("На сайті"), url=link)] if link else []),
             menu_button())  # fmt: skip


def _offer(talk: Talk, one: Event) -> tuple[str, list[Button]]:
    """How it stands with the list, and what this person may do about it."""
    admission = admission_of(one)
    if admission is None:
        return _circle(one)
    standing = standing_of(admission, talk.now)
    mine = own_signup(talk.reader).filter(admission=admission).first() if talk.reader else None
    if mine is not None:
        said = _("Ви записані. Код для входу: %s.") % mine.pretty if mine.state == Signed.IN else _("Ви в черзі.")
        return said, [Button(_("Скасувати запис"), f"unsign:{mine.pk.hex}")]
    if not standing.takes:
        return (_("Запис зараз не триває.") if standing.phase != "open" else _("Місць більше немає.")), []
    said = _("Усі місця зайнято, але можна стати в чергу.") if standing.full else _("Запис триває.")
    label = _("Стати в чергу") if standing.full else _("Записатися")
    return " ".join([said, _("Вік: %s.") % ages(admission) if admission.bounded else ""]).strip(), [
        Button(label, f"sign:{one.pk.hex}")
    ]


def _circle(one: Event) -> tuple[str, list[Button]]:
    """Without a list of its own: to a meeting of a group or a club one comes by belonging to it."""
    told = belonging_to(one)
    if told is None:
        return _("Вхід вільний, записуватися не треба."), []
    link = page_url("public:account_circles") if told.joined_alone and not told.guests else ""
    label = _("Стати в чергу на сайті") if told.full else _("Записатися на сайті")
    return joining_told(told), [Button(label, url=link)] if link else []


@tap("sign")
def sign(talk: Talk, about: str) -> None:
    """By the card that is joined to this chat; whoever has none signs up on the site, under any name."""
    said, _colon, sure = about.partition(":")
    one = _announced(talk, said)
    admission = admission_of(one) if one is not None else None
    if one is None or admission is None:
        talk.say(_("Цієї події в програмі вже немає."), Button(_("Що буде"), "events"), menu_button())
        return
    if talk.reader is None:
        link = page_url("public:signup", one.pk)
        on_site = [Button(_("Записатися на сайті без квитка"), url=link)] if link else []
        text = _("Тут записуються за квитком. Квиток — це хвилина, досить псевдоніма.")
        talk.say(text, *on_site, *entry_buttons())
        return
    if admission.bounded and not talk.reader.birth_year and sure != "yes":
        text = _("Ця подія для людей певного віку: %s. Вік підходить?") % ages(admission)
        talk.say(text, Button(_("Так, записати"), f"sign:{one.pk.hex}:yes"), menu_button())
        return
    done = sign_up_own(talk.act(), admission=admission, reader=talk.reader, of_age=sure == "yes")
    about_it = {"title": admission, "code": done.pretty}
    if done.state == Signed.IN:
        text = _("Ви записалися: %(title)s. Код для входу: %(code)s. Напередодні нагадаю.") % about_it
    else:
        text = _("Ви в черзі: %(title)s. Щойно місце звільниться, напишу.") % about_it
    talk.say(text, Button(_("Скасувати запис"), f"unsign:{done.pk.hex}"), Button(_("Мої записи"), "signups"), menu_button())


@tap("signups")
@own
def signups(talk: Talk, _about: str) -> None:
    assert talk.reader is not None
    rows = own_signups(talk.reader, talk.today, most=MOST)
    if not rows:
        talk.say(_("Записів немає."), Button(_("Що буде"), "events"), menu_button())
        return
    buttons = [Button(_("Скасувати: %s") % one.signup.admission, f"unsign:{one.signup.pk.hex}") for one in rows]
    talk.say("\n".join(_line(one) for one in rows), *buttons, menu_button())


def _line(one: Own) -> str:
    near = one.days[0] if one.days else None
    day = f", {at(near)}" if near else ""
    how = _("у черзі, номер %d") % one.turn if one.waits else _("код %s") % one.signup.pretty
    return f"{one.signup.admission}{day}: {how}"


@tap("unsign")
@own
def unsign(talk: Talk, about: str) -> None:
    assert talk.reader is not None
    uid = uid_in(about)
    rows = own_signup(talk.reader).select_related(*WHAT)
    found = rows.filter(pk=uid).first() if uid else None
    if found is None:
        talk.say(_("Такого запису вже немає."), menu_button())
        return
    sign_off_own(talk.act(), signup=found)
    talk.say(_("Запис скасовано: %s.") % found.admission, Button(_("Що буде"), "events"), menu_button())
