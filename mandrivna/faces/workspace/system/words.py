"""Codes of verbs and of tasks, as people read them in lists. What has no word here is shown by its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Quarantined

VERBS = {
    "catalogue.add_heading": _("Додано заголовок"),
    "catalogue.add_heading_name": _("Додано варіант заголовка"),
    "catalogue.edit_heading": _("Змінено заголовок"),
    "catalogue.merge_headings": _("Об’єднано заголовки"),
    "catalogue.remove_heading_name": _("Вилучено варіант заголовка"),
    "catalogue.separate_heading": _("Роз’єднано заголовки"),
    "catalogue.add_collection": _("Створено добірку"),
    "catalogue.edit_collection": _("Змінено добірку"),
    "catalogue.put_in_collection": _("Додано до добірки"),
    "catalogue.note_in_collection": _("Змінено слово про книжку"),
    "catalogue.move_in_collection": _("Змінено порядок добірки"),
    "catalogue.take_out_of_collection": _("Прибрано з добірки"),
    "catalogue.add_resource": _("Додано мережевий ресурс"),
    "catalogue.edit_resource": _("Змінено мережевий ресурс"),
    "catalogue.check_link_again": _("Адресу поставлено на перевірку"),
    "catalogue.add_record": _("Створено запис"),
    "catalogue.add_described": _("Взято опис"),
    "catalogue.batch_edit": _("Змінено багато записів"),
    "catalogue.repair_records": _("Виправлено літери й апострофи в записах"),
    "catalogue.keep_wording": _("Написання запису лишено, як є"),
    "catalogue.keep_heading_wording": _("Написання заголовка лишено, як є"),
    "catalogue.edit_body": _("Виправлено опис за полями"),
    "catalogue.edit_record": _("Виправлено запис"),
    "catalogue.finish_import": _("Завершено імпорт там, де його зупинено"),
    "catalogue.resume_import": _("Продовжено імпорт"),
    "catalogue.set_cover": _("Змінено обкладинку"),
    "catalogue.start_import": _("Почато імпорт записів"),
    "catalogue.stop_import": _("Зупинено імпорт"),
    "catalogue.undo_import": _("Скасовано імпорт"),
    "catalogue.mark_stage": _("Позначено етап опрацювання"),
    "catalogue.merge_records": _("Об’єднано записи"),
    "catalogue.restore_version": _("Повернено попередній опис"),
    "catalogue.return_record": _("Повернено запис до каталогу"),
    "catalogue.unmerge_records": _("Скасовано об’єднання записів"),
    "catalogue.withdraw_record": _("Вилучено запис із каталогу"),
    "core.add_staff": _("Додано працівника"),
    "core.close_unit": _("Закрито підрозділ"),
    "core.copy_place": _("Створено місце за зразком"),
    "core.create_unit": _("Відкрито підрозділ"),
    "core.deactivate_staff": _("Вимкнено доступ працівника"),
    "core.dismiss_quarantined": _("Відхилено операцію з карантину"),
    "core.complete_erasure": _("Знищено дані на запит"),
    "core.confirm_erasure": _("Погоджено знищення даних"),
    "core.adopt_rules": _("Прийнято правила користування"),
    "core.edit_profile": _("Змінено профіль закладу"),
    "core.set_accent": _("Змінено колір закладу"),
    "core.set_logo": _("Змінено логотип закладу"),
    "core.skip_step": _("Пропущено крок"),
    "core.edit_policy": _("Змінено правила закладу"),
    "core.edit_unit": _("Змінено відомості про підрозділ"),
    "core.end_role": _("Забрано роль"),
    "core.end_staff_sessions": _("Завершено сеанси працівника"),
    "core.erase": _("Знищено персональні дані"),
    "core.grant_role": _("Надано роль"),
    "core.invite_staff": _("Запрошено працівника"),
    "core.issue_token": _("Видано ключ програмі"),
    "core.join_staff": _("Прийнято запрошення"),
    "core.move_unit": _("Переміщено підрозділ"),
    "core.outbox.drop": _("Вилучено завдання з черги"),
    "core.outbox.retry": _("Повторено завдання"),
    "core.quarantine.viewed": _("Переглянуто операцію в карантині"),
    "core.reactivate_staff": _("Увімкнено доступ працівника"),
    "core.refuse_erasure": _("Відмовлено у знищенні даних"),
    "core.reopen_discrepancy": _("Знову відкрито розбіжність"),
    "core.retry_quarantined": _("Застосовано операцію з карантину"),
    "core.revoke_invitation": _("Відкликано запрошення"),
    "core.revoke_token": _("Відкликано ключ програми"),
    "core.set_mode": _("Змінено режим роботи"),
    "core.sign_in.failed": _("Невдала спроба входу"),
    "core.solve_discrepancy": _("Розв’язано розбіжність"),
    "core.withdraw_erasure": _("Відкликано запит на знищення даних"),
    "enquiries.answer": _("Відповіли на запит читача"),
    "enquiries.ask": _("На сайті попросили книжку"),
    "enquiries.ask_own": _("Читач попросив книжку"),
    "enquiries.record": _("Записано відмову"),
    "enquiries.end_conversation": _("Завершено розмову з читачем"),
    "enquiries.leave_chat": _("Читач від’єднав чат"),
    "enquiries.link_chat": _("Чат приєднано до квитка"),
    "enquiries.offer_chat": _("Видано код для чату"),
    "enquiries.offer_own_chat": _("Читач узяв код для чату"),
    "enquiries.leave_staff_chat": _("Працівник від’єднав свій чат"),
    "enquiries.offer_staff_chat": _("Працівник узяв код для чату"),
    "enquiries.register_chat": _("Читач записався в чаті"),
    "enquiries.reply": _("Відповіли читачеві в розмові"),
    "enquiries.say_own": _("Читач написав бібліотекареві"),
    "enquiries.unlink_chat": _("Від’єднано чат читача"),
    "fund.accept_copy": _("Прийнято примірник"),
    "fund.withdraw_copy": _("Вилучено примірник"),
    "fund.open_withdrawal": _("Розпочато акт вилучення"),
    "fund.list_withdrawn": _("Додано примірники до акта вилучення"),
    "fund.unlist_withdrawn": _("Прибрано примірники з акта вилучення"),
    "fund.value_withdrawn": _("Записано ціни в акті вилучення"),
    "fund.step_withdrawal": _("Акт вилучення передано далі"),
    "fund.sign_withdrawal": _("Підписано акт вилучення"),
    "fund.confirm_copy": _("Примірник оглянуто: на місці"),
    "fund.add_donor": _("Записано дарувальника"),
    "fund.edit_donor": _("Змінено відомості про дарувальника"),
    "fund.share_report": _("Дарувальникові дано посилання на звіт"),
    "fund.revoke_report": _("Забрано посилання дарувальника"),
    "fund.open_donor_erasure": _("Дарувальник просить знищити його дані"),
    "fund.open_gift": _("Відкрито дарунок"),
    "fund.edit_gift": _("Змінено відомості про дарунок"),
    "fund.set_gift_photo": _("Змінено світлину дарунка"),
    "fund.cancel_gift": _("Скасовано порожній дарунок"),
    "fund.restore_gift": _("Повернено скасований дарунок"),
    "fund.accept_gifted": _("Прийнято книжки з дарунка"),
    "fund.take_back_gifted": _("Викреслено помилково прийняте"),
    "fund.value_gift": _("Комісія оцінила дарунок"),
    "fund.sign_gift": _("Підписано акт приймання"),
    "fund.reopen_gift": _("Знову відкрито підписаний акт"),
    "fund.mark_printed": _("Надруковано наклейки"),
    "fund.mark_labelled": _("Наклеєно"),
    "fund.shelve": _("Поставлено на полицю"),
    "fund.step_back": _("Скасовано крок опрацювання"),
    "ledger.destroy_period_key": _("Знищено ключ періоду"),
    "lending.cancel_hold": _("Скасовано замовлення"),
    "lending.cancel_own_hold": _("Читач скасував замовлення"),
    "lending.expire_hold": _("Замовлене не забрали"),
    "lending.hold": _("Читач замовив видання"),
    "lending.hold_for": _("Замовлено видання для читача"),
    "lending.set_aside": _("Відкладено для читача"),
    "lending.count_visits": _("Записано відвідування"),
    "lending.issue": _("Видано"),
    "lending.keep_history": _("Читач змінив, чи вести перелік прочитаного"),
    "lending.renew_own": _("Читач продовжив строк"),
    "lending.borrow_own": _("Читач узяв книгу сам"),
    "lending.remind": _("Нагадано про строк"),
    "lending.remind_in_person": _("Працівник нагадав читачеві про строк"),
    "lending.return_own": _("Читач повернув книгу сам"),
    "lending.undo_own": _("Читач скасував узяте"),
    "lending.read_here": _("Читали на місці"),
    "lending.replace": _("Прийнято рівноцінну книжку замість втраченої"),
    "fund.sign_replacement": _("Підписано акт заміни"),
    "lending.renew": _("Продовжено"),
    "lending.close_check": _("Звірку полиці завершено"),
    "lending.describe_shelf": _("Змінено відомості про полицю"),
    "lending.lose": _("Записано втрату"),
    "lending.pick": _("Дібрано книги для виїзду"),
    "lending.plan_round": _("Заплановано доставку додому"),
    "lending.replan_round": _("Перенесено доставку додому"),
    "lending.add_stop": _("Додано зупинку доставки"),
    "lending.drop_stop": _("Прибрано зупинку доставки"),
    "lending.stop_earlier": _("Змінено порядок зупинок"),
    "lending.carry": _("Додано книжку до доставки"),
    "lending.uncarry": _("Прибрано книжку з доставки"),
    "lending.nobody_home": _("На доставці нікого не застали"),
    "lending.step_round": _("Змінено стан доставки"),
    "lending.address_printed": _("Надруковано адресу на маршрутному аркуші"),
    "lending.address_viewed": _("Переглянуто адресу на обході"),
    "lending.round_viewed": _("Переглянуто обхід з адресами"),
    "lending.round_printed": _("Надруковано маршрутний аркуш"),
    "lending.plan_visit": _("Заплановано виїзд до полиці"),
    "lending.key_sheet": _("Внесено паперовий аркуш"),
    "lending.mark_sheet": _("Позначено паперовий аркуш"),
    "lending.print_sheets": _("Надруковано паперові аркуші"),
    "lending.put": _("Поставлено на полицю"),
    "lending.see_copy": _("Побачено на звірці"),
    "lending.add_licence": _("Додано ліцензію електронного видання"),
    "lending.edit_licence": _("Змінено ліцензію електронного видання"),
    "lending.end_licence": _("Завершено ліцензію електронного видання"),
    "lending.borrow_online": _("Читач узяв електронне видання"),
    "lending.lend_online": _("Видано електронне видання"),
    "lending.end_own_online": _("Читач завершив читання електронного видання"),
    "lending.end_online": _("Завершено видачу електронного видання"),
    "lending.open_online": _("Електронне видання відкрито"),
    "lending.expire_online": _("Строк електронного видання минув"),
    "lending.add_terminal": _("Додано автомат самообслуговування"),
    "lending.renew_terminal": _("Автомат отримав новий секрет"),
    "lending.revoke_terminal": _("Автомат відкликано"),
    "lending.set_shelf_contact": _("Змінено, до кого звертатися в просторі"),
    "lending.set_shelf_photo": _("Світлина полиці"),
    "lending.start_check": _("Почато звірку полиці"),
    "lending.ask_need": _("Записано, що просить простір"),
    "lending.bring_for_need": _("Привезено те, що просив простір"),
    "lending.close_need": _("Потребу простору закрито"),
    "lending.send_by": _("Записано, хто перевозить"),
    "lending.step_visit": _("Виїзд: наступний крок"),
    "lending.take": _("Узято в дорогу"),
    "lending.unpick": _("Прибрано з переліку виїзду"),
    "lending.renew_shelf_code": _("Полиця дістала новий код"),
    "lending.return": _("Повернено"),
    "lending.undo": _("Скасовано"),
    "planning.explain": _("Пояснено відхилення"),
    "planning.record_manual": _("Записано показник вручну"),
    "planning.record_past_figure": _("Записано показник минулого року"),
    "planning.set_target": _("Змінено план"),
    "planning.set_targets": _("Змінено план"),
    "readers.ask_erasure": _("Читач просить знищити дані"),
    "readers.change_pin": _("Читач змінив PIN"),
    "readers.offer_pin_link": _("Читач узяв посилання, щоб обрати PIN"),
    "readers.choose_pin": _("Читач обрав PIN"),
    "readers.choose_own_notices": _("Читач обрав, як йому нагадувати"),
    "readers.set_doorstep": _("Записано, куди возити книжки"),
    "readers.adopt_consent": _("Прийнято текст згоди"),
    "readers.replace_card": _("Замінено квиток читача"),
    "readers.give_card": _("Видано квиток читачеві"),
    "readers.listed": _("Переглянуто список неперереєстрованих"),
    "readers.merge": _("Об’єднано записи читача"),
    "readers.unmerge": _("Скасовано об’єднання записів читача"),
    "readers.part_twins": _("Визнано різними читачами"),
    "readers.start_arrival": _("Почато імпорт читачів"),
    "readers.undo_arrival": _("Скасовано імпорт читачів"),
    "readers.amend": _("Змінено відомості про читача"),
    "readers.withdraw_consent": _("Відкликано згоду читача"),
    "readers.withdraw_own_consent": _("Читач відкликав свою згоду"),
    "readers.enrol": _("Записано читача"),
    "readers.entered": _("Читач увійшов до кабінету"),
    "readers.open_erasure": _("Прийнято запит на знищення даних"),
    "readers.reenrol": _("Перереєстровано читача"),
    "readers.join": _("Читач записався на сайті"),
    "readers.reenrol_own": _("Читач перереєструвався"),
    "readers.set_pin": _("Видано PIN читачеві"),
    "readers.viewed": _("Переглянуто формуляр читача"),
    "readers.many_looks": _("За годину переглянуто багато формулярів"),
}

TASKS = {
    "catalogue.tasks.count_holdings": _("Перелічити примірники запису"),
    "catalogue.tasks.check_links": _("Перевірити адреси в мережі"),
    "catalogue.tasks.go_on_retelling": _("Оновити пошук за заголовками"),
    "core.notices.deliver_notice": _("Сказати читачеві"),
    "core.notify.deliver": _("Надіслати повідомлення"),
    "core.outbox.upkeep.optimise": _("Впорядкувати базу даних"),
    "core.outbox.upkeep.tidy": _("Прибрати виконане з черги"),
    "core.retention.nightly": _("Знищити дані, строк зберігання яких минув"),
    "core.tasks.take_up_waiting": _("Опрацювати відкладені операції"),
    "lending.notices.remind_all": _("Нагадати про строки"),
    "lending.actions.holds.expire_holds": _("Звільнити замовлене, якого не забрали"),
    "ledger.tasks.nightly_check": _("Перевірити журнал фактів"),
    "ledger.tasks.check_some": _("Перевірити частину журналу фактів"),
    "ledger.tasks.seal_stretch": _("Запечатати журнал фактів"),
    "readers.looks.count_looks": _("Полічити переглянуті формуляри"),
}

THINGS = {
    "fund.Copy": _("Програма не знає цього примірника"),
    "readers.Reader": _("Програма не знає цього квитка або читача"),
    "core.Unit": _("Програма не знає цього місця"),
    "lending.Loan": _("Програма не знає цієї видачі"),
    "catalogue.Record": _("Програма не знає цього запису каталогу"),
}
ADVICE = {
    "readers.Reader": _("Запишіть читача з цим номером квитка, а тоді застосуйте операцію."),
    "fund.Copy": _("Прийміть примірник із цим штрихкодом до фонду, а тоді застосуйте операцію."),
}
OTHERWISE = _("Перевірте, що мав на увазі той, хто надіслав, і закрийте операцію з поясненням.")
NUMBERED = ("card:", "barcode:")


@dataclass(frozen=True)
class Missing:
    """What an operation spoke of and nobody knows here."""

    text: Any
    advice: Any
    number: str
    reader: bool


def missing_thing(row: Quarantined, *, may_read: bool) -> Missing | None:
    """From «reader: readers.Reader». The number itself is in the sealed body, for those who may read it."""
    field, _colon, model = row.detail.partition(": ")
    if model not in THINGS:
        return None
    said = row.body.get("body") if may_read and isinstance(row.body, dict) else None
    given = said.get(field) if isinstance(said, dict) else None
    number = next((given.removeprefix(sign) for sign in NUMBERED if isinstance(given, str) and given.startswith(sign)), "")
    return Missing(THINGS[model], ADVICE.get(model, OTHERWISE), number, model == "readers.Reader")


def verb_word(code: str) -> str:
    return str(VERBS.get(code, code))


def task_code(path: str) -> str:
    return path.removeprefix("mandrivna.")


def task_word(path: str) -> str:
    """The same in the queue and in the bell."""
    code = task_code(path)
    return str(TASKS.get(code, code))
