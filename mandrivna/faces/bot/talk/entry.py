"""Coming in: the language, the menu, becoming a reader, joining a card one has already."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.addresses import page_url
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit, UseRules
from mandrivna.core.problems import Refused
from mandrivna.core.profile import rules_on, site_institution
from mandrivna.core.service import institution_of
from mandrivna.enquiries import chats
from mandrivna.enquiries.actions.chats import link_chat, register_chat
from mandrivna.enquiries.rules import CHAT
from mandrivna.faces.bot.consent import pieces, rules_in_short, words_of
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
        buttons += [Button(_("Полиці поруч"), "near"), Button(_("Події"), "events"), Button(_("Налаштування"), "settings")]
    else:
        buttons = [
            Button(_("Знайти книжку"), "find"), Button(_("Мої книжки"), "mine"), Button(_("Я біля полиці"), "at_shelf"),
            Button(_("Полиці поруч"), "near"), Button(_("Події"), "events"), Button(_("Спитати бібліотекаря"), "ask"),
            Button(_("Налаштування"), "settings"),
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
            "Записатися на зустріч чи майстерню: «Події».\n"
            "Усе це можна й без месенджера: на сайті за номером квитка та PIN або в бібліотекаря."
        ),
        menu_button(),
    )


# --- becoming a reader -------------------------------------------------------------------------------------------------


def _place(talk: Talk) -> Unit | None:
    """Where one is registered: at the shelf one stands at, else in the institution of this site."""
    return talk.shelf or site_institution()


@tap("register")
def register(talk: Talk, _about: str) -> None:
    place = _place(talk)
    if talk.reader is not None or place is None:
        menu(talk, "")
        return
    institution = institution_of(place)
    words = words_of(institution, talk.today)
    talk.go("consent", version=words.version, of=institution.pk)
    talk.say(words.text, Button(_("Погоджуюся"), "agree"), Button(_("Не зараз"), "menu"))


def _so_far(talk: Talk) -> dict[str, Any]:
    """What has been agreed to and told; whoever presses a button of long ago begins anew."""
    return {name: value for name, value in talk.memo.items() if name in ("version", "of", "rules", "name", "age")}


@tap("agree")
def agreed(talk: Talk, _about: str) -> None:
    told = _so_far(talk)
    institution = Unit.objects.filter(pk=told.get("of") or 0).first()
    if institution is None or not told.get("version"):
        register(talk, "")
        return
    found = rules_on(institution, talk.today)
    if found is None:  # the institution has adopted none yet: there is nothing to accept
        _ask_name(talk, told)
        return
    talk.go("rules", **told, rules=found.number)
    whole = Button(_("Прочитати всі правила тут"), f"rules:{found.number}")
    buttons = [Button(_("Приймаю правила"), f"accept:{found.number}"), whole]
    if talk.shown.institution == institution and (url := page_url("public:rules")):
        buttons.append(Button(_("Правила на сайті"), url=url))
    talk.say(rules_in_short(found), *buttons, Button(_("Не зараз"), "menu"))


@tap("rules")
def whole_rules(talk: Talk, about: str) -> None:
    """The very words, in pieces that a messenger takes; whoever is being registered may accept them after that."""
    told = _so_far(talk)
    found = UseRules.objects.filter(unit=told.get("of") or 0, number=told.get("rules") or 0).first()
    if found is None or about != str(found.number):
        register(talk, "")
        return
    for piece in pieces(found.text):
        talk.say(piece)
    talk.say(_("Це всі правила."), Button(_("Приймаю правила"), f"accept:{found.number}"), Button(_("Не зараз"), "menu"))


@tap("accept")
def accepted(talk: Talk, about: str) -> None:
    """Only the version that was shown last."""
    told = _so_far(talk)
    if not told.get("rules") or about != str(told["rules"]):
        register(talk, "")
        return
    _ask_name(talk, told)


def _ask_name(talk: Talk, told: dict[str, Any]) -> None:
    talk.go("name", **told)
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
    if talk.chat.step != "name":  # the agreement and the rules come first
        register(talk, "")
        return
    _ask_age(talk, "")


def _ask_age(talk: Talk, name: str) -> None:
    talk.go("age", **{**_so_far(talk), "name": name})
    bands = [Button(str(Age(band).label), f"age:{band}") for band in Age.values]
    talk.say(_("Скільки вам років? Це лише для статистики бібліотеки."), *bands)


@tap("age")
def aged(talk: Talk, about: str) -> None:
    told = _so_far(talk)
    if "name" not in told or about not in Age.values:
        register(talk, "")
        return
    talk.go("phone", **{**told, "age": about})
    if about in (Age.CHILD, Age.TEEN):  # for a child's number a grown-up agrees, at the desk; a pseudonym needs nobody
        phoned(talk, "")
        return
    text = _("Хочете лишити телефон? За ним вас упізнають без квитка. Можна й не лишати.")
    talk.say(text, Button(_("Поділитися номером"), ask="contact"), Button(_("Без телефону"), ask="text"))


@step("phone")
def phoned(talk: Talk, _said: str) -> None:
    """A shared contact is taken only of the person themselves; whatever else is said means «no»."""
    told, place = _so_far(talk), _place(talk)
    if "age" not in told or place is None or institution_of(place).pk != told.get("of"):  # agreed to with another institution
        register(talk, "")
        return
    about = {"pseudonym": told["name"], "age": told["age"], "consent": told["version"], "phone": talk.heard.phone}
    try:
        chat = register_chat(talk.act(), chat=talk.chat, place=place, rules=told.get("rules"), **about)
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
