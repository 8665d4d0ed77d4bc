"""Which page of the handbook speaks of what one looks at: by the name of the view, the longest beginning wins."""

from __future__ import annotations

from django.urls import reverse

PLACES = {
    "workspace:home": "pochatok#сьогодні",
    "workspace:place": "pochatok#сказати-де-ви-працюєте",
    "workspace:choose_place": "pochatok#сказати-де-ви-працюєте",
    "workspace:bell": "pochatok#сповіщення",
    "workspace:keys": "pochatok#клавіші",
    "workspace:search": "pochatok#пошук",
    "workspace:others": "pochatok#коли-двоє-працюють-з-одним",
    "workspace:draft": "pochatok#написане-не-зникає",
    "workspace:help": "pochatok#довідка",
    "workspace:start": "pochatok#перші-кроки",
    "workspace:sample": "pochatok#перші-кроки",
    "workspace:polic": "pratsivnyky#правила-закладу",
    "workspace:desk": "vydacha",
    "workspace:desk_copy": "vydacha#прийняти",
    "workspace:desk_return": "vydacha#прийняти",
    "workspace:desk_renew": "vydacha#продовжити",
    "workspace:desk_undo": "vydacha#скасувати-помилкове",
    "workspace:reader": "chytachi#знайти",
    "workspace:reader_reenrol": "chytachi#щороку-перереєстрація",
    "workspace:reader_renew": "vydacha#продовжити",
    "workspace:reader_forget": "chytachi#забути",
    "workspace:enrol": "chytachi#нового",
    "workspace:erasure": "chytachi#забути",
    "workspace:shel": "polytsia",
    "workspace:shelf_visit": "polytsia#записати-відвідування",
    "workspace:catalogue": "kataloh#знайти",
    "workspace:record": "kataloh",
    "workspace:record_add": "kataloh#описати-нове-видання",
    "workspace:record_edit": "kataloh#виправити-запис",
    "workspace:record_scan": "kataloh#сканувати-номер-телефоном",
    "workspace:record_elsewhere": "kataloh#взяти-готовий-опис",
    "workspace:record_card": "kataloh#процитувати",
    "workspace:citations": "kataloh#процитувати",
    "workspace:cards": "kataloh#процитувати",
    "workspace:record_cover": "kataloh#обкладинка",
    "workspace:record_batch": "kataloh#багато-записів-разом",
    "workspace:import": "kataloh#імпорт",
    "workspace:record_marc": "kataloh#опис-за-полями",
    "workspace:record_add_marc": "kataloh#опис-за-полями",
    "workspace:record_versions": "kataloh#історія-опису",
    "workspace:record_twins": "kataloh#однакові-записи",
    "workspace:record_withdraw": "kataloh#вилучити-запис",
    "workspace:collection": "kataloh#добірки",
    "workspace:guide": "kataloh#ресурси-в-мережі",
    "workspace:resource": "kataloh#ресурси-в-мережі",
    "workspace:link": "kataloh#ресурси-в-мережі",
    "workspace:heading": "kataloh#заголовки",
    "workspace:heading_twins": "kataloh#схожі-заголовки",
    "workspace:copy": "kataloh#прийняти-примірник",
    "workspace:copy_withdraw": "kataloh#вилучити",
    "workspace:hold": "vydacha#замовлення",
    "workspace:refusal": "kataloh#чого-не-знайшли",
    "workspace:talk": "bot#розмови",
    "workspace:talks_own_chat": "bot#для-працівника",
    "workspace:reader_chat": "bot#приєднати-квиток",
    "workspace:shelf_poster": "bot#плакат-на-полицю",
    "workspace:unit": "nove-mistse",
    "workspace:unit_move": "nove-mistse#перемістити",
    "workspace:unit_mode": "nove-mistse#змінити-режим-роботи",
    "workspace:unit_close": "nove-mistse#закрити",
    "workspace:profile": "nove-mistse#заклад-назва-логотип-колір-правила",
    "workspace:indicators": "pokaznyky",
    "workspace:indicators_plan": "pokaznyky#скласти-й-змінити-план",
    "workspace:indicators_history": "pokaznyky#скласти-й-змінити-план",
    "workspace:indicators_explain": "pokaznyky#пояснити",
    "workspace:indicators_xlsx": "pokaznyky#вивантажити",
    "workspace:indicators_fact": "pokaznyky#розкрити-число",
    "workspace:indicators_manual": "pokaznyky#записати-число-вручну",
    "workspace:indicators_figure": "pokaznyky#записати-число-вручну",
    "workspace:indicators_past": "pokaznyky#минулі-роки",
    "workspace:discrepanc": "rozbizhnosti",
    "workspace:quarantine": "rozbizhnosti#карантин-не-вдалося-зрозуміти-або-застосувати",
    "workspace:operations": "rozbizhnosti#журнал-змін",
    "workspace:audit": "rozbizhnosti#журнал-змін",
    "workspace:outbox": "tekhnik#черга-завдань",
    "workspace:staff": "pratsivnyky",
    "workspace:invit": "pratsivnyky#запросити",
    "workspace:join": "pochatok#отримати-доступ",
    "workspace:person": "pratsivnyky#змінити-роль",
    "workspace:person_deactivate": "pratsivnyky#хтось-іде-або-загубив-телефон",
    "workspace:person_end_sessions": "pratsivnyky#хтось-іде-або-загубив-телефон",
    "workspace:role": "pratsivnyky#хто-що-може",
    "account": "pochatok#увійти-й-вийти",
    "mfa": "pochatok#увійти-й-вийти",
    "usersessions": "pochatok#увійти-й-вийти",
}


def place_of(view_name: str) -> str:
    """«page#anchor», or nothing for a view the handbook does not know: then the contents are the help."""
    known = [start for start in PLACES if view_name.startswith(start)]
    return PLACES[max(known, key=len)] if known else ""


def help_url(view_name: str) -> str:
    page, _hash, anchor = place_of(view_name).partition("#")
    if not page:
        return reverse("workspace:help")
    return reverse("workspace:help_page", args=[page]) + (f"#{anchor}" if anchor else "")
