"""«Загальні показники» as a paper: the tables of the library's plans for 2024 and 2025 come out as they were printed."""

from __future__ import annotations

import datetime as dt
import io
import re
from types import SimpleNamespace
from typing import Any

import docx
import pypdf
import pytest
from django.utils import translation

from mandrivna.core import policy
from mandrivna.planning.definitions import build
from mandrivna.planning.document import Layout, Signing, document
from mandrivna.planning.figures import Cell
from mandrivna.planning.states import State
from mandrivna.planning.table import FACT, FACT_BEFORE, Sheet, Table, compute
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf
from mandrivna.shared.printing.document import Document, Grid, Heading, Letterhead, Signature, Stamp, Text

NOW = dt.datetime(2025, 1, 15, 9, 30, tzinfo=dt.UTC)
SIGNING = Signing(
    approver_post="Директорка",
    approver_name="Ім’я ПРІЗВИЩЕ",
    signer_post="Завідувачка відділу",
    signer_name="Ім’я ДРУГЕ",
    place="Старобільськ – Черкаси",
    day=dt.date(2024, 12, 2),
)
CODES = [
    "users_served", "users_registered", "users_virtual", "visits", "visits_nonstationary", "visits_distance", "visits_virtual",
    "issues", "issues_electronic", "internet_resources",
]  # fmt: skip
LABELS = [
    "Кількість обслужених користувачів**", "Кількість користувачів за ЄРК", "Кількість віртуальних користувачів**",
    "Відвідування (загалом), зокрема:", "через нестаціонарне обслуговування", "через дистанційне обслуговування**",
    "віртуальні відвідування (інтернет-ресурсів)**", "Книговидача, зокрема:", "електронна**", "Видача вільних ресурсів інтернет**",
]  # fmt: skip
NUMBERS = ["", "", "", "2", "", "", "", "3", "", ""]
DASH = "-"


def plans(year: int, *figures: int | str | None) -> dict[tuple[int, str], Cell]:
    return {
        (year, code): Cell(State.DASH, None, "plan") if figure == DASH else Cell(State.NUMBER, figure, "plan")  # type: ignore[arg-type]
        for code, figure in zip(CODES, figures, strict=True)
        if figure is not None
    }


def documents(year: int, forecast_at: dt.date | None, *figures: int | None) -> dict[tuple[int, str], Cell]:
    return {
        (year, code): Cell(State.NUMBER, figure, "document", forecast_at=forecast_at)
        for code, figure in zip(CODES, figures, strict=True)
        if figure is not None
    }


PLAN_2024 = plans(2024, 5000, 1900, 1000, 35000, 5200, 3800, 26000, 5000, 3500, 500)
PLAN_2025 = plans(2025, 9000, 1900, 3000, 85000, 6200, 3800, 75000, 1400, DASH, 500)
FACT_2022 = documents(2022, None, 4109, 1920, 1320, 52014, 2644, 2681, 45914, 5885, None, 3536)
FACT_2023 = documents(2023, dt.date(2023, 12, 1), 4800, 1500, 750, 30546, 5165, 3620, 21760, 1260, None, 280)


def table(year: int, until: str = "", unit: str = "Бібліотека", **sheet: Any) -> Table:
    definitions = build(policy.seed("indicators"))
    return compute(definitions, SimpleNamespace(name=unit), year, dt.date(year, 12, 31), until, Sheet(**sheet))


def paper(found: Table, layout: Layout = Layout.PLAN, **about: Any) -> Document:
    given = {"signing": SIGNING, "letterhead": Letterhead(name="Бібліотека"), "now": NOW}
    return document(found, layout=layout, **{**given, **about})


def printed(made: Document) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of the first table."""
    grid = next(block for block in made.blocks if isinstance(block, Grid))
    return [cell.text for cell in grid.head[0]], [[cell.text for cell in row] for row in grid.rows]


# --- as the library's own documents -------------------------------------------------------------------------------------


def test_the_plan_for_2025_is_printed_with_its_columns_rows_and_figures() -> None:
    known = documents(2024, None, *[None] * 10)
    made = paper(table(2025, plans={**PLAN_2024, **PLAN_2025}, documents=known))
    head, rows = printed(made)
    assert head == ["№", "Показники", "План на 2024 рік", "Виконано в 2024 році", "План на 2025 рік"]
    assert rows[0] == ["1", "Кількість користувачів", "", "", ""]
    figures = [[row[2], row[4]] for row in rows[1:]]
    assert figures == [
        ["5\u00a0000", "9\u00a0000"],
        ["1\u00a0900", "1\u00a0900"],
        ["1\u00a0000", "3\u00a0000"],
        ["35\u00a0000", "85\u00a0000"],
        ["5\u00a0200", "6\u00a0200"],
        ["3\u00a0800", "3\u00a0800"],
        ["26\u00a0000", "75\u00a0000"],
        ["5\u00a0000", "1\u00a0400"],
        ["3\u00a0500", "-"],
        ["500", "500"],
    ]
    assert [row[1] for row in rows[1:]] == LABELS
    assert [row[0] for row in rows[1:]] == NUMBERS
    assert made.notes[0].startswith("*з урахуванням нестабільних умов роботи")
    assert (made.title + made.mark, made.under_title, made.place) == ("Загальні показники*", ["2025 рік"], "Старобільськ – Черкаси")


def test_the_plan_for_2024_is_printed_with_the_facts_of_two_years_and_the_forecast_in_the_head() -> None:
    found = table(2024, plans=PLAN_2024, documents={**FACT_2023})
    made = paper(found, Layout.DYNAMICS, earlier=table(2023, documents=FACT_2022))
    head, rows = printed(made)
    assert head == [
        "№",
        "Показники",
        "Виконано в 2022 році",
        "Виконано в 2023 році (прогнозовано з урахуванням стану на 01.12.2023)",
        "План на 2024 рік",
    ]
    visits = next(row for row in rows if row[0] == "2")
    assert visits == ["2", "Відвідування (загалом), зокрема:", "52\u00a0014", "30\u00a0546", "35\u00a0000"]
    assert [row[2:] for row in rows if row[1] == "електронна**"] == [["немає даних", "немає даних", "3\u00a0500"]]
    assert "Числа минулих років, яких немає в журналі фактів, наведено за документами." in made.notes


def test_a_report_has_percent_deviation_and_explanation_and_lies_wide() -> None:
    counted = {FACT: {"visits": 80000}, FACT_BEFORE: {"visits": 35000}}
    found = table(2025, "q3", plans=PLAN_2025, counted=counted, explanations={"visits": "два хаби\nзакрито"})
    made = paper(found, Layout.REPORT)
    head, rows = printed(made)
    assert head[2:] == [
        "План на 2024 рік",
        "Виконано в 2024 році",
        "План на 2025 рік",
        "Виконано в 2025 році",
        "% виконання",
        "Відхилення",
        "Пояснення",
    ]
    visits = next(row for row in rows if row[0] == "2")
    assert visits[2:] == ["", "35\u00a0000", "85\u00a0000", "80\u00a0000", "94,1\u00a0%", "−5\u00a0000", "два хаби\nзакрито"]
    assert (made.wide, made.under_title) == (True, ["2025 рік, 9 місяців"])
    assert made.notes[-1].startswith("«-» означає, що показник не планують")


def test_averages_and_resources_are_added_on_request_under_headings_of_their_own() -> None:
    found = table(2025, counted={FACT_BEFORE: {"issues": 5, "users_registered": 2}})
    grids = [block for block in paper(found, everything=True).blocks if isinstance(block, Grid)]
    headings = [block.text for block in paper(found, everything=True).blocks if isinstance(block, Heading)]
    assert headings == ["Середні показники", "Стратегічні індикатори (драйвери)", "Ресурси та облік"]
    assert [len(grid.columns) for grid in grids] == [5, 4, 4, 4]
    rate = next(row for row in grids[1].rows if row[0].text.startswith("Читаність"))
    assert [cell.text for cell in rate] == ["Читаність, примірників на користувача", "", "2,5", ""]
    assert [block for block in paper(found).blocks if isinstance(block, Heading)] == []


def test_forecasts_of_several_days_are_told_under_the_table() -> None:
    first = documents(2023, dt.date(2023, 11, 1), 1, *[None] * 9)
    second = documents(2023, dt.date(2023, 12, 1), None, 2, *[None] * 8)
    made = paper(table(2024, documents={**first, **second}))
    assert printed(made)[0][3] == "Виконано в 2023 році"
    assert [note for note in made.notes if note.startswith("Прогноз")] == [
        "Прогноз з урахуванням стану на 01.11.2023: Кількість обслужених користувачів.",
        "Прогноз з урахуванням стану на 01.12.2023: Кількість користувачів за ЄРК.",
    ]


# --- who approves and signs ---------------------------------------------------------------------------------------------


def test_the_stamp_stands_as_on_the_cover_of_the_plan() -> None:
    made = paper(table(2025))
    assert made.stamp == Stamp(word="ЗАТВЕРДЖУЮ", post="Директорка", name="Ім’я ПРІЗВИЩЕ", day="«02» грудня 2024 року")
    assert made.signatures == [Signature(post="Завідувачка відділу", name="Ім’я ДРУГЕ", under="(підпис)")]


def test_what_is_not_said_is_left_for_the_hand_or_not_printed() -> None:
    by_hand = paper(table(2025), signing=Signing(approver_post="Директорка"))
    assert by_hand.stamp == Stamp(word="ЗАТВЕРДЖУЮ", post="Директорка", day="«___» ____________ 20__ року")
    unapproved = paper(table(2025), signing=Signing(place="Черкаси", day=dt.date(2025, 1, 9)))
    assert (unapproved.stamp, unapproved.place) == (None, "Черкаси, «09» січня 2025 року")
    assert paper(table(2025), signing=Signing()).signatures == [Signature(post="", name="", under="(підпис)")]


def test_a_hub_prints_its_own_name_under_the_letterhead_of_its_institution() -> None:
    made = paper(table(2025, unit="Хаб на Садовій"), head="ab" * 32)
    assert made.under_title == ["Хаб на Садовій", "2025 рік"]
    assert made.made == "Складено 15.01.2025 11:30; відбиток журналу abababababababab"
    assert made.file_title == "Загальні показники: Хаб на Садовій, 2025 рік"


def test_the_remark_stands_above_the_table() -> None:
    found = table(2025)
    found.definitions.settings["remark"] = "Послуги надаються переважно онлайн."  # type: ignore[index]
    assert paper(found).blocks[0] == Text(text="Послуги надаються переважно онлайн.")


def test_the_paper_speaks_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert paper(table(2025)).language == "en"


# --- in both formats ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [Layout.PLAN, Layout.REPORT])
def test_every_cell_is_in_the_docx_and_every_figure_in_the_pdf(layout: Layout) -> None:
    found = table(
        2025,
        plans={**PLAN_2024, **PLAN_2025, (2025, "renewals"): Cell(State.NUMBER, 0, "plan")},
        counted={FACT: {"visits": 80000, "issues": 0}},
        explanations={"visits": '=SUM(A1) & <два> "хаби"'},
    )
    made = paper(found, layout, everything=True)
    grids = [block for block in made.blocks if isinstance(block, Grid)]
    opened = docx.Document(io.BytesIO(word.write(made)))
    for grid, written in zip(grids, opened.tables, strict=False):
        assert [[cell.text for cell in row.cells] for row in written.rows] == [
            [cell.text for cell in row] for row in (*grid.head, *grid.rows)
        ]
    text = bare("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.write(made))).pages))
    for grid in grids:
        for row in grid.rows:
            assert bare("".join(cell.text for cell in row)) in text


def bare(text: str) -> str:
    """One glyph serves the hyphen of a word and that of a divided line; this reader of PDF cannot tell them apart."""
    return re.sub(r"[\s\u00ad-]", "", text)
