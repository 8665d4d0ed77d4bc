"""Coming in: the language, the menu, becoming a reader, joining a card one has already."""

from __future__ import annotations

import re
import uuid

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.core.profile import site_institution
from mandrivna.enquiries import chats
from mandrivna.enquiries.actions.chats import link_chat, register_chat
from mandrivna.enquiries.rules import CHAT
from mandrivna.faces.bot.consent import words_of
from mandrivna.faces.bot.saying import Button
from mandrivna.faces.bot.talk.kit import Talk, command, entry_buttons, menu_button, step, tap
from mandrivna.faces.bot.talk.shelf import open_shelf
from mandrivna.faces.bot.talk.shelf import show as show_shelf
from mandrivna.readers.models import Age, Card, Reader

LINK = re.compile(r"(?:.*[?&]start=)?l?_?([A-Za-z0-9_-]{22})")
LONGEST_NAME = 60


@command("start")
def start(talk: Talk, about: str) -> None:
    """A link may bring a shelf («s_…») or a card («l_…») along; then nothing else is asked before it."""
    kind, _line, rest = about.partition("_")
    if kind == "s":
        _take_language(talk)
        open_shelf(talk, rest)
    elif kind == "l":
        _take_language(talk)
        join(talk, rest)
    elif not talk.chat.language:
        choose_language(talk, "")
    else:
        menu(talk, "")


def _take_language(talk: Talk) -> None:
    """Whoever comes by a link is spoken to in the telephone's language, and may change it in the settings."""
    if not talk.chat.language:
        chats.speak_in(talk.chat, "en" if talk.heard.language not in ("", "uk", "ru") else settings.LANGUAGE_CODE)


@tap("language")
def choose_language(talk: Talk, about: str) -> None:
    if about in dict(settings.LANGUAGES):
        chats.speak_in(talk.chat, about)
        with override(about):
            menu(talk, "")
        return
    with override("en"):
        english = _("Вітаємо! Оберіть мову.")
    with override("uk"):
        talk.say(f"{_('Вітаємо! Оберіть мову.')}\n{english}", Button("Українська", "language:uk"), Button("English", "language:en"))


@command("menu")
@tap("menu")
def menu(talk: Talk, _about: str) -> None:
    talk.go()
    institution = talk.shown.institution
    hello = _("Це бот бібліотеки «%s». Напишіть назву чи автора, і я пошукаю. Або оберіть:") % (institution or "")
    if talk.reader is None:
        buttons = [*entry_buttons()[:2], Button(_("Знайти книжку"), "find"), Button(_("Я біля полиці"), "at_shelf")]
        buttons += [Button(_("Полиці поруч"), "near"), Button(_("Налаштування"), "settings")]
    else:
        buttons = [
            Button(_("Знайти книжку"), "find"), Button(_("Мої книжки"), "mine"), Button(_("Я біля полиці"), "at_shelf"),
            Button(_("Полиці поруч"), "near"), Button(_("Спитати бібліотекаря"), "ask"), Button(_("Налаштування"), "settings"),
        ]  # fmt: skip
    if talk.colleague.can(CHAT):
        buttons.append(Button(_("Для працівника"), "staff"))
    talk.say(hello, *buttons)


@command("help")
@tap("help")
def help_(talk: Talk, _about: str) -> None:
    talk.say(
        _(
            "Знайти книжку: просто напишіть назву або автора.\n"
            "Узяти книжку: наведіть камеру на код полиці або наберіть його тут, тоді торкніться назви.\n"
            "Повернути: відкрийте код полиці, до якої принесли книжку, і торкніться «Повернути сюди».\n"
            "Продовжити строк і побачити чергу: «Мої книжки».\n"
            "Усе це можна й без месенджера: на сайті за номером квитка та PIN або в бібліотекаря."
        ),
        menu_button(),
    )


# --- becoming a reader -------------------------------------------------------------------------------------------------


@tap("register")
def register(talk: Talk, _about: str) -> None:
    institution = site_institution()
    if talk.reader is not None or institution is None:
        menu(talk, "")
        return
    words = words_of(institution, talk.today)
    talk.go("consent", version=words.version)
    talk.say(words.text, Button(_("Погоджуюся"), "agree"), Button(_("Не зараз"), "menu"))


@tap("agree")
def agreed(talk: Talk, _about: str) -> None:
    if not (version := talk.memo.get("version", "")):
        register(talk, "")
        return
    talk.go("name", version=version)
    text = _("Як до вас звертатися? Напишіть ім’я або псевдонім: справжнього не питаємо.")
    talk.say(text, Button(_("Без імені"), "noname"))


@step("name")
def named(talk: Talk, said: str) -> None:
    name = " ".join(said.split())
    if not name or len(name) > LONGEST_NAME:
        talk.say(_("Напишіть ім’я або псевдонім, до %d знаків.") % LONGEST_NAME, Button(_("Без імені"), "noname"))
        return
    _ask_age(talk, name)


@tap("noname")
def unnamed(talk: Talk, _about: str) -> None:
    _ask_age(talk, "")


def _ask_age(talk: Talk, name: str) -> None:
    if not (version := talk.memo.get("version", "")):
        register(talk, "")
        return
    talk.go("age", version=version, name=name)
    bands = [Button(str(Age(band).label), f"age:{band}") for band in Age.values]
    talk.say(_("Скільки вам років? Це лише для статистики бібліотеки."), *bands)


@tap("age")
def aged(talk: Talk, about: str) -> None:
    memo = talk.memo
    if "name" not in memo or about not in Age.values:
        register(talk, "")
        return
    talk.go("phone", version=memo["version"], name=memo["name"], age=about)
    if about in (Age.CHILD, Age.TEEN):  # for a child's number a grown-up agrees, at the desk; a pseudonym needs nobody
        phoned(talk, "")
        return
    text = _("Хочете лишити телефон? За ним вас упізнають без квитка. Можна й не лишати.")
    talk.say(text, Button(_("Поділитися номером"), ask="contact"), Button(_("Без телефону"), ask="text"))


@step("phone")
def phoned(talk: Talk, _said: str) -> None:
    """A shared contact is taken only of the person themselves; whatever else is said means «no»."""
    memo = talk.memo
    if "age" not in memo:
        register(talk, "")
        return
    place: Unit | None = talk.shelf or site_institution()
    assert place is not None
    about = {"pseudonym": memo["name"], "age": memo["age"], "consent": memo["version"], "phone": talk.heard.phone}
    try:
        chat = register_chat(talk.act(), chat=talk.chat, place=place, **about)
    except Refused as refusal:
        if "phone_taken" not in refusal.codes:
            talk.go()
            raise
        talk.go()
        talk.say(_("Читач із таким телефоном уже є. Якщо це ви, приєднайте свій квиток."), *entry_buttons()[1:], clear=True)
        return
    _now_a_reader(talk, chat.reader_id)


def _now_a_reader(talk: Talk, reader: uuid.UUID | None) -> None:
    talk.chat.refresh_from_db()
    assert reader is not None
    found = Reader.objects.select_related("institution").get(pk=reader)
    talk.chat.reader = found
    card = Card.objects.active().filter(reader=found).first()
    talk.say(_("Записано. Номер вашого квитка: %s. Покажіть його бібліотекареві, якщо чату не буде поруч.") % card, clear=True)
    talk.go()
    if (place := talk.shelf) is not None:
        show_shelf(talk, place)
    else:
        menu(talk, "")


# --- joining a card ----------------------------------------------------------------------------------------------------


@tap("have_card")
def have_card(talk: Talk, _about: str) -> None:
    talk.go("code")
    text = _(
        "Щоб приєднати свій квиток, візьміть код: у бібліотекаря або в кабінеті читача на сайті («Чат»). "
        "Наведіть на нього камеру або вставте сюди. Код діє десять хвилин."
    )
    talk.say(text, menu_button())


@step("code")
def coded(talk: Talk, said: str) -> None:
    join(talk, said)


def join(talk: Talk, said: str) -> None:
    """A wrong code is answered as an old one is."""
    match = LINK.fullmatch("".join(said.split()))
    link_chat(talk.act(), chat=talk.chat, token=Withheld(match[1] if match else "-"), language=talk.chat.language)
    talk.chat = chats.chat_of(talk.heard.chat)
    talk.go()
    if talk.reader is not None:
        talk.say(_("Готово: цей чат тепер ваш. Ваш псевдонім: %s.") % (talk.reader.pseudonym or _("без псевдоніма")))
    else:
        talk.say(_("Готово: цей чат приєднано до вашого робочого місця."))
    menu(talk, "")
