"""Language, notices, a PIN for the site, stopping, being forgotten."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.core.addresses import page_url
from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.enquiries import chats
from mandrivna.enquiries.actions.chats import leave_chat, leave_staff_chat
from mandrivna.enquiries.rules import CHAT
from mandrivna.faces.bot.saying import Button
from mandrivna.faces.bot.talk.kit import Talk, command, menu_button, own, tap
from mandrivna.readers.actions.erasure_requests import ask_erasure
from mandrivna.readers.actions.notices import choose_own_notices
from mandrivna.readers.actions.pins import offer_pin_link
from mandrivna.readers.models import HEARD_IN_CHAT, NoticesBy
from mandrivna.readers.pins import has_pin


@tap("settings")
def settings_(talk: Talk, _about: str) -> None:
    other = Button("English", "language:en") if talk.chat.language != "en" else Button("Українська", "language:uk")
    buttons = [other]
    if talk.reader is not None:
        wanted = talk.chat.notices and talk.reader.notices_by in HEARD_IN_CHAT
        buttons.append(Button(_("Не нагадувати") if wanted else _("Нагадувати про строки"), f"notices:{'no' if wanted else 'yes'}"))
        if page_url("public:account_choose_pin", "x") and not has_pin(talk.reader):
            buttons.append(Button(_("Обрати PIN для кабінету на сайті"), "pin"))
        buttons.append(Button(_("Від’єднати цей чат"), "leave"))
        buttons.append(Button(_("Забути мене"), "forget"))
    if talk.colleague.can(CHAT):
        buttons.append(Button(_("Від’єднати робоче місце"), "leave_work"))
    if url := page_url("public:privacy"):
        buttons.append(Button(_("Що бібліотека знає про читачів"), url=url))
    talk.say(_("Налаштування"), *buttons, menu_button())


@tap("notices")
@own
def notices(talk: Talk, about: str) -> None:
    """Whoever asks for it here chooses the chat; whoever does not want it here may have chosen another way, and keeps it."""
    assert talk.reader is not None
    chats.want_notices(talk.chat, about == "yes")
    if about == "yes":
        if talk.reader.notices_by not in HEARD_IN_CHAT:
            choose_own_notices(talk.act(), reader=talk.reader, notices_by=NoticesBy.CHAT)
        talk.say(_("Нагадуватиму про строки й про відкладені книжки."), menu_button())
        return
    text = _("У чаті більше не нагадуватиму. Якщо ви лишили пошту, нагадає лист; усе це змінюють у кабінеті на сайті.")
    talk.say(text, menu_button())


@tap("pin")
@own
def pin(talk: Talk, _about: str) -> None:
    """The digits are never said in a chat: they are chosen on our own page, which the link opens once."""
    assert talk.reader is not None
    if not page_url("public:account_choose_pin", "x"):
        talk.say(_("Сайт бібліотеки звідси не відкривається. PIN дасть бібліотекар."), menu_button())
        return
    link = offer_pin_link(talk.act(), reader=talk.reader)
    url = page_url("public:account_choose_pin", link.shown) if link.shown else ""
    text = _(
        "З PIN і номером квитка ви заходите в кабінет на сайті: там ваші дані, перелік прочитаного і все, що є тут. Посилання діє "
        "десять хвилин і один раз; нікому його не пересилайте. PIN у чат не пишіть."
    )
    talk.say(text, *([Button(_("Обрати PIN"), url=url)] if url else []), menu_button())


@command("stop")
@tap("leave")
def leave(talk: Talk, about: str) -> None:
    if talk.reader is None:
        talk.say(_("Цей чат ні до кого не приєднано. Щоб стерти його й у себе, видаліть його в месенджері."))
        return
    if about != "sure":
        text = _("Від’єднати чат? Квиток і книжки лишаться за вами, але тут їх більше не буде видно.")
        talk.say(text, Button(_("Так, від’єднати"), "leave:sure"), menu_button())
        return
    leave_chat(talk.act(), chat=talk.chat)
    talk.say(_("Чат від’єднано. Повернутися можна будь-коли: напишіть /start."))


@tap("leave_work")
def leave_work(talk: Talk, _about: str) -> None:
    place = Unit.objects.visible_to(talk.colleague, CHAT).open().order_by("path").first()
    if place is not None:
        leave_staff_chat(talk.act(talk.colleague), place=place)
    talk.say(_("Робоче місце від’єднано: лічильників тут більше не видно."), menu_button())


@tap("forget")
@own
def forget(talk: Talk, about: str) -> None:
    """First what will happen, then the press: the request is answered by two people, within thirty days."""
    assert talk.reader is not None
    if about != "sure":
        text = _(
            "Знищити все, що бібліотека про вас знає? Відповімо за тридцять днів. Книжки спершу треба повернути. "
            "Повернути знищене не можна."
        )
        talk.say(text, Button(_("Так, прошу знищити"), "forget:sure"), Button(_("Лише від’єднати чат"), "leave"), menu_button())
        return
    try:
        ask_erasure(talk.act(), reader=talk.reader)
    except Refused as refusal:
        talk.refused(refusal)
        return
    text = _(
        "Запит прийнято, відповідь буде протягом тридцяти днів. Коли все буде знищено, цей чат вас більше не впізнає; якщо знищити "
        "не можна, напишемо сюди. Відкликати запит можна в кабінеті на сайті або в бібліотекаря."
    )
    talk.say(text, menu_button())
