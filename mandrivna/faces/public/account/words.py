"""What is told to a reader about their data, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core import telling
from mandrivna.planning.words import facet_word

ACTIONS = {
    "core.complete_erasure": _("Дані знищено на ваш запит"),
    "core.confirm_erasure": _("На знищення даних дано першу згоду"),
    "core.refuse_erasure": _("На запит про знищення відмовлено"),
    "core.withdraw_erasure": _("Запит на знищення відкликано"),
    "programme.check_in": _("Відмічено, що ви прийшли на подію"),
    "programme.sign_off": _("Запис на подію скасовано за посиланням"),
    "programme.sign_off_for": _("Бібліотекар скасував ваш запис на подію"),
    "programme.told_signup": _("Бібліотекар сказав вам, що з подією"),
    "programme.sign_off_own": _("Ви скасували запис на подію"),
    "programme.sign_up_for": _("Бібліотекар записав вас на подію"),
    "programme.sign_up_own": _("Ви записалися на подію"),
    "enquiries.answer": _("Бібліотекар відповів на ваше запитання"),
    "enquiries.ask_own": _("Ви поставили запитання"),
    "enquiries.withdraw_own": _("Ви забрали прохання"),
    "enquiries.wipe_talk": _("Розмову з вами стерто"),
    "enquiries.assign_talk": _("Вашу розмову взяв інший працівник"),
    "enquiries.fulfil": _("Книжка, яку ви просили, знайшлася"),
    "enquiries.end_conversation": _("Розмову з бібліотекарем завершено"),
    "enquiries.record": _("Записано, чого для вас не знайшлося"),
    "enquiries.leave_chat": _("Ви від’єднали чат"),
    "enquiries.link_chat": _("Чат приєднано до вашого квитка"),
    "enquiries.offer_chat": _("Бібліотекар видав вам код для чату"),
    "enquiries.offer_own_chat": _("Ви взяли код для чату"),
    "enquiries.register_chat": _("Ви записалися в чаті"),
    "enquiries.reply": _("Бібліотекар відповів вам"),
    "enquiries.say_own": _("Ви написали бібліотекареві"),
    "enquiries.unlink_chat": _("Бібліотекар від’єднав ваш чат"),
    "programme.certify": _("Вам видано сертифікат"),
    "programme.enrol": _("Вас записано на курс чи до клубу"),
    "programme.enrol_own": _("Ви записалися на курс чи до клубу"),
    "programme.tell_member": _("Бібліотекар сказав вам про зміни на курсі чи в клубі"),
    "programme.leave": _("Записано, що ви більше не ходите на курс чи до клубу"),
    "programme.leave_own": _("Ви перестали ходити на курс чи до клубу"),
    "programme.mark_attendance": _("Позначено, хто був на занятті"),
    "programme.write_diary": _("Бібліотекар записав ваші слова до щоденника клубу"),
    "programme.write_own_diary": _("Ви написали в щоденник клубу"),
    "programme.strike_diary": _("Бібліотекар прибрав запис зі щоденника клубу"),
    "programme.strike_own_diary": _("Ви прибрали запис зі щоденника клубу"),
    "programme.void_certificate": _("Ваш сертифікат скасовано"),
    "lending.borrow_online": _("Ви взяли електронне видання"),
    "lending.borrow_own": _("Ви взяли книгу самі"),
    "lending.cancel_hold": _("Бібліотекар скасував ваше замовлення"),
    "lending.cancel_own_hold": _("Ви скасували замовлення"),
    "lending.end_online": _("Бібліотекар завершив доступ до електронного видання"),
    "lending.end_own_online": _("Ви завершили доступ до електронного видання"),
    "lending.expire_hold": _("Строк замовлення минув"),
    "lending.expire_online": _("Строк електронного видання минув"),
    "lending.hold": _("Ви замовили видання"),
    "lending.hold_for": _("Бібліотекар замовив видання для вас"),
    "lending.lend_online": _("Вам відкрито електронне видання"),
    "lending.return_own": _("Ви повернули книгу самі"),
    "lending.undo_own": _("Ви скасували взяте"),
    "lending.issue": _("Вам видано книгу"),
    "lending.keep_history": _("Змінено, чи вести перелік прочитаного"),
    "lending.read_here": _("Ви читали книгу на місці"),
    "lending.remind_in_person": _("Бібліотекар нагадав вам про строк"),
    "lending.replace": _("Замість вашої книги прийнято рівноцінну"),
    "lending.renew": _("Бібліотекар продовжив строк"),
    "lending.renew_own": _("Ви продовжили строк"),
    "lending.return": _("Від вас прийнято книгу"),
    "lending.add_stop": _("До вас заплановано приїхати з книжками"),
    "lending.stop_earlier": _("Змінено, котрими до вас приїдуть"),
    "lending.carry": _("Книжку додано до того, що вам везуть або забирають"),
    "lending.nobody_home": _("До вас приїздили й нікого не застали"),
    "lending.address_viewed": _("Працівник переглянув вашу адресу, щоб привезти книжки"),
    "lending.address_printed": _("Вашу адресу надруковано на аркуші обходу"),
    "lending.set_aside": _("Замовлену книжку відкладено для вас"),
    "lending.undo": _("Скасовано щойно зроблене"),
    "readers.offer_pin_link": _("Ви взяли посилання, щоб обрати PIN"),
    "readers.choose_pin": _("Ви обрали PIN"),
    "readers.replace_card": _("Вам замінили квиток"),
    "readers.give_card": _("Вам видали квиток"),
    "readers.merge": _("Два ваші записи об’єднано"),
    "readers.unmerge": _("Об’єднання записів скасовано"),
    "readers.part_twins": _("Вас визнано не тією людиною, на яку схожий запис"),
    "readers.amend": _("Бібліотекар змінив відомості про вас"),
    "readers.set_doorstep": _("Записано, куди вам возити книжки"),
    "readers.withdraw_consent": _("Відкликано вашу згоду"),
    "readers.choose_own_notices": _("Ви обрали, як вам нагадувати"),
    "readers.withdraw_own_consent": _("Ви відкликали згоду"),
    "readers.ask_erasure": _("Ви попросили знищити дані"),
    "readers.change_pin": _("Ви змінили PIN"),
    "readers.enrol": _("Вас записано"),
    "readers.entered": _("Вхід до вашого кабінету"),
    "readers.open_erasure": _("Бібліотекар прийняв ваш запит на знищення даних"),
    "readers.reenrol": _("Вас перереєстровано"),
    "readers.join": _("Ви записалися на сайті"),
    "readers.reenrol_own": _("Ви перереєструвалися"),
    "readers.set_pin": _("Бібліотекар видав вам новий PIN"),
    "readers.viewed": _("Працівник переглянув ваш формуляр"),
}
OTHER = _("Інша дія")


def parts(rows: list[Any]) -> list[telling.Part]:
    """Values of facets are codes; a reader gets their words."""
    return [replace(part, rows=[[_worded(line) for line in row] for row in part.rows]) for part in telling.told(rows)]


def _worded(line: telling.Line) -> telling.Line:
    return replace(line, value=facet_word(line.name, line.value))


@dataclass(frozen=True)
class Done:
    trace: telling.Trace
    what: Any


def traces(rows: list[Any], *, most: int | None) -> list[Done]:
    return [Done(trace, ACTIONS.get(trace.action, OTHER)) for trace in telling.traces(rows, most=most)]
