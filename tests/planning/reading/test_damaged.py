"""Damaged files are read, or refused in words, and nothing else: some hundreds in `make test`, 100,000 in `make drill`."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from mandrivna.planning.reading.blocks import UnreadableError
from mandrivna.planning.reading.formats import pdf_child
from mandrivna.planning.reading.formats.pdf import source_of_pages
from mandrivna.planning.reading.read import read_source
from mandrivna.planning.reading.telling import REFUSED
from tests.planning.reading.kit import PLANS, expected, outcome
from tests.planning.reading.papers import as_docx, as_pdf, as_xlsx

LONG = os.environ.get("MANDRIVNA_DRILL") == "long"
SLOWEST = 20.0
INPUTS = 100_000 if LONG else 300
SIGNS = ["\t", "\n", "\n\n\n\n", " ", "  ", "№", "|", "-----//-----", "<b>", "</li>", "1", "2.1", "²", "٣", "\u00ad",
         "ГОЛОВА", "щомісяця", "ЦПЧ", "999999999999", "Термін виконання", "ЗМІСТ", "Ціль 3: ", "(", ")", "\ufeff", "\u202e",
         "&#0;", "💥", "i", "«", "31 лютого", "до 99 квартал", "2024-1999 рр."]  # fmt: skip

PLACES = ('w:val="', ' r="', ' s="', ' t="', ">", "<w:tc>", "<w:tr", "<w:p>", "</w:tc>", 'ref="')
WORDS = ("", "-1", "99999999999", "²", "ЩОСЬ", "<w:tbl>", "</w:p>", "restart", "&amp;")


def damaged(chance: random.Random, data: bytes, signs: list[bytes]) -> bytes:
    hurt = bytearray(data)
    for _hit in range(chance.choice((1, 2, 3, 8, 30))):
        at = chance.randrange(len(hurt) + 1)
        way = chance.randrange(6)
        if way == 0 and hurt:
            hurt[at % len(hurt)] = chance.randrange(256)
        elif way == 1:
            hurt[at:at] = chance.choice(signs)
        elif way == 2:
            del hurt[at : at + chance.choice((1, 2, 40, 900))]
        elif way == 3:
            cut = chance.randrange(len(data) + 1)
            hurt[at:at] = data[cut : cut + chance.choice((5, 60, 1500))]
        elif way == 4:
            hurt[at:at] = bytes(hurt[at : at + chance.choice((1, 30, 300))]) * chance.choice((1, 2, 12))
        else:
            hurt[at : at + 3] = chance.choice(signs)
    return bytes(hurt[:120_000])


def damaged_office(chance: random.Random, data: bytes, signs: list[bytes]) -> bytes:
    """Half of the damage inside the parts, because damage outside is nearly always a broken archive."""
    if chance.random() < 0.2:
        return damaged(chance, data, signs)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as hurt:
        for name in whole.namelist():
            part = whole.read(name)
            read_part = name in ("word/document.xml", "word/numbering.xml", "word/styles.xml") or name.startswith("xl/")
            hurt.writestr(name, swapped(chance, part) if read_part and chance.random() < 0.6 else part)
    return target.getvalue()


def swapped(chance: random.Random, part: bytes) -> bytes:
    """Values of attributes and texts exchanged: XML that is still XML says what nobody expects."""
    text = part.decode("utf-8", "replace")
    for _hit in range(chance.choice((1, 1, 2, 6))):
        at = text.find(
            chance.choice(('w:val="', ' r="', ' s="', ' t="', ">", "<w:tc>", "<w:tr", "<w:p>", "</w:tc>", 'ref="')),
            chance.randrange(len(text) + 1),
        )
        if at < 0:
            continue
        end = at + chance.choice((1, 3, 8, 30))
        text = text[:end] + chance.choice(WORDS) + text[end:]
    return text.encode("utf-8", "surrogateescape")


def small() -> dict[str, Any]:
    """A plan of a few sections, so that thousands of copies are read in minutes."""
    whole = expected("d0.txt")
    return {
        **whole,
        "sections": [{**one, "rows": one["rows"][:4]} for one in whole["sections"][1:6]],
        "preamble": whole["preamble"][:3],
    }


def texts() -> list[bytes]:
    d0, d1 = ((PLANS / name).read_text(encoding="utf-8").split("\n") for name in ("d0.txt", "d1.txt"))
    return [
        "\n".join(d0[:98]).encode(),
        "\n".join(d1[570:735]).encode(),
        "\n".join(d1[50:175]).encode(),
        (PLANS / "d2.txt").read_bytes(),
        (PLANS / "d3.txt").read_bytes(),
    ]


POOLS: dict[str, Callable[[], list[bytes]]] = {
    "text": texts,
    "docx": lambda: [as_docx(small(), merged=True, lists=True)],
    "xlsx": lambda: [as_xlsx(small(), merged=True)],
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", POOLS)
def test_damaged_files_are_read_or_refused_and_nothing_else(kind: str) -> None:
    chance = random.Random(20261128)
    pool, signs = POOLS[kind](), [sign.encode() for sign in SIGNS]
    make = damaged if kind == "text" else damaged_office
    answers: dict[str, int] = {}
    for number in range(INPUTS // len(POOLS)):
        data = make(chance, chance.choice(pool), signs)
        began = time.process_time()
        try:
            answer = outcome(data)
        except Exception as error:
            raise AssertionError(f"{kind}, input {number}: {data[:3000]!r}") from error
        assert time.process_time() - began < SLOWEST
        answers[answer] = answers.get(answer, 0) + 1
    assert answers.get("read", 0) > INPUTS // len(POOLS) // 10


@pytest.mark.slow
def test_damaged_pages_of_a_pdf_are_read_or_refused() -> None:
    """What the child says of the pages is damaged too: it reads in a process of its own, and its words are only words."""
    chance = random.Random(7)
    pages = list(pdf_child.pages_of(as_pdf(small())))
    for _number in range(INPUTS // 3):
        hurt = [{**page, "items": [twisted(chance, item) for item in page["items"] if chance.random() < 0.95]} for page in pages]
        try:
            read_source(source_of_pages(hurt))
        except UnreadableError as refused:
            assert refused.code in REFUSED


def twisted(chance: random.Random, item: dict[str, Any]) -> dict[str, Any]:
    if chance.random() < 0.8:
        return item
    if "text" in item:
        return {
            **item,
            "text": chance.choice((item["text"], chance.choice(SIGNS), "1")),
            "top": chance.random() * 900,
            "right": chance.random() * 900,
        }
    cells = [cell for cell in item["table"] if chance.random() < 0.9]
    cells = [{**cell, "wide": chance.choice((cell["wide"], 1, 9)), "tall": chance.choice((cell["tall"], 1, 9))} for cell in cells]
    return {**item, "table": cells}


@pytest.mark.thorough
def test_a_damaged_pdf_is_refused_by_its_own_process() -> None:
    chance, whole = random.Random(3), as_pdf(small())
    for _number in range(12):
        answer = outcome(damaged(chance, whole, [b"endobj", b"<<", b"stream", b"999999999"]))
        assert answer in ("read", "damaged", "no_text", "too_slow", "encrypted")
