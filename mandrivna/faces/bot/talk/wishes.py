"""What was not found: one says that one needs this book, or something on this theme, sees what became of it, and takes it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.enquiries.actions.refusals import ask_own, withdraw_own
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.queries import own_wish
from mandrivna.enquiries.states import About
from mandrivna.faces.bot.saying import Button, shortened
from mandrivna.faces.bot.talk.kit import Talk, menu_button, own, step, tap, uid_in

THEME = "theme"


def wish_buttons() -> list[Button]:
    return [Button(_("Попросити цю книжку"), "wish"), Button(_("Потрібне щось на цю тему"), f"wish:{THEME}")]


def unwish_button(wish: Refusal) -> Button:
    return Button(_("Більше не потрібно: %s") % shortened(str(wish), 36), f"unwish:{wish.pk.hex}")


@tap("wish")
@own
def wish(talk: Talk, about: str) -> None:
    """For what was looked for just now; where nothing was, it is asked what."""
    words = talk.memo.get("q", "")
    if words:
        _asked(talk, words, theme=about == THEME)
    elif about == THEME:
        talk.go(THEME)
        talk.say(_("На яку тему ви шукали? Напишіть кількома словами."), menu_button())
    else:
        talk.go("wish")
        text = _("Яку книжку ви шукали? Напишіть назву й автора.")
        talk.say(text, Button(_("Не книжку, а щось на тему"), f"wish:{THEME}"), menu_button())


@step("wish")
@own
def wished(talk: Talk, text: str) -> None:
    _asked(talk, text, theme=False)


@step(THEME)
@own
def wished_theme(talk: Talk, text: str) -> None:
    _asked(talk, text, theme=True)


def _asked(talk: Talk, words: str, *, theme: bool) -> None:
    assert talk.reader is not None
    place, words = talk.shelf or talk.reader.institution, " ".join(words.split())
    about = {"about": About.TOPIC} if theme else {"about": About.ABSENT, "title": words[: LENGTHS["title"]]}
    made = ask_own(talk.act(), reader=talk.reader, place=place, words=words[: LENGTHS["words"]], **about)
    talk.go()
    later = _("Бібліотекар пошукає і скаже.") if theme else _("Коли знайдеться, скажемо.")
    text = _("Записали: тепер знаємо, що шукати для вас. Дякуємо!") + " " + later
    talk.say(text, unwish_button(made), Button(_("Мої книжки"), "mine"), menu_button())


@tap("unwish")
@own
def unwish(talk: Talk, about: str) -> None:
    assert talk.reader is not None
    uid = uid_in(about)
    found = own_wish(talk.reader).select_related("institution").filter(pk=uid).first() if uid else None
    if found is None:
        talk.say(_("Цього прохання вже немає серед ваших."), menu_button())
        return
    withdraw_own(talk.act(), refusal=found)
    talk.say(_("Забрали: %s. Більше про це не нагадаємо.") % found, Button(_("Знайти книжку"), "find"), menu_button())
