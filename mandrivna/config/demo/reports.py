"""Last year's report, signed and shown to everybody; this year's so far, a draft with live numbers; a SWOT being written."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.data import PEOPLE, SHORT
from mandrivna.config.demo.plans import OF_EVENTS, OF_FUND, OF_METHODS, SAME
from mandrivna.config.demo.stage import Stage
from mandrivna.planning import actions
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan, PlanItem, Report, Section

LAST_YEAR = (
    ("1", "НАУКОВО-МЕТОДИЧНА ТА ДОСЛІДНА РОБОТА", OF_METHODS, (
        ("1", "Моніторинг стану бібліотек області", "Реформування галузі", "аналітична довідка", "протягом року", "ВНМР"),
        ("2", "Школа керівника: цикл вебінарів", "Безперервна бібліотечна освіта", "вебінар", "протягом року", SAME),
        ("3", "Виїзди до бібліотек громад", SAME, "консультація", "2-3 квартал", SAME),
    )),
    ("2", "РОБОТА З РЕСУРСАМИ. ОБСЛУГОВУВАННЯ КОРИСТУВАЧІВ", OF_FUND, (
        ("1", "Отримання книг у дарунок", "Формування мандрівної колекції", "80 прим.", "протягом року", "ВФФЕК"),
        ("2", "Реєстрація за ЄРК", "Бібліотечні послуги", "60 осіб", SAME, "ЦПЧ"),
        ("3", "Відкриття мандрівних полиць у просторах", "Просування читання", "", "4 квартал", "ВФФЕК, ЦПЧ"),
    )),
    ("3", "СОЦІОКУЛЬТУРНІ ТА ОСВІТНІ ПОСЛУГИ", OF_EVENTS, (
        ("1", "Зустрічі з авторами", "зустріч", "місцеві громади та ВПО", "протягом року", "ЦПЧ"),
        ("2", "Фотовиставка митців області", "виставка", SAME, "вересень-жовтень", SAME),
    )),
)  # fmt: skip
SAID = {
    ("1", "1"): ("done", "Довідку надіслано громадам і засновнику.", ""),
    ("1", "2"): ("partly", "Проведено три з чотирьох: навесні не було світла.", ""),
    ("1", "3"): ("not_done", "Дороги до громад були небезпечні; консультували телефоном.", ""),
    ("2", "2"): ("partly", "Записували лише з осені, коли відкрилися полиці.", ""),
    ("2", "3"): ("done", "Обидві полиці відкрито восени.", ""),
    ("3", "1"): ("done", "Чотири зустрічі, з них дві в мережі.", ""),
    ("3", "2"): ("moved", "Простір ремонтували.", "лютий наступного року"),
}
INTRO = (
    "Рік почали без приміщення, а закінчили з двома мандрівними полицями у просторах громади. Восени записалося {users_registered} "
    "читачів, видано {issues} книжок; усі книжки, яких ще не прочитали, повернулися до кінця року."
)
CLOSING = "Наступного року відкриваємо ще чотири полиці й запроваджуємо облік у програмі для всіх просторів."
WORDS = {
    "1": "Методична робота тримала зв’язок із бібліотеками громад: моніторинг зведено, вебінари йшли в мережі.",
    "2": "Фонд складається лише з дарунків: надійшло {acquisitions} примірників.",
}
SWOT = {
    "strengths": "Полиці ближче до людей, ніж колишнє приміщення: записано {users_registered} читачів, видано {issues} книжок.",
    "weaknesses": "Нові книжки надходять лише в дарунок: {acquisitions} примірників за рік. Невиконаних запитів: {refusals}.",
    "threats": "Перебої зі світлом і зв’язком; читачі знову переїжджають.",
}
SO_FAR = "За дев’ять місяців видано {issues} книжок, відбулося {events} подій, надано {references} довідок."


def write(stage: Stage) -> None:
    unit, year = stage.units[SHORT], stage.calendar.today.year
    signed = _report(stage, _last_year(stage, year - 1), "", INTRO, WORDS, CLOSING)
    name = next(person.name for person in PEOPLE if person.role == "director")
    on = min(stage.today, dt.date(year, 1, 15))  # long enough ago to stand on the site
    actions.sign_report(stage.act(stage.actors["director"]), report=signed, on=on, post="Директорка", name=name)
    actions.publish_report(stage.act(stage.actors["director"]), report=signed)
    now = Plan.objects.get(unit=unit, year=year, kind="annual")
    draft = _report(stage, now, "q3", SO_FAR, {"1": WORDS["1"]}, "")
    assert not draft.signed
    _swot(stage, now)


def _swot(stage: Stage, plan: Plan) -> None:
    methodist = stage.actors["methodist"]
    report = actions.make_report(stage.act(methodist), plan=plan, kind="swot")
    for heading, text in SWOT.items():
        actions.write_report_text(stage.act(methodist), report=report, place=heading, text=text)


def _last_year(stage: Stage, year: int) -> Plan:
    methodist, director = stage.actors["methodist"], stage.actors["director"]
    cover = {"title": f"План роботи на {year} рік", "place": "Криничне – Дніпро", "cover_year": str(year - 1),
             "approver_post": "Директорка", "approver_name": "Ганна Приклад"}  # fmt: skip
    plan = plans.make_plan(stage.act(methodist), unit=stage.units[SHORT], year=year, kind="annual", about=cover)
    for number, title, columns, rows in LAST_YEAR:
        about = {"number": number, "title": title, "columns": [
            {"title": head, "role": str(role), "width": width} for head, role, width in columns
        ]}  # fmt: skip
        part = plans.add_part(stage.act(methodist), plan=plan, about=about)
        plans.paste_cells(stage.act(methodist), part=part, table=[list(row) for row in rows], item=None)
    plans.approve_plan(stage.act(director), plan=plan, on=dt.date(year, 1, 12), post="Директорка", name="Ганна Приклад")
    plans.run_plan(stage.act(director), plan=plan, on=dt.date(year, 1, 12))
    actions.tie_all(stage.act(methodist), plan=plan)
    for (section, number), (outcome, text, moved_to) in SAID.items():
        item = PlanItem.objects.get(plan=plan, section=section, number=number)
        actions.note_item(stage.act(methodist), item=item, outcome=outcome, text=text, moved_to=moved_to)
    return plan


def _report(stage: Stage, plan: Plan, until: str, intro: str, words: dict[str, str], closing: str) -> Report:
    methodist = stage.actors["methodist"]
    report = actions.make_report(stage.act(methodist), plan=plan, until=until)
    places = {"intro": intro, "closing": closing}
    places |= {str(part.pk): words[part.number] for part in Section.objects.filter(plan=plan) if part.number in words}
    for place, text in places.items():
        actions.write_report_text(stage.act(methodist), report=report, place=place, text=text)
    return report
