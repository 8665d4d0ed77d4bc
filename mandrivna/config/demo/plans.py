"""The plan of the year as a document: sections, columns and rows in the manner of a regional library, with invented works only."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.core.service import institution_of
from mandrivna.planning.actions import note_item, plans, tie_all
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_states import Role
from mandrivna.shared.ids import new_uid

NUMBER, TITLE, EXECUTORS = (
    ("№ п/п", Role.NUMBER, 12),
    ("Назва заходів та діяльності", Role.TITLE, 78),
    ("Виконавці", Role.EXECUTORS, 28),
)
DIRECTION, FORM = ("Напрямок діяльності", Role.DIRECTION, 48), ("Форма роботи", Role.FORM, 40)
QUANTITY, TERM = ("Кількісні показники", Role.QUANTITY, 34), ("Термін виконання", Role.TERM, 32)
AUDIENCE = ("Аудиторія", Role.AUDIENCE, 40)

OF_METHODS = (NUMBER, TITLE, DIRECTION, FORM, TERM, EXECUTORS)
OF_FUND = (NUMBER, TITLE, DIRECTION, QUANTITY, TERM, EXECUTORS)
OF_EVENTS = (NUMBER, TITLE, FORM, AUDIENCE, ("Терміни виконання", Role.TERM, 32), ("виконавці", Role.EXECUTORS, 28))
SAME = "-----//-----"

PREAMBLE = """Бібліотека працює без власного приміщення, тому зосереджується на тому, що можна робити мандрівно:
- неформальна освіта і цифрові навички;
- просування українського читання і власного цифрового змісту;
- психологічна підтримка і безбар’єрність;
- мандрівна колекція на полицях просторів."""

SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str, int], ...], str, tuple[tuple[int, tuple[str, ...]], ...]], ...] = (
    ("1", "НАУКОВО-МЕТОДИЧНА ТА ДОСЛІДНА РОБОТА", OF_METHODS, "Методична робота підтримує переміщені бібліотеки області.", (
        (0, ("1", "Школа керівника: цикл вебінарів", "Безперервна бібліотечна освіта", "вебінар", "щомісяця", "ВНМР")),
        (0, ("2", "Моніторинг стану бібліотек області", "", "аналітична довідка", "протягом року", "ВНМР")),
        (0, ("3", "Складання звітів по мережі області за {before} рік", "", "звіти", "1 квартал", "ВНМР")),
        (0, ("4", "«Лабораторія нової бібліотеки»: простір фахової підтримки",
             "Безперервна бібліотечна освіта\nРеформування галузі", "", "протягом року", "ВНМР, ВІТЕР, ЦПЧ")),
        (1, ("4.1", "Арттерапія для бібліотекарів", "Психологічна підтримка", "методичні поради", "1 квартал", "ВНМР, ЦПЧ")),
        (1, ("4.2", "Інклюзивність у бібліотеках", SAME, "мітапи", "2-3 квартал", SAME)),
        (0, ("5", "Участь у всеукраїнських конференціях", "Безперервна бібліотечна освіта", "обмін досвідом", "протягом року",
             "Всі співробітники")),
    )),
    ("1.1", "ЗБЕРЕЖЕННЯ ПАМ’ЯТІ", OF_METHODS, "", (
        (0, ("1", "Архівування свідчень про війну", "Збереження пам’яті", "збір, опис, розміщення в архіві", "протягом року",
             "ВНМР, бібліотеки області")),
        (0, ("2", "Подкаст із краєзнавцями області", SAME, "відеоподкаст", "щоквартально", "ЦПЧ, ВІТЕР")),
    )),
    ("2", "РОБОТА З РЕСУРСАМИ. ОБСЛУГОВУВАННЯ КОРИСТУВАЧІВ", OF_FUND,
     "Книги надходять лише в дарунок. Послуги читання надаємо через мандрівні полиці у просторах.", ()),
    ("2.1", "ФОРМУВАННЯ БІБЛІОТЕЧНОГО ФОНДУ", OF_FUND, "", (
        (0, ("1", "Надходження видань до фонду:", "Формування мандрівної колекції", "", "протягом року", "ВФФЕК")),
        (1, ("1.1", "Отримання книг", "", "200 прим.", "", "")),
        (1, ("1.2", "Обробка:\n- каталогізація\n- систематизація\n- предметизація", "",
             "200 записів\n200 записів\n200 записів", "", "")),
        (1, ("1.3", "Редагування в електронному каталозі", "", "210 записів", "", "")),
        (0, ("2", "Підтримка мандрівних полиць", "Просування читання", "6 полиць", "протягом року", "ВФФЕК, ЦПЧ")),
    )),
    ("2.2", "ІНФОРМАЦІЙНІ ПОСЛУГИ ТА ПОСЛУГИ ЧИТАННЯ", OF_FUND, "", (
        (0, ("1", "Обслуговування користувачів:", "Бібліотечні послуги", "", "протягом року", "ЦПЧ")),
        (1, ("1.1", "Реєстрація за ЄРК", "", "1 900 осіб", "", "")),
        (1, ("1.2", "Обслужені користувачі", "", "9000 осіб", "", "")),
        (1, ("1.3", "Довідки", "", "75 довідок", "", "")),
        (0, ("2", "Дайджести до пам’ятних дат", "Формування цінностей", "30 інформацій", "щомісяця", "ЦПЧ")),
    )),
    ("3", "СОЦІОКУЛЬТУРНІ ТА ОСВІТНІ ПОСЛУГИ", OF_EVENTS, "Бібліотека єднає переселенців і місцевих мешканців.", ()),
    ("3.1", "СОЦІОКУЛЬТУРНІ ЗАХОДИ", OF_EVENTS, "", (
        (0, ("1", "Розмови біля полиці", "зустріч із автором", "місцеві громади та ВПО", "двічі на місяць", "ЦПЧ")),
        (0, ("2", "Клуб «Читай і мандруй»", "книжковий клуб", SAME, "щомісяця", "ЦПЧ")),
        (0, ("3", "Літоглядки", "огляди книжок на сайті", "користувачі інтернету", "щомісяця", "ЦПЧ, ВІТЕР")),
        (0, ("4", "Фотовиставка митців області", "виставка", "ВПО та містяни", "лютий-березень; вересень-жовтень", SAME)),
        (0, ("5", "Музичні квартирники (у разі наявності приміщення)", "мистецька подія", SAME, "2 квартал",
             "ЦПЧ (координація ВІТЕР)")),
    )),
    ("3.2", "ЗАХОДИ З ОСОБИСТІСНОГО РОЗВИТКУ", OF_EVENTS, "", (
        (0, ("1", "Мовна кухня", "розмовний клуб", "ВПО та містяни", "щотижня з вересня по грудень", "ЦПЧ, ВНМР")),
        (0, ("2", "Майстерня затишку", "майстер-клас", "родини", "щомісяця", "ЦПЧ")),
        (0, ("3", "Медіавівторок", "вебінар", "користувачі інтернету", "щомісяця", "ВІТЕР")),
        (0, ("4", "Йоготерапія для дорослих", "практика", "ВПО та містяни", "щотижня", "ЦПЧ")),
    )),
    ("4", "ІНФОРМАЦІЙНА ДІЯЛЬНІСТЬ", OF_METHODS, "Власний зміст на п’яти платформах.", (
        (0, ("1", "Підтримка відеоканалу", "Просування цифрового змісту", "відеоогляди, освітні відео", "щотижня", "ВІТЕР, ЦПЧ")),
        (1, ("1.1", "Відеоподкаст про культуру", SAME, "відеоподкаст", SAME, SAME)),
        (0, ("2", "Підтримка сайту бібліотеки", SAME, "розміщення матеріалів", "протягом року", "ВІТЕР")),
    )),
    ("5", "АВТОМАТИЗАЦІЯ ТА ТЕХНІЧНА ПІДТРИМКА", OF_METHODS, "", (
        (0, ("1", "Оновлення обладнання просторів", "Забезпечення послуг", "аналіз, заявки", "1 і 4 квартали", "ВІТЕР")),
        (0, ("2", "Супровід електронного каталогу", SAME, "налаштування", "протягом року", "ВІТЕР, ВФФЕК")),
    )),
    ("6", "ВОЛОНТЕРСЬКА ДІЯЛЬНІСТЬ", OF_METHODS, "", (
        (0, ("1", "Збір книг для просторів", "Просування читання", "благодійна акція", "квітень, жовтень", "ЦПЧ")),
        (0, ("2", "Плетіння сіток разом із читачами", "Єднання громади", "зустрічі", "щотижня", "Всі співробітники")),
    )),
)  # fmt: skip


def write(stage: Stage) -> None:
    """Rows that series of events have named come into their sections; the plan is in force, once changed, once asked about."""
    today, root = stage.calendar.today, institution_of(stage.units["ЦПЧ"])
    plan = plans.make_plan(_act(stage, today), unit=root, year=today.year, kind="annual", about=_cover(today.year, root))
    said = [[short, stage.units[short].name, str(stage.units[short].pk)] for short in ("ВНМР", "ВІТЕР", "ВФФЕК", "ЦПЧ")]
    plans.set_abbreviations(_act(stage, today), plan=plan, said=[*said, ["ВПО", "внутрішньо переміщені особи", ""]])
    for kind, title in (("indicators", "ЗАГАЛЬНІ ПОКАЗНИКИ"), ("contents", "ЗМІСТ")):
        plans.add_part(_act(stage, today), plan=plan, about={"kind": kind, "title": title})
    made: dict[str, Section] = {}
    for number, title, columns, narrative, rows in SECTIONS:
        about = {"number": number, "title": title, "narrative": narrative, "numbered_columns": number == "1"}
        about["columns"] = [{"title": head, "role": str(role), "width": width} for head, role, width in columns]
        parent = made.get(number.rpartition(".")[0])
        made[number] = plans.add_part(_act(stage, today), plan=plan, about=about, parent=parent)
        _rows(stage, made[number], rows, today)
    plans.add_part(_act(stage, today), plan=plan, about={"kind": "abbreviations", "title": "ПЕРЕЛІК СКОРОЧЕНЬ"})
    _life(stage, plan, today)


def _cover(year: int, unit: Unit) -> dict[str, str]:
    return {
        "title": f"План роботи на {year} рік", "place": "Криничне – Дніпро", "cover_year": str(year - 1), "preamble": PREAMBLE,
        "approver_post": "Директорка", "approver_name": "Ганна Приклад",
    }  # fmt: skip


def _rows(stage: Stage, part: Section, rows: tuple[tuple[int, tuple[str, ...]], ...], today: dt.date) -> None:
    if not rows:
        return
    first = PlanItem.objects.filter(part=part).order_by("position").first()
    table = [[cell.format(before=today.year - 1) for cell in cells] for _level, cells in rows]
    plans.paste_cells(_act(stage, today), part=part, table=table, item=first)
    for item, (level, _cells) in zip(PlanItem.objects.filter(part=part).order_by("position"), rows, strict=True):
        if level:
            plans.move_row(_act(stage, today), item=item, part=part, before=_after(item), level=level)


def _after(item: PlanItem) -> PlanItem | None:
    return PlanItem.objects.filter(part=item.part, position__gt=item.position).order_by("position").first()


def _life(stage: Stage, plan: Plan, today: dt.date) -> None:
    day = dt.date(today.year, 1, 9)
    director = stage.actors["director"]
    plans.approve_plan(
        Act(actor=director, at=_act(stage, today).at, uid=new_uid()), plan=plan, on=day, post="Директорка", name="Ганна Приклад"
    )
    plans.run_plan(Act(actor=director, at=_act(stage, today).at, uid=new_uid()), plan=plan, on=day)
    row = PlanItem.objects.get(plan=plan, section="4", number="1")
    plans.write_cell(
        _act(stage, today), item=row, column=4, text="двічі на місяць", reason="Немає другого оператора: знімаємо раз на два тижні."
    )
    tie_all(_act(stage, today), plan=plan)
    late = PlanItem.objects.get(plan=plan, section="1", number="3")
    note_item(_act(stage, today), item=late, outcome="done", text="Звіти прийнято й зведено вчасно.", answers=Withheld("ВНМР"))
    asked = PlanItem.objects.get(plan=plan, section="3.1", number="5")
    plans.comment_plan(_act(stage, today), plan=plan, item=asked, text="Чи дасть простір «Затишок» залу на травень?")


def _act(stage: Stage, today: dt.date) -> Act:
    moment = dt.datetime.combine(today, dt.time(10), stage.now.tzinfo)
    return Act(actor=stage.actors["methodist"], at=moment, uid=new_uid())
