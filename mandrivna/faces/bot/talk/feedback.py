"""Three taps about an event that was, in the chat. Who answered is not kept: the act is nobody's, and one chat answers once."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.addresses import page_url
from mandrivna.core.door import Conflict
from mandrivna.enquiries.surveys import surveys_of_site
from mandrivna.faces.bot.saying import Button, shortened
from mandrivna.faces.bot.talk.kit import CHANNEL, Talk, menu_button, tap, uid_in
from mandrivna.programme.actions.feedback import give_feedback
from mandrivna.programme.after import ASKED, asked
from mandrivna.programme.models import Event
from mandrivna.programme.queries import announced
from mandrivna.programme.signup_notices import when
from mandrivna.programme.states import Again, Liked, Mark

MOST, MOST_SURVEYS = 8, 3


@tap("felt")
def felt(talk: Talk, about: str) -> None:
    """What was in the last two weeks; then a question a tap, the answers carried in the buttons themselves."""
    named, *said = about.split(":")
    one = _asked(talk, named)
    if one is None:
        _which(talk)
    elif not said:
        _ask(talk, one, _("%(title)s. Як вам було?") % {"title": one.title}, Mark, [])
    elif said[0] not in Mark.values:
        _which(talk)
    elif len(said) == 1:
        _ask(talk, one, _("Що сподобалося найбільше?"), Liked, said)
    elif len(said) == 2:
        _ask(talk, one, _("Прийдете ще?"), Again, said)
    else:
        _give(talk, one, said)


def _asked(talk: Talk, named: str) -> Event | None:
    uid = uid_in(named) if named else None
    rows = announced(talk.shown, talk.today - ASKED, talk.today)
    one = rows.filter(pk=uid).first() if uid else None
    return one if one is not None and asked(one, talk.today) else None


def _which(talk: Talk) -> None:
    rows = announced(talk.shown, talk.today - ASKED, talk.today).filter(on__lte=talk.today).order_by("-on", "starts", "pk")[:MOST]
    buttons = [Button(shortened(f"{when(one)} {one.title}"), f"felt:{one.pk.hex}") for one in rows if asked(one, talk.today)]
    text = _("На якій події ви були?") if buttons else _("За останні два тижні подій не було.")
    talk.say(text, *buttons, *_questionnaires(talk), menu_button())


def _questionnaires(talk: Talk) -> list[Button]:
    """They are answered on the site, where no chat stands behind the answer."""
    rows = surveys_of_site().asking(talk.today).filter(shown=True).order_by("closes_on", "pk")[:MOST_SURVEYS]
    links = [(one.title, page_url("public:survey", one.pk)) for one in rows]
    return [Button(shortened(_("Анкета: %(title)s") % {"title": title}), url=link) for title, link in links if link]


def _ask(talk: Talk, one: Event, text: str, choices: type[Mark | Liked | Again], said: list[str]) -> None:
    start = ":".join(["felt", one.pk.hex, *said])
    talk.say(text, *(Button(str(choice.label), f"{start}:{choice.value}") for choice in choices), menu_button())


def _give(talk: Talk, one: Event, said: list[str]) -> None:
    mark, liked, again = said[:3]
    made = crypto.seal_mac("feedback", f"{one.pk} chat {talk.chat.pk}".encode())
    act = Act(actor=NOBODY, uid=uuid.UUID(bytes=made[:16], version=4), channel=CHANNEL)
    try:
        give_feedback(act, event=one, mark=mark, liked=[liked], again=again)
    except Conflict:
        talk.say(_("Ви вже сказали, дякуємо. Одного разу досить."), menu_button())
        return
    talk.say(_("Дякуємо! Це допоможе наступній події."), menu_button())
