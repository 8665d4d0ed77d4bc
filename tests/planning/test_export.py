"""The spreadsheet: the layout of the library's documents, numbers as numbers, and text that never becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from mandrivna.core import policy
from mandrivna.planning.definitions import build
from mandrivna.planning.export import xlsx
from mandrivna.planning.figures import Cell
from mandrivna.planning.states import State
from mandrivna.planning.table import FACT, FACT_BEFORE, Sheet, compute
from mandrivna.shared.printing import xlsx as printing

NOW = dt.datetime(2025, 1, 15, 9, 30, tzinfo=dt.UTC)
PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "@A1",
    "=",
    "+",
    "@",
    "==1",
    "=+1",
    "=-1",
    "=@A1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "=1+1\t",
    "{=1+1}",
    '=DDE("cmd";"/C calc";"x")',
    '=IMPORTXML(CONCAT("http://x"),"//a")',
    '=WEBSERVICE("http://x")',
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠A1",
    "%0A=1+1",
    "|calc",
    "'=1+1",
    '"=1+1"',
    "http://example.invalid/",
    "mailto:a@example.invalid",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "12345",
    "1e5",
    "TRUE",
]


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def rows_of(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def table(sheet: Sheet | None = None, *, unit: str = "Бібліотека", until: str = "") -> Any:
    definitions = build(policy.seed("indicators"))
    return compute(definitions, SimpleNamespace(name=unit), 2024, dt.date(2024, 12, 31), until, sheet or Sheet())


def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) == 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_stays_text_in_every_place_where_people_write(payload: str) -> None:
    found = table(Sheet(explanations={"issues": payload, "footnote": payload}), unit=payload)
    data = xlsx(found, now=NOW)
    page = opened(data)
    cells = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    written = [cell.value for cell in cells if unescape(cell.value) == payload]
    assert len(written) == 3
    sheets = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.startswith("xl/worksheets")]
    assert sheets == ["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read(sheets[0])
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []


def test_the_layout_is_that_of_the_documents() -> None:
    plans = {(2024, "visits"): Cell(State.NUMBER, 35000, "plan"), (2024, "issues_electronic"): Cell(State.DASH, None, "plan")}
    documents = {(2023, "visits"): Cell(State.NUMBER, 30546, "document", forecast_at=dt.date(2023, 12, 1))}
    found = table(
        Sheet(plans=plans, documents=documents, counted={FACT: {"visits": 38500}}, explanations={"visits": "два нові хаби"})
    )
    rows = rows_of(opened(xlsx(found, now=NOW)))
    assert [row[0] for row in rows[:4]] == ["Загальні показники", "Бібліотека", "2024 рік", "Складено 15.01.2025 11:30"]
    assert rows[5] == [
        "Показники",
        "План на 2023 рік",
        "Виконано в 2023 році",
        "План на 2024 рік",
        "Виконано в 2024 році",
        "% виконання",
        "Відхилення",
        "Пояснення",
    ]
    by_label = {row[0]: row[1:] for row in rows[6:]}
    assert by_label["2 Відвідування (загалом), зокрема:"] == [
        None,
        30546,
        35000,
        38500,
        110,
        3500,
        "два нові хаби\nПрогноз з урахуванням стану на 01.12.2023",
    ]
    assert by_label["електронна (потребує звірки)"] == [None, "немає даних", "-", "немає даних", "—", "—", None]
    assert [row[0] for row in rows if row[0] in ("Загальні показники", "Середні показники", "Ресурси та облік")][1:] == [
        "Загальні показники",
        "Середні показники",
        "Ресурси та облік",
    ]
    assert rows[-5][0].startswith("*з урахуванням нестабільних умов роботи")
    assert rows[-4][0].startswith("Кількість обслужених користувачів: кожну записану особу пораховано в закладі один раз")
    assert [row[0] for row in rows[-3:-1]] == [
        "Кількість віртуальних користувачів: сюди входять числа, записані вручну.",
        "віртуальні відвідування (інтернет-ресурсів): сюди входять сеанси на сайті бібліотеки; числа, записані вручну.",
    ]
    assert rows[-1][0] == "Числа минулих років, яких немає в журналі фактів, наведено за документами."


def test_a_row_to_be_verified_says_so_and_a_part_of_the_year_is_named() -> None:
    rows = rows_of(opened(xlsx(table(until="q2"), now=NOW)))
    assert "Кількість обслужених користувачів (потребує звірки)" in [row[0] for row in rows]
    assert rows[2][0] == "2024 рік, I півріччя"


def test_warnings_are_printed_with_the_row() -> None:
    documents = {
        (2023, code): Cell(State.NUMBER, value, "document") for code, value in {"visits": 10, "visits_distance": 9}.items()
    }
    rows = rows_of(opened(xlsx(table(Sheet(documents=documents)), now=NOW)))
    visits = next(row for row in rows if row[0] == "2 Відвідування (загалом), зокрема:")
    assert visits[7] == "Виконано в 2023 році: сума складників 9, у рядку 10"


def test_ratios_are_numbers_with_their_decimals() -> None:
    counted = {FACT: {"issues": 5, "users_registered": 2}, FACT_BEFORE: {"issues": 1, "users_registered": 0}}
    page = opened(xlsx(table(Sheet(counted=counted)), now=NOW))
    row = next(row for row in page.iter_rows() if row[0].value == "Читаність")
    assert (row[4].value, row[4].data_type, row[4].number_format) == (2.5, "n", "#,##0.0")
    assert (row[2].value, row[2].data_type) == ("—", "s")


def test_control_characters_and_endless_texts_do_not_break_the_file() -> None:
    sheet = printing.Sheet(
        name="А",
        title=["Т"],
        header=["Х"],
        lines=[printing.Line(cells=["\x00\x01ok\x1f"]), printing.Line(cells=["я" * 40_000])],
        created=NOW,
    )
    values = [row[0] for row in rows_of(opened(printing.workbook(sheet)))]
    assert len(values[-1]) == printing.LONGEST
    assert values[-1].endswith("…")
    assert "ok" in values[-2]


def test_negative_numbers_stay_numbers_and_nothing_stays_nothing() -> None:
    sheet = printing.Sheet(
        name="А", title=[], header=["Х", "У", "Я"], lines=[printing.Line(cells=[-5, Decimal("-1.25"), None])], created=NOW
    )
    assert rows_of(opened(printing.workbook(sheet)))[-1] == [-5, -1.25, None]
