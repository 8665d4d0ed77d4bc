"""Writing to a librarian. The answer comes back into this chat, and stands in the reader's account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.enquiries.actions.conversations import say_own
from mandrivna.enquiries.knowledge import published_by
from mandrivna.enquiries.models import Known
from mandrivna.faces.bot.saying import Button
from mandrivna.faces.bot.talk.kit import Talk, command, menu_button, own, step, tap, uid_in

MOST = 12


@command("ask")
@tap("ask")
@own
def ask(talk: Talk, _about: str) -> None:
    talk.go("ask")
    text = _("Напишіть запитання одним повідомленням. Відповідь прийде сюди. Адрес, документів і здоров’я тут не згадуйте.")
    talk.say(text, *([Button(_("На що часто питають"), "known")] if _known(talk) else []), menu_button())


def _known(talk: Talk) -> list[Known]:
    institution = talk.shown.institution
    return list(published_by(institution)[:MOST]) if institution is not None else []


@tap("known")
def known(talk: Talk, about: str) -> None:
    """What was asked often, answered for everybody: one taps the question."""
    rows = _known(talk)
    found = next((row for row in rows if row.pk == uid_in(about)), None)
    if found is not None:
        more = Button(_("Інші запитання"), "known")
        talk.say(f"{found.question}\n\n{found.answer}", more, Button(_("Спитати бібліотекаря"), "ask"), menu_button())
        return
    if not rows:
        talk.say(_("Тут іще немає відповідей."), menu_button())
        return
    talk.say(_("Торкніться запитання:"), *[Button(row.question, f"known:{row.pk.hex}") for row in rows], menu_button())


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
