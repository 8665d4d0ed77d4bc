"""Terms as plans write them: all of the two annual plans and as many again, each with what it means; what means nothing is named.

The table is the list of norms.md §7.4 and what methodists write besides. Each is said again in words, and the words mean the same.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mandrivna.shared.dates.saying import say_term
from mandrivna.shared.dates.terms import Rate, Term, Unit, read_term

YEAR = 2025
DAYS = {"день соборності": (dt.date(2025, 1, 22),) * 2}
ALL, W, M, Q, H, Y = "01.01-31.12", Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR
Q1, Q2, Q3, Q4 = "01.01-31.03", "01.04-30.06", "01.07-30.09", "01.10-31.12"
MONTHS = [f"01.{m:02d}-{e}.{m:02d}" for m, e in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)]


def read(said: str) -> Term:
    return read_term(said, YEAR, DAYS)


def spans(term: Term) -> str:
    def day(one: dt.date) -> str:
        return f"{one:%d.%m}" if one.year == YEAR else f"{one:%d.%m.%y}"

    return " ".join(f"{day(first)}-{day(last)}" if first != last else day(first) for first, last in term.spans)


WHEN = {
    # §7.4
    "Протягом року": ALL, "протягом року": ALL, "за рік": ALL,
    "1 квартал": Q1, "2 квартал": Q2, "3 квартал": Q3, "1 кв.": Q1, "2 кв.": Q2, "3 кв.": Q3, "I квартал": Q1, "II квартал": Q2,
    "1, 3 квартал": f"{Q1} {Q3}", "1, 3 квартали": f"{Q1} {Q3}", "1 і 4 квартали": f"{Q1} {Q4}", "2 і 3 квартали": f"{Q2} {Q3}",
    "2-3 квартал": "01.04-30.09", "вересень": MONTHS[8], "Січень-лютий": "01.01-28.02", "Квітень-вересень": "01.04-30.09",
    "Лютий-березень; вересень-жовтень": "01.02-31.03 01.09-31.10", "Лютий-квітень; вересень-листопад": "01.02-30.04 01.09-30.11",
    "Лютий-квітень; вересень-\nлистопад": "01.02-30.04 01.09-30.11", "Березень": MONTHS[2], "жовтень": MONTHS[9],
    "Квітень": MONTHS[3], "2016-2021 рр.": "01.01.16-31.12.21", "2016-2017 рр.": "01.01.16-31.12.17",
    "2016-2018 рр.": "01.01.16-31.12.18", "(21 січня)": "21.01", "(8-9 травня)": "08.05-09.05", "(третя неділя травня)": "18.05",
    "21 січня": "21.01", "8-9 травня": "08.05-09.05", "третя неділя травня": "18.05",
    # quarters and halves
    "І квартал": Q1, "ІІ квартал": Q2, "ІІІ кв.": Q3, "IV кв": Q4, "III-IV квартал": "01.07-31.12", "ІІІ – ІV кв.": "01.07-31.12",
    "І, ІІІ кв.": f"{Q1} {Q3}", "1 кв, 3 кв": f"{Q1} {Q3}", "1 кв. і 3 кв.": f"{Q1} {Q3}", "1-й квартал": Q1,
    "1-ий, 3-й квартали": f"{Q1} {Q3}", "перший квартал": Q1, "четвертий квартал": Q4, "у першому кварталі": Q1,
    "у 3 кварталі": Q3, "квартал 2": Q2, "кв. 1, 3": f"{Q1} {Q3}", "1 квартал 2025 року": Q1,
    "2 квартал 2026 р.": "01.04.26-30.06.26",
    "1-4 квартали": ALL, "1 півріччя": "01.01-30.06", "I півріччя": "01.01-30.06", "ІІ півріччя": "01.07-31.12",
    "перше півріччя": "01.01-30.06", "друге півріччя": "01.07-31.12", "у 2 півріччі": "01.07-31.12",
    "1, 2 півріччя": "01.01-30.06 01.07-31.12", "перша половина року": "01.01-30.06", "друга половина року": "01.07-31.12",
    # months
    "у вересні": MONTHS[8], "в березні": MONTHS[2], "вересень 2025": MONTHS[8], "вересень 2025 р.": MONTHS[8],
    "вересень 2026 року": "01.09.26-30.09.26", "січ.-лют.": "01.01-28.02", "вер.-груд.": "01.09-31.12",
    "вер., жовт.": f"{MONTHS[8]} {MONTHS[9]}", "березень, квітень, травень": " ".join(MONTHS[2:5]),
    "березень - травень": "01.03-31.05",
    "березень–травень": "01.03-31.05", "березень/жовтень": f"{MONTHS[2]} {MONTHS[9]}",
    "березень, жовтень": f"{MONTHS[2]} {MONTHS[9]}",
    "березень та жовтень": f"{MONTHS[2]} {MONTHS[9]}", "з вересня по грудень": "01.09-31.12", "з вересня до грудня": "01.09-31.12",
    "від вересня до грудня": "01.09-31.12", "вересень – грудень 2025 р.": "01.09-31.12", "січень-грудень": ALL,
    "січень, березень-травень": f"{MONTHS[0]} 01.03-31.05", "січень; березень; травень": f"{MONTHS[0]} {MONTHS[2]} {MONTHS[4]}",
    "грудень-лютий": "01.12-28.02.26", "грудень 2025 – лютий 2026": "01.12-28.02.26",
    "з вересня 2025 по травень 2026": "01.09-31.05.26",
    "з вересня": "01.09-31.12", "від березня": "01.03-31.12", "починаючи з жовтня": "01.10-31.12", "з 3 кварталу": "01.07-31.12",
    "БEРEЗEНЬ": MONTHS[2], "протягом жовтня": MONTHS[9], "на травень": MONTHS[4],
    # seasons and parts
    "весна": "01.03-31.05", "навесні": "01.03-31.05", "влітку": "01.06-31.08", "восени": "01.09-30.11", "осінь 2025": "01.09-30.11",
    "взимку": "01.01-28.02 01.12-31.12", "зима": "01.01-28.02 01.12-31.12", "весна-осінь": "01.03-30.11",
    "літо – осінь": "01.06-30.11",
    "перша декада травня": "01.05-10.05", "ІІ декада вересня": "11.09-20.09", "3 декада жовтня": "21.10-31.10",
    "початок вересня": "01.09-10.09", "на початку вересня": "01.09-10.09", "середина квітня": "11.04-20.04",
    "в кінці червня": "21.06-30.06", "наприкінці травня": "21.05-31.05", "кінець лютого": "21.02-28.02",
    "друга половина травня": "16.05-31.05", "перша половина червня": "01.06-15.06", "перший тиждень вересня": "01.09-07.09",
    "2-й тиждень березня": "08.03-14.03", "останній тиждень квітня": "24.04-30.04", "остання декада листопада": "21.11-30.11",
    # days
    "1 вересня": "01.09", "01.09": "01.09", "01.09.2025": "01.09", "1.09-15.09": "01.09-15.09", "1-15 вересня": "01.09-15.09",
    "з 1 по 15 вересня": "01.09-15.09", "з 1 до 15 травня": "01.05-15.05", "з 1 вересня по 15 жовтня": "01.09-15.10",
    "1 вересня - 15 жовтня": "01.09-15.10", "6 січня, 22 січня": "06.01 22.01", "22.01, 16.02, 8.03": "22.01 16.02 08.03",
    "5, 12 та 19 березня": "05.03 12.03 19.03", "6 та 20 вересня 2025 р.": "06.09 20.09",
    "з 20 грудня 2025 року по 10 січня 2026 року": "20.12-10.01.26",
    "15 березня, вересень і 4 квартал": f"15.03 {MONTHS[8]} {Q4}", "день Соборності": "22.01", "21-го лютого": "21.02",
    "з 15 вересня": "15.09-31.12", "не раніше 1 жовтня": "01.10-31.12", "перша субота червня": "07.06",
    "остання неділя вересня": "28.09",
    "друга й четверта субота травня": "10.05 24.05", "3-тя п'ятниця жовтня": "17.10", "1-3, 8 травня": "01.05-03.05 08.05",
    # years
    "весь рік": ALL, "увесь рік": ALL, "цілий рік": ALL, "упродовж року": ALL, "впродовж року": ALL, "на протязі року": ALL,
    "2025": ALL, "2025 рік": ALL, "2025 р.": ALL, "у 2025 році": ALL, "протягом 2025 року": ALL, "протягом усього року": ALL,
    "травень 2026, червень 2027": "01.05.26-31.05.26 01.06.27-30.06.27",
    "весна 2026 та осінь 2025": "01.09-30.11 01.03.26-31.05.26",
    "1 квартал 2026, 2 квартал 2027": "01.01.26-31.03.26 01.04.27-30.06.27",
    "2025–2027": "01.01-31.12.27", "2025–2027 роки": "01.01-31.12.27", "2026 рік": "01.01.26-31.12.26",
}  # fmt: skip
OFTEN = {
    "щомісяця": "1 month", "Щомісяця": "1 month", "Щомісячно": "1 month", "Раз на місяць": "1 month", "1 раз на місяць": "1 month",
    "Двічі на місяць": "2 month", "щотижня": "1 week", "Щотижня": "1 week", "Щоденно": "1 day", "щоквартально": "1 quarter",
    "Щоквартально": "1 quarter", "Раз на квартал": "1 quarter", "Двічі на рік": "2 year", "щорічно": "1 year",
    "1 раз у квартал": "1 quarter", "раз на пів року": "1 half", "раз на півроку": "1 half", "раз на тиждень": "1 week",
    "2 рази на тиждень": "2 week", "тричі на рік": "3 year", "чотири рази на рік": "4 year", "п’ять разів на рік": "5 year",
    "4 р. на рік": "4 year", "1 р. на міс.": "1 month", "раз/місяць": "1 month", "1 раз/квартал": "1 quarter",
    "2 рази/рік": "2 year",
    "кожен місяць": "1 month", "кожного місяця": "1 month", "кожен квартал": "1 quarter", "кожного тижня": "1 week",
    "кожні два тижні": "1 week/2", "кожні 2 місяці": "1 month/2", "раз на два тижні": "1 week/2", "раз на 3 місяці": "1 month/3",
    "щодня": "1 day", "кожного дня": "1 day", "один раз на рік": "1 year", "1 раз в рік": "1 year", "10 разів на рік": "10 year",
    "щомісяця протягом року": "1 month", "щоквартально протягом року": "1 quarter", "щороку": "1 year", "щопівроку": "1 half",
    "щосереди": "1 week@2", "щочетверга": "1 week@3", "кожну середу": "1 week@2", "кожного понеділка": "1 week@0",
    "по понеділках": "1 week@0", "щоп’ятниці": "1 week@4", "щонеділі": "1 week@6", "щотижня по середах": "1 week@2",
    "щотижня у четвер": "1 week@3", "щотижня в суботу": "1 week@5", "по вівторках і четвергах": "1 week@1 1 week@3",
    "щопонеділка та щосереди": "1 week@0 1 week@2", "двічі на тиждень: у вівторок та п’ятницю": "1 week@1 1 week@4",
    "у вівторки та четверги": "1 week@1 1 week@3", "щотижня (понеділок, середа, п’ятниця)": "1 week@0 1 week@2 1 week@4",
}  # fmt: skip
WITHIN = {
    "щомісяця з вересня по грудень": ("1 month", "01.09-31.12"), "щотижня з вересня по грудень": ("1 week", "01.09-31.12"),
    "щомісяця, вересень-грудень": ("1 month", "01.09-31.12"), "двічі на місяць (вересень-грудень)": ("2 month", "01.09-31.12"),
    "щосереди з вересня по травень": ("1 week@2", "01.09-31.05.26"),
    "по вівторках і четвергах у вересні": ("1 week@1 1 week@3", MONTHS[8]),
    "щорічно, вересень": ("1 year", MONTHS[8]), "щорічно (жовтень)": ("1 year", MONTHS[9]),
    "щороку у травні": ("1 year", MONTHS[4]),
    "щороку 21 лютого": ("1 year", "21.02"), "двічі на рік (квітень, жовтень)": ("2 year", f"{MONTHS[3]} {MONTHS[9]}"),
    "щомісяця, крім липня": ("1 month", " ".join(MONTHS[:6] + MONTHS[7:])),
    "раз на місяць у 1 півріччі": ("1 month", "01.01-30.06"),
    "щомісяця (крім липня-серпня)": ("1 month", " ".join(MONTHS[:6] + MONTHS[8:])), "щотижня влітку": ("1 week", "01.06-31.08"),
    "до 10 числа щомісяця": ("1 month", " ".join(f"01.{m:02d}-10.{m:02d}" for m in range(1, 13))),
    "щомісяця до 5 числа": ("1 month", " ".join(f"01.{m:02d}-05.{m:02d}" for m in range(1, 13))),
    "15 числа кожного місяця": ("1 month", " ".join(f"15.{m:02d}" for m in range(1, 13))),
    "кожного 15-го числа": ("1 month", " ".join(f"15.{m:02d}" for m in range(1, 13))),
    "щомісяця; 21 січня": ("1 month", f"{ALL} 21.01"),
}  # fmt: skip
OF_MONTH = {
    "остання п’ятниця місяця": (1, 4), "кожна остання п’ятниця місяця": (1, 4), "перша середа кожного місяця": (1, 2),
    "друга й четверта субота місяця": (2, 5), "2-га і 4-та субота місяця": (2, 5), "двічі на місяць: перша та третя середа": (2, 2),
    "щомісяця, третя середа": (1, 2), "перший понеділок щомісяця": (1, 0),
}  # fmt: skip
UNTIL = {
    "до 15 травня": "01.01-15.05", "до 1 грудня": "01.01-01.12", "не пізніше 1 лютого": "01.01-01.02", "до кінця року": ALL,
    "до кінця березня": Q1, "до кінця 1 кварталу": Q1, "до кінця 2025 року": ALL, "до Дня Соборності": "01.01-22.01",
    "до 20.12": "01.01-20.12", "до 1 лютого 2026 року": "01.01.26-01.02.26",
}  # fmt: skip
IF = [
    "за потреби", "за потребою", "у разі потреби", "за запитом", "за заявками", "за домовленістю", "за окремим графіком",
    "за графіком",
    "у міру надходження", "в міру надходження", "по мірі надходження", "при потребі", "на запит громад", "за необхідності",
    "за бажанням учасників", "систематично", "регулярно", "періодично", "відповідно до плану", "за рішенням ради", "після ремонту",
]  # fmt: skip
DITTO = ["-----//-----", "-------//-------", "- // -", "–//–", '—"—', "-«-", "те саме", "те ж", "так само", "»"]
NOBODY_KNOWS = [
    "коли зацвіте калина", "найближчим часом", "незабаром", "5 квартал", "п’ятий квартал", "31 лютого", "32 січня", "13 місяць",
    "через тиждень", "у вихідні", "субота", "навчальний рік", "2025/2026 навчальний рік", "до дня міста", "тижні читання",
    "початок року", "наприкінці року", "перший день", "раз", "двічі", "6 тиждень травня", "6 субота місяця", "0 субота місяця",
    "п’ята декада травня", "0 разів на рік",
    "до кінця", "з", "щовихідних", "30 числа щомісяця", "тричі на тиждень: у вівторок", "2027-2025 роки", "літо-колись", "квартал",
    "до свят", "між святами", "31 червня - 2 липня", "з 9 по 8 травня", "щомісяця, крім неділь",
    "травень, червень 2026, вересень 2027", "травень 2026, 1 квартал, липень 2027",
]  # fmt: skip


def rates(term: Term) -> str:
    def told(rate: Rate) -> str:
        every = f"/{rate.every}" if rate.every > 1 else ""
        return f"{rate.times} {rate.unit}{every}" + (f"@{rate.weekday}" if rate.weekday is not None else "")

    return " ".join(told(rate) for rate in term.rates)


def same(one: Term, other: Term) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("spans", "rates", "deadline", "ditto", "conditions"))


def test_there_are_enough_of_them():
    table = [*WHEN, *OFTEN, *WITHIN, *OF_MONTH, *UNTIL, *IF, *DITTO, *NOBODY_KNOWS]
    assert (len(table) == len(set(table)), len(table) > 60 + 150) == (True, True)


def test_each_time_of_the_year_is_understood():
    found = {said: (spans(read(said)), read(said).understood, rates(read(said)), read(said).deadline) for said in WHEN}
    assert found == {said: (" ".join(sorted(wanted.split(), key=_in_order)), True, "", False) for said, wanted in WHEN.items()}


def _in_order(span: str) -> tuple[str, str, str]:
    first = span.split("-")[0]
    return first[6:] or "25", first[3:5], first[:2]


def test_how_often_is_understood_and_lasts_a_year():
    found = {said: (rates(read(said)), spans(read(said)), read(said).understood) for said in OFTEN}
    assert found == {said: (wanted, ALL, True) for said, wanted in OFTEN.items()}


def test_how_often_within_what():
    found = {said: (rates(read(said)), spans(read(said)), read(said).understood) for said in WITHIN}
    assert found == {said: (*wanted, True) for said, wanted in WITHIN.items()}


def test_a_weekday_of_each_month():
    found = {said: [(r.times, r.weekday, len(read(said).spans)) for r in read(said).rates] for said in OF_MONTH}
    assert found == {said: [(times, weekday, 12 * times)] for said, (times, weekday) in OF_MONTH.items()}


def test_deadlines_conditions_and_the_row_above():
    assert {said: (spans(read(said)), read(said).deadline) for said in UNTIL} == {
        said: (days, True) for said, days in UNTIL.items()
    }
    assert {said: (read(said).conditions, read(said).spans) for said in IF} == {
        said: ((said.replace("’", "'"),), ()) for said in IF
    }
    assert {said: read(said).ditto for said in DITTO} == dict.fromkeys(DITTO, True)


def test_what_nobody_knows_is_kept_as_written_and_named():
    found = {said: (read(said).written, read(said).understood, bool(read(said).unread)) for said in NOBODY_KNOWS}
    assert found == {said: (said, False, True) for said in NOBODY_KNOWS}


def test_each_is_said_in_words_that_mean_the_same():
    table = [*WHEN, *OFTEN, *WITHIN, *OF_MONTH, *UNTIL, *IF, *DITTO]
    assert {said: say_term(read(said)) for said in table if not same(read(say_term(read(said))), read(said))} == {}
    words = {said: say_term(read(said)) for said in ("1, 3 кв.", "2 рази/рік", "кожна остання п’ятниця місяця", "до 20.12")}
    assert words == {
        "1, 3 кв.": "1 квартал; 3 квартал", "2 рази/рік": "двічі на рік",
        "кожна остання п’ятниця місяця": "остання п'ятниця місяця",
        "до 20.12": "до 20 грудня",
    }  # fmt: skip


months = st.integers(1, 12)
some_days = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR + 1, 12, 31))
any_span = st.tuples(some_days, some_days).map(lambda pair: (min(pair), max(pair)))
any_rate = st.builds(Rate, st.integers(1, 12), st.sampled_from(list(Unit)), st.integers(1, 6)) | st.builds(
    Rate, st.just(1), st.just(Unit.WEEK), st.just(1), weekday=st.integers(0, 6)
)


@given(st.lists(any_span, min_size=1, max_size=5), st.lists(any_rate, max_size=3))
def test_whatever_was_understood_is_said_and_read_again(said, often):
    term = Term("", YEAR, spans=tuple(sorted(set(said))), rates=tuple(often))
    again = read(say_term(term))
    assert (again.spans, again.rates, again.unread, again.deadline) == (term.spans, term.rates, (), False), say_term(term)


@given(some_days)
def test_a_deadline_is_said_and_read_again(day):
    term = Term("", YEAR, spans=((dt.date(day.year, 1, 1), day),), deadline=True)
    assert same(read(say_term(term)), term)


@given(st.integers(0, 6), st.sets(st.sampled_from((0, 1, 2, 3, 4)), min_size=1, max_size=3), st.integers(2024, 2032))
def test_weekdays_of_a_month_are_said_and_read_again(weekday, numbers, year):
    word = {1: "перша", 2: "друга", 3: "третя", 4: "четверта", 0: "остання"}
    day = ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя")[weekday]
    term = read_term(f"{' та '.join(word[one] for one in sorted(numbers))} {day} місяця", year)
    assert term.understood
    assert same(read_term(say_term(term), year), term)
