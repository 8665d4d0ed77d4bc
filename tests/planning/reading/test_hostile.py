"""Files made to harm: refused in words, quickly and without much memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from mandrivna.planning.reading import limits
from mandrivna.planning.reading.blocks import CODES, MOST_FILE, UnreadableError
from mandrivna.planning.reading.read import read, read_strictly
from mandrivna.planning.reading.telling import REFUSED
from tests.planning.reading.kit import outcome

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SLOWEST = 20.0


def packed(**parts: str | bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return target.getvalue()


def document(body: str, head: str = "") -> bytes:
    return packed(word__document_xml=f"<?xml version='1.0'?>{head}<w:document {W}><w:body>{body}</w:body></w:document>")


def workbook(rows: str, after: str = "") -> bytes:
    return packed(xl__worksheets__sheet1_xml=f"<worksheet {X}><sheetData>{rows}</sheetData>{after}</worksheet>")


def said(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


ENTITIES = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE w [<!ENTITY secret SYSTEM 'file:///etc/passwd'>]>"
DEEP = "<w:tbl><w:tr><w:tc>" * 500 + said("дно") + "</w:tc></w:tr></w:tbl>" * 500

REFUSALS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b" \r\n\t ", "empty"),
    "twenty megabytes": (lambda: b"x" * (MOST_FILE + 1), "too_large"),
    "bytes": (lambda: bytes(range(256)) * 20, "not_a_plan_file"),
    "half an archive": (lambda: document(said("план"))[:200], "damaged"),
    "an archive of something else": (lambda: packed(readme="план"), "not_a_plan_file"),
    "a bomb": (lambda: document("<w:p/>" * 5_000_000), "packed_too_tight"),
    "a bomb in a part that is not read": (
        lambda: packed(word__document_xml=said(""), word__media__a=b"\x00" * 30_000_000), "packed_too_tight"
    ),
    "a thousand and one parts": (
        lambda: packed(word__document_xml="", **{f"p{at}": "x" for at in range(1_001)}), "packed_too_tight"
    ),
    "an archive in an archive": (lambda: packed(word__document_xml=said(""), **{"word__a.zip": packed(a="b")}), "macros"),
    "macros": (lambda: packed(word__document_xml=said(""), **{"word__vbaProject.bin": b"1"}), "macros"),
    "entities": (lambda: document(said("&b;"), ENTITIES), "bad_xml"),
    "somebody else's file": (lambda: document(said("&secret;"), OUTSIDE), "bad_xml"),
    "a deep hole": (lambda: document(DEEP), "bad_xml"),
    "a hundred thousand and more cells": (
        lambda: workbook("".join(f"<row><c><v>{at * 7919 % 10007}</v></c></row>" for at in range(130_000))), "too_long"
    ),
    "a text without end": (lambda: ("план " * 900_000).encode(), "too_long"),
    "lines without end": (lambda: b"x\n" * 70_000, "too_long"),
    "no PDF after its first line": (lambda: b"%PDF-1.7\nnothing", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_hostile_file_is_refused_in_words_at_once(name: str) -> None:
    make, code = REFUSALS[name]
    data = make()
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(UnreadableError) as refused:
            read_strictly(data, name)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (refused.value.code, refused.value.code in REFUSED) == (code, True)
    assert time.process_time() - began < 8.0
    assert peak < 100_000_000


def test_every_refusal_and_every_doubt_has_words() -> None:
    assert set(REFUSED) == set(CODES)
    assert all(text.endswith(".") for text in REFUSED.values())


def test_a_formula_is_never_computed_and_its_saved_value_is_read() -> None:
    rows = "".join(
        f"<row>{''.join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)}</row>"
        for texts in (["№", "Назва заходу", "Термін"], ["1", "=cmd|'/c calc'!A1", "вересень"])
    )
    link = '<c t="str"><f>HYPERLINK("http://evil.example","тисни")</f><v>тисни</v></c>'
    formula = f'<row><c><v>2</v></c>{link}<c t="str"><f>1+1</f><v>щомісяця</v></c></row>'
    plan = read(workbook(rows + formula), "план.xlsx")
    assert [(row.title, row.term.short) for row in plan.rows] == [("=cmd|'/c calc'!A1", "m9"), ("тисни", "rate 12")]


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% for a in b %}", "${7*7}", "#{7*7}", "<script>alert(1)</script>", "%(name)s {0}"])
def test_words_that_a_template_would_run_are_words(text: str) -> None:
    table = f"№\tНазва заходу\tТермін\tВідповідальні\n1\t{text}\tвересень\tЦПЧ\n2\tДруге\tщомісяця\tЦПЧ\n"
    assert read(table.encode(), "план.txt").rows[0].title == text


def test_a_merged_million_of_cells_costs_nothing() -> None:
    head = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("№", "Назва заходу", "Термін"))
    merged = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 3_000 + "</mergeCells>"
    began = time.process_time()
    assert read_strictly(workbook(f"<row>{head}</row>", merged), "план.xlsx").rows == ()
    assert time.process_time() - began < 5.0


TIRING = {
    "dashes": "-" * 100_000 + "x",
    "dots": "." * 100_000 + "x",
    "digits": "1" * 100_000 + "x",
    "spaces": "а" + " " * 100_000 + "б",
    "brackets": "(" * 100_000,
    "stars": "** " * 50_000,
    "one word": "а" * 100_000,
    "heads": "Назва заходу Термін Відповідальні\n" * 3_000,
    "numbers of rows": "№ Назва заходу Термін Відповідальні\n" + "".join(f"{at} щось щомісяця ЦПЧ\n" for at in range(1, 900)),
    "capitals": "ПЛАН РОБОТИ БІБЛІОТЕКИ\n" * 8_000,
    "figures": "Показники План на 2024 рік\n" + "1 111 111 1\n" * 4_000,
    "tabs": "№\tНазва заходу\tТермін\n" + "\t\tщомісяця\n" * 8_000,
    "a cell": "№\tНазва заходу\tТермін\tВідповідальні\n1\tа\t" + "щомісяця, " * 50_000 + "\t" + "Орлик І.П. " * 50_000,
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", TIRING)
def test_text_that_tires_is_read_or_refused_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 4.0)
    began = time.process_time()
    answer = outcome(TIRING[name].encode())
    assert answer in ("read", "too_long", "too_slow")
    assert time.process_time() - began < SLOWEST


def test_reading_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative control of the clock."""
    with pytest.raises(UnreadableError) as refused, limits.bounded(0.01):
        for _turn in range(1_000_000):
            limits.still()
    assert refused.value.code == "too_slow"
    limits.still()
