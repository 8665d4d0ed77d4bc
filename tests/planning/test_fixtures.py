"""The hand-made readings of the plans are fit to be measured against: whole, well-formed, and word for word the source's own."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.planning.village_plan import build

PLANS = Path(__file__).parent.parent / "fixtures" / "plans"
TABLES = ("d0", "d1", "d2", "d3")
FRESH = ("x1", "x2")

ROLES = {"number", "title", "direction", "form", "audience", "quantity", "form_quantity", "term", "executors"}
ROLES |= {"resources", "result", "place"}
TERM = re.compile(
    r"year|none|inherit|daily|rate (?:1|2|4|12|24|52)|q[1-4](?:,q[1-4])*|"
    r"(?:m(?:[1-9]|1[0-2])(?:-m(?:[1-9]|1[0-2]))?)(?:;m(?:[1-9]|1[0-2])(?:-m(?:[1-9]|1[0-2]))?)*"
)
FRESH_TERM = re.compile(TERM.pattern + r"|rate (?:6|104|156)|d\d\d-\d\d(?:-d\d\d-\d\d)?|\?")
DITTO = re.compile(r"[-—]+//[-—]+")

# What the sources hold besides the plan: captions of parts, the day of approval (kept as a date), rows that number columns.
LEFT = {
    "d0": "ЗАТВЕРДЖУЮ 02 грудня 2024 року 2024 ЗАГАЛЬНІ ПОКАЗНИКИ ЗМІСТ ПЕРЕЛІК СКОРОЧЕНЬ" + "123456" * 3,
    "d1": "ЗАГАЛЬНІ ПОКАЗНИКИ Додаток ПЕРЕЛІК СКОРОЧЕНЬ" + "123456" * 4,
    "d2": "Ціль" * 6,
    "d3": "",
    "x1": "ЗАТВЕРДЖЕНО 19 грудня 2025 р. І ОСНОВНІ ПОКАЗНИКИ 2 з/п Зміст роботи Форма проведення Дата Для кого Хто відповідає 3 4",
}
# Cells of which a page break has put another cell's words in the middle: their words are looked for one by one.
SPLIT = {
    "d0": {
        "Участь у проєкті “Архівування документів про війну” від Харківської державної наукової бібліотеки імені В. Г. Короленка",
        "Збір та обробка інформації, розміщення її в електронному архіві",
    },
    "d1": {
        "“Мандрівний культурний шелтер Луганщини”: проєкт реалізується за фінансової підтримки програмою «Culture Helps / Культура "
        "допомагає», яка імплементується Іншою Освітою спільно з zusa за підтримки Європейського Союзу",
        "“Мережевий бібліотечний шелтер”: облаштування шелтерів для колег з переміщених регіонів з метою внутрішньої співпраці між "
        "бібліотекарями в Україні. Фінансування проєкту здійснюється зі Стабілізаційного фонду культури та освіти 2023 Федеральним "
        "міністерством закордонних справ Німеччини та Goethe-Institut.",
    },
    "d2": set(),
    "d3": set(),
}
# Rows (section:number) over which a page ends.
TORN = {"d0": ["1.1:1", "2.1:2", "2.2:2", "4:4", "5:5"], "d1": ["3.3:1.2", "5:1", "5:6"]}


def expected(name: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((PLANS / f"{name}.expected.json").read_text(encoding="utf-8"))
    return said


def source(name: str) -> str:
    """The text without the marks of bold, lists and paragraphs that came with it."""
    text = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
    return re.sub(r"</?(?:b|i|u|p|ul|li)\b[^>]*>|\\(?=[_*])|[*]", "", text)


def tight(text: str) -> str:
    """Wrapped lines and broken words do not count: no white space, no hyphen, no bold."""
    return re.sub(r"[\s*-]+", "", text)


def tables(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections with their tables; a plan by goals has one table, of which each goal is a part."""
    if plan["kind"] == "goals":
        return [{**goal, "columns": plan["columns"], "roles": plan["roles"], "narrative": []} for goal in plan["goals"]]
    return list(plan["sections"])


def rows(plan: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for table in tables(plan):
        for row in table["rows"]:
            yield table, row


def printed(plan: dict[str, Any]) -> Iterator[str]:
    """Every string that stands in the printed plan, once."""
    yield from [plan["title"], plan["place"], *plan.get("preamble", []), *plan.get("narrative", []), *plan.get("notes", [])]
    for signed in (plan["approval"], plan.get("signature")):
        yield from (signed["post"], signed["name"]) if signed else ()
    indicators = plan.get("indicators", {"columns": [], "rows": []})
    yield from indicators["columns"]
    for row in indicators["rows"]:
        yield from (row["number"], row["label"], *row["values"])
    for line in plan.get("contents", []):
        yield from (line["title"], line["page"])
    yield from plan["columns"] if plan["kind"] == "goals" else ()
    for table in tables(plan):
        yield from (table["number"], table["title"], *table["narrative"])
        yield from table["columns"] if plan["kind"] != "goals" else ()
        for row in table["rows"]:
            yield from row["cells"]
    for kept in plan.get("lists", []):
        yield from (kept["title"], *(item["text"] for item in kept["items"]))
    for pair in plan.get("abbreviations", []):
        yield from pair


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("name", TABLES + FRESH)
def test_every_row_is_well_formed(name: str) -> None:
    plan, term = expected(name), FRESH_TERM if name in FRESH else TERM
    for section in tables(plan):
        roles = section["roles"]
        assert len(roles) == len(section["columns"]) == len(set(roles)), section["title"]
        assert set(roles) <= ROLES, section["title"]
        for row in section["rows"]:
            said = dict(zip(roles, row["cells"], strict=True))
            assert row["number"] == said.get("number", "").rstrip(".")
            under = plan["kind"] == "annual" and "number" in roles and ("." in row["number"] or not row["number"])
            assert row["level"] == (1 if under else 0)
            assert all(not said[role] for role in row.get("merged", []))
            assert row["ditto"] == [role for role in roles if DITTO.fullmatch(said[role])]
            assert all(term.fullmatch(part) for part in re.split(r" \+ | \| ", row["term"])), row["term"]


@pytest.mark.parametrize("name", TABLES + FRESH)
def test_what_was_understood_agrees_with_what_is_written(name: str) -> None:
    for section, row in rows(expected(name)):
        said = dict(zip(section["roles"], row["cells"], strict=True))
        taken = [*row["ditto"], *row.get("merged", [])]
        if "term" not in taken:
            assert (row["term"] in ("inherit", "none")) == (not said.get("term")), row["cells"]
        measured = "".join(said.get(role, "") for role in ("quantity", "form_quantity")).replace(" ", "")
        assert all(f"{amount}{unit}" in measured for amount, unit in row["quantities"]), row["cells"]
        if "executors" not in taken:
            assert all(one in said["executors"] for one in row["executors"]), row["cells"]
            assert bool(row["executors"]) == bool(said.get("executors")), row["cells"]


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_is_the_sources_own_words(name: str) -> None:
    text = tight(source(name))
    pieces = {piece for whole in printed(expected(name)) for piece in whole.split("\n")}
    broken = {piece for piece in pieces if tight(piece) not in text}
    assert broken == SPLIT[name]
    assert [word for piece in broken for word in piece.split() if tight(word) not in text] == []


@pytest.mark.parametrize("name", (*TABLES, "x1"))
def test_nothing_of_the_source_is_left_out_and_nothing_is_there_twice(name: str) -> None:
    assert letters(source(name)) == letters("".join(printed(expected(name))) + LEFT[name])


@pytest.mark.parametrize("name", TABLES)
def test_the_cells_of_a_row_follow_each_other_as_in_the_source(name: str) -> None:
    text = tight(source(name))
    torn = [f"{table['number']}:{row['number']}" for table, row in rows(expected(name)) if tight("".join(row["cells"])) not in text]
    assert torn == TORN.get(name, [])


@pytest.mark.parametrize("name", TABLES)
def test_the_rows_stand_in_the_sources_order(name: str) -> None:
    text, at = tight(source(name)), 0
    for section, row in rows(expected(name)):
        title = row["cells"][section["roles"].index("title")]
        first = tight(title.split("\n")[0])[:24]
        at = text.index(first, at) + len(first) if first else at


def test_the_strategy_has_sixteen_directions_each_closed_by_scope_coordinator_and_years() -> None:
    plan, text, at = expected("d4"), tight(source("d4")), 0
    assert [one["number"] for one in plan["directions"]] == [str(number) for number in range(1, 17)]
    for one in plan["directions"]:
        at = text.index(tight(f"{one['number']}. {one['title']}"), at)
        assert tight(one["begins"]) in text[at : at + 200], one["title"]
        for piece in (*one["subtitles"], *one["bullets"], *(close["written"] for close in one["closings"])):
            assert tight(piece) in text[at:], piece
        assert one["closings"]
        for close in one["closings"]:
            assert all(close[part] in close["written"] for part in ("scope", "coordinator", "note"))
            assert "{}-{}".format(*close["years"]) in close["written"]
    assert sum(len(one["closings"]) for one in plan["directions"]) == source("d4").count("термін ")
    for kept in plan["lists"]:
        assert all(tight(piece) in text for piece in (kept["title"], *(item["text"] for item in kept["items"])))
    assert tight(plan["closing"]) in text


def test_the_village_plan_made_by_word_has_every_word_of_its_reading_and_merged_cells() -> None:
    plan, document = expected("x2"), Document(io.BytesIO(build()))
    written = "".join(node.text or "" for node in document.element.iter(qn("w:t")))
    repeated = "".join(plan["sections"][0]["columns"]) * (len(plan["sections"]) - 1)
    assert letters(written + repeated) == letters("".join(printed(plan)) + "Виконання")
    continued = [node for node in document.element.iter(qn("w:vMerge")) if node.get(qn("w:val")) != "restart"]
    heads = 3
    assert len(continued) == heads + sum(len(row["merged"]) for _, row in rows(plan))
