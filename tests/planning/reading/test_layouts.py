"""Ways in which other libraries lay out their plans: bars, Roman sections, months as rows, heads of their own words."""

from __future__ import annotations

import pytest

from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import ExecutorKind, Role

BY_MONTHS = """\
ЗАТВЕРДЖУЮ
Директор КЗ «Публічна бібліотека»
____________ Олена ГАЙОВА
"15" січня 2026 р.

План роботи публічної бібліотеки селища Вигадане на 2026 рік

Вступ
Бібліотека працює для громади.

І. Організаційна робота

| № з/п | Зміст заходу | Термін | Відповідальний | Примітка |
|---|---|---|---|---|
| СІЧЕНЬ | | | | |
| 1 | Складання звіту за рік | до 10 січня | Гайова О.П. | |
| 2 | Книжкова виставка «Зима» | 15.01 | Лісова Н. | |
| ЛЮТИЙ | | | | |
| 3 | Година поезії | 21 лютого | Лісова Н. | спільно зі школою |

ІІ. Робота з дітьми

| № | Назва заходу | Форма | Для кого | Коли | Хто проводить |
| --- | --- | --- | --- | --- | --- |
| 1. | Казкова подорож | ранок | діти 6-10 років | березень | бібліотекар |
| 2. | Літні читання, 5 заходів | цикл | учні | червень-серпень | бібліотекар |
"""


def test_a_plan_by_months_with_bars_and_roman_sections() -> None:
    plan = read(BY_MONTHS.encode(), "план.md")
    assert (plan.year, plan.title) == (2026, "План роботи публічної бібліотеки селища Вигадане на 2026 рік")
    assert plan.approval
    assert (plan.approval.post, plan.approval.name, str(plan.approval.day)) == (
        "Директор КЗ «Публічна бібліотека»", "Олена ГАЙОВА", "2026-01-15",
    )  # fmt: skip
    assert [(section.number, section.title, [row.term.short for row in section.rows]) for section in plan.sections] == [
        ("І", "Організаційна робота", []),
        ("", "СІЧЕНЬ", ["until 01-10", "d01-15"]),
        ("", "ЛЮТИЙ", ["d02-21"]),
        ("ІІ", "Робота з дітьми", ["m3", "m6-m8"]),
    ]
    assert plan.sections[-1].roles == (Role.NUMBER, Role.TITLE, Role.FORM, Role.AUDIENCE, Role.TERM, Role.EXECUTORS)
    assert plan.preamble == ("Вступ", "Бібліотека працює для громади.")
    assert plan.doubts == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_in_any_usual_encoding(encoding: str) -> None:
    assert read(BY_MONTHS.encode(encoding), "план.txt").rows[0].title == "Складання звіту за рік"


def test_columns_that_nobody_named_are_seen_by_what_stands_in_them() -> None:
    rows = [
        "1\tКазкова подорож\tберезень\tОрлик І.П.",
        "2\tЛітні читання\tчервень-серпень\tЛісова Н.В.",
        "3\tЯрмарок\tщомісяця\tОрлик І.П.",
    ]
    plan = read("\n".join(rows).encode(), "план.txt")
    assert plan.sections[0].roles == (Role.NUMBER, Role.TITLE, Role.TERM, Role.EXECUTORS)
    assert [row.executors[0].kind for row in plan.rows] == [ExecutorKind.PERSON] * 3


def test_a_table_that_is_no_plan_is_kept_where_a_person_sees_it() -> None:
    plan = read("а\tб\nв\tг\nґ\tд\n".encode(), "план.txt")
    assert (plan.rows, [one.text for one in plan.unplaced]) == ((), ["а · б", "в · г", "ґ · д"])
    assert {one.code for one in plan.doubts} == {"no_year", "no_rows"}


def test_slips_are_pointed_out_and_never_mended() -> None:
    wrong = "Бібліoтека"  # the fifth letter but one is Latin
    text = f"№\tНазва заходу\tТермін\tВідповідальні\n1\t{wrong} на вулиці\tвересень\tЦПЧ\n2\tДруге\tщомісяця\tЦПЧ\n"
    plan = read(text.encode(), "план.txt")
    assert plan.rows[0].title == f"{wrong} на вулиці"
    assert [(one.was, one.now, one.place.first) for one in plan.slips] == [(wrong, "Бібліотека", 2)]
