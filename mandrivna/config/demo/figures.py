"""The plan of the year with its corrections, what is counted by hand, and what older documents say."""

from __future__ import annotations

import calendar
import datetime as dt

from mandrivna.config.demo.data import SHORT
from mandrivna.config.demo.stage import Stage
from mandrivna.core.codec import Withheld
from mandrivna.lending.actions.visits import count_visits
from mandrivna.planning.actions.manual import record_manual
from mandrivna.planning.actions.past import record_past_figure
from mandrivna.planning.actions.targets import explain, set_target, set_targets
from mandrivna.planning.states import State
from mandrivna.shared.printing.xlsx import Line, Sheet, workbook
from mandrivna.shared.uploads import packed

CODES = (
    "users_served", "users_registered", "users_virtual", "visits", "visits_nonstationary", "visits_distance", "visits_virtual",
    "issues", "issues_electronic", "internet_resources",
)  # fmt: skip
PLAN_BEFORE = (5000, 1900, 1000, 35000, 5200, 3800, 26000, 5000, 3500, 500)
PLAN = (9000, 1900, 3000, 85000, 6200, 3800, 75000, 1400, "-", 500)
DOCUMENTS = {  # years back → figures; the parts of the older one do not add up, as in many a real plan
    2: (4800, 1500, 750, 30546, 5165, 3620, 21760, 1260, None, 280),
    3: (4109, 1920, 1320, 52014, 2644, 2681, 45914, 5885, None, 3536),
}
LAST_YEAR = (("event_people", 412), ("users_again", 14))  # what drivers of the strategy are measured against
REVISIONS = (
    ("users_registered", 300, "Реєстрацію за ЄРК почато лише у хабах; віддалених користувачів перереєструємо наступного року."),
    ("issues", 900, "Половину примірників отримано в останньому кварталі: обертаність фонду ще невисока."),
    ("visits_stationary", 1700, "Хаб «Затишок» отримав окрему кімнату."),
    (
        "visits_nonstationary",
        4500,
        "Хаб «Затишок» перейшов на стаціонарне обслуговування, його відвідування рахуються окремим рядком.",
    ),
)
EXPLANATIONS = (
    (
        "users_served",
        "Демонстраційна бібліотека ще не веде обліку учасників заходів, тому тут лише ті, хто записався або взяв книгу.",
    ),
    ("visits_virtual", "Сеанси на сайті бібліотеки без роботів і працівників; перегляди в соціальних мережах не враховано."),
)
SITE, JOURNAL, ROSTER = "Статистика сайту бібліотеки", "Журнал дистанційних звернень", "Табель обліку робочого часу"
# code → (source, about how many a month last year, this year)
MONTHLY = {
    "virtual_visits": (SITE, 2150, 6600),
    "virtual_users": (SITE, 84, 262),
    "internet_resources": ("Журнал довідок", 38, 44),
    "working_days": (ROSTER, 25, 25),
}
LEVELS = (
    ("population", 18_400, 19_150, "Обласна статистика: мешканці області, зареєстровані в громадах, де є хаби (умовне число)"),
    ("staff", 15, 14, "Штатний розпис"),
    ("partners", 21, 26, "Реєстр угод про співпрацю"),
)


def count_distance(stage: Stage, day: dt.date) -> None:
    """On Fridays: calls, letters and messages of the week, at the centre that answers them."""
    number = stage.rng.randint(52, 86)
    count_visits(stage.act(stage.actors["director"]), place=stage.units["ЦПЧ"], on=day, number=number, distance=True)


def write(stage: Stage) -> None:
    year, unit, methodist = stage.calendar.today.year, stage.units[SHORT], stage.actors["methodist"]
    _remember(stage, year)
    for of_year, plan in ((year - 1, PLAN_BEFORE), (year, PLAN)):
        stage.open_day(dt.date(of_year - 1, 12, 2), hour=11)
        set_targets(stage.act(methodist), unit=unit, year=of_year, figures=dict(zip(CODES, plan, strict=True)))
    stage.open_day(max(stage.calendar.start + dt.timedelta(days=30), dt.date(year, 1, 1)), hour=15)
    for code, value, reason in REVISIONS:
        set_target(stage.act(methodist), unit=unit, year=year, indicator=code, state=State.NUMBER, value=value, reason=reason)
    _count_by_hand(stage, year)
    for code, text in EXPLANATIONS:
        explain(stage.act(methodist), unit=unit, year=year, indicator=code, text=text)


def _remember(stage: Stage, year: int) -> None:
    """Figures of documents older than the program; one of them was first a forecast."""
    unit, methodist = stage.units[SHORT], stage.actors["methodist"]
    for back, figures in DOCUMENTS.items():
        of_year = year - back
        stage.open_day(dt.date(of_year + 1, 1, 20), hour=11)
        source = f"План роботи на {of_year + 1} рік, розділ «Загальні показники» (умовні числа)"
        if back == 2:
            record_past_figure(
                stage.act(methodist), unit=unit, year=of_year, indicator="users_served", state=State.NUMBER, value=4700,
                source=source, forecast_at=dt.date(of_year, 12, 1),
            )  # fmt: skip
        for code, value in zip(CODES, figures, strict=True):
            state = State.EMPTY if value is None else State.NUMBER
            record_past_figure(
                stage.act(methodist), unit=unit, year=of_year, indicator=code, state=state, value=value, source=source
            )
    stage.open_day(max(stage.calendar.start, dt.date(year, 1, 20)), hour=12)
    for code, value in LAST_YEAR:
        source = f"Звіт за {year - 1} рік"
        record_past_figure(
            stage.act(methodist), unit=unit, year=year - 1, indicator=code, state=State.NUMBER, value=value, source=source
        )


def _count_by_hand(stage: Stage, year: int) -> None:
    unit, methodist = stage.units[SHORT], stage.actors["methodist"]
    stage.open_day(stage.calendar.today - dt.timedelta(days=1), hour=18)
    for code, before, now, source in LEVELS:
        for on, value in ((dt.date(year - 1, 1, 1), before), (dt.date(year, 1, 1), now)):
            if on <= stage.today:
                paper = _roster(value, on) if code == "staff" else Withheld("")
                record_manual(stage.act(methodist), unit=unit, indicator=code, on=on, value=value, source=source, file=paper)
    for last_day in _months_until(stage.today, year):
        for code, (source, before, now) in MONTHLY.items():
            about = now if last_day.year == year else before
            value = about if code == "working_days" else round(about * stage.rng.uniform(0.85, 1.15))
            if code == "virtual_visits" and last_day >= stage.calendar.start:
                continue  # from then on the program counts the sessions of the site itself
            record_manual(stage.act(methodist), unit=unit, indicator=code, on=last_day, value=value, source=source)
        if last_day < stage.calendar.start:  # from then on the program counts them itself, week by week
            value = round(290 * stage.rng.uniform(0.85, 1.15))
            record_manual(stage.act(methodist), unit=unit, indicator="distance_visits", on=last_day, value=value, source=JOURNAL)


def _roster(people: int, on: dt.date) -> Withheld:
    """The file the number of staff was read from: posts and how many, no names."""
    lines = [Line(cells=["Директор", 1]), Line(cells=["Бібліотекарі", people - 3]), Line(cells=["Методисти", 2])]
    made = dt.datetime.combine(on, dt.time(9), dt.UTC)
    sheet = Sheet(
        name="Штатний розпис", title=["Штатний розпис (умовний)"], header=["Посада", "Одиниць"], lines=lines, created=made
    )
    return Withheld(packed(workbook(sheet)))


def _months_until(day: dt.date, year: int) -> list[dt.date]:
    """The last days of all months that were over by then, from January of last year on."""
    months = [(of_year, month) for of_year in (year - 1, year) for month in range(1, 13)]
    ends = [dt.date(of_year, month, calendar.monthrange(of_year, month)[1]) for of_year, month in months]
    return [end for end in ends if end <= day]
