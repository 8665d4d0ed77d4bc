"""Writing to a librarian. The answer comes back into this chat, and stands in the reader's account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.enquiries.actions.conversations import say_own
from mandrivna.faces.bot.saying import Button
from mandrivna.faces.bot.talk.kit import Talk, command, menu_button, own, step, tap


@command("ask")
@tap("ask")
@own
def ask(talk: Talk, _about: str) -> None:
    talk.go("ask")
    text = _("Напишіть запитання одним повідомленням. Відповідь прийде сюди. Адрес, документів і здоров’я тут не згадуйте.")
    talk.say(text, menu_button())


@step("ask")
@own
def asked(talk: Talk, said: str) -> None:
    assert talk.reader is not None
    if not said:
        talk.say(_("Я розумію лише слова. Напишіть запитання."), menu_button())
        return
    say_own(talk.act(), reader=talk.reader, text=said)
    talk.go()
    talk.say(_("Передали бібліотекареві. Відповідь прийде сюди в робочий час."), Button(_("Написати ще"), "ask"), menu_button())
