"""`mandrivna import-plan`: what would be understood of a plan; no database, no settings, nothing saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mandrivna.config import cli
from mandrivna.planning.reading.telling import REFUSED
from tests.planning.reading.kit import PLANS, expected

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_json_has_all_that_was_understood_and_every_row_beside_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import-plan", str(PLANS / "d0.txt"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    counted, review = answer.pop("counted"), answer.pop("review")
    assert answer == expected("d0.txt")
    rows = sum(len(section["rows"]) for section in expected("d0.txt")["sections"])
    assert (counted["rows"], len(review["rows"])) == (rows, rows)
    assert (counted["terms_not_understood"], counted["executors_not_known"]) == (0, 0)
    lines = (PLANS / "d0.txt").read_text(encoding="utf-8").split("\n")
    assert all(row["source"].split("\n")[0] == lines[row["place"]["line"] - 1] for row in review["rows"])


def test_people_are_told_in_a_page_what_to_look_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import-plan", str(PLANS / "d0.txt")]) == 0
    words = capsys.readouterr().out
    assert words.startswith("ПЛАН РОБОТИ Луганської обласної універсальної наукової бібліотеки на 2025 рік · річний план · 2025\n")
    assert "  2.1 ФОРМУВАННЯ БІБЛІОТЕЧНОГО ФОНДУ ЛОУНЬ: рядків 7\n" in words
    assert "рядок 193: Свропейський → Європейський: схоже на помилку розпізнавання\n" in words
    assert "Не знайшло місця в плані:\n  рядок 134: риска таблиці: -- -- --- -- -- --\n" in words


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Файл порожній."),
        (OLD_WORD, "Це файл старого Word або Excel. Відкрийте його й збережіть у новому форматі."),
        (b"PK\x03\x04 and then nothing", REFUSED["damaged"]),
    ],
)
def test_a_file_that_is_no_plan_is_one_sentence_and_exit_code_1(
    data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan").write_bytes(data)
    assert cli.main(["import-plan", str(tmp_path / "plan")]) == 1
    assert capsys.readouterr().err == f"{said}\n"


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import-plan", str(tmp_path / "plan.docx")]) == 1
    assert capsys.readouterr().err == f"Файлу немає: {tmp_path / 'plan.docx'}\n"


def test_the_year_can_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import-plan", str(PLANS / "d3.txt"), "--json", "--year", "2026"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["year"], answer["review"]["doubts"]) == (2026, [])
