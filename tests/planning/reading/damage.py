"""Plans in files, damaged in every way: each input follows from a seed, its kind and its number, so that any can be made again.

    nice -n 19 .venv/bin/python -m tests.planning.reading.damage --inputs 100000 --minutes 40 --seed 20261128

reads so many, or as many as the minutes allow, in one process, and says what became of them; what was not handled is named and ends
with code 1. `make drill` does the same through `test_damaged.py`.
"""

from __future__ import annotations

import argparse
import io
import itertools
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mandrivna.planning.reading.blocks import UnreadableError
from mandrivna.planning.reading.formats import pdf_child
from mandrivna.planning.reading.formats.pdf import source_of_pages
from mandrivna.planning.reading.read import read_source
from mandrivna.planning.reading.telling import REFUSED
from tests.planning.reading.kit import PLANS, expected, outcome
from tests.planning.reading.layouts import as_page_without_lines
from tests.planning.reading.papers import as_docx, as_pdf, as_xlsx, sheets_with_asides, with_asides

SEED = 20261128
SLOWEST, MOST_MEMORY = 20.0, 400_000_000
SIGNS = ["\t", "\n", "\n\n\n\n", " ", "  ", "      ", "\f", "№", "|", "-----//-----", "<b>", "</li>", "1", "2.1", "²", "٣",
         "\u00ad", "№    Назва заходу      Термін      Виконавці\n",
         "ГОЛОВА", "щомісяця", "ЦПЧ", "999999999999", "Термін виконання", "ЗМІСТ", "Ціль 3: ", "(", ")", "\ufeff", "\u202e",
         "&#0;", "💥", "i", "«", "31 лютого", "до 99 квартал", "2024-1999 рр."]  # fmt: skip

PLACES = ('w:val="', ' r="', ' s="', ' t="', ">", "<w:tc>", "<w:tr", "<w:p>", "</w:tc>", 'ref="', 'w:id="', 'state="', 'Target="')
WORDS = ("", "-1", "99999999999", "²", "ЩОСЬ", "<w:tbl>", "</w:p>", "restart", "&amp;", "hidden", "../../x", "ZZ9999999")


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
            read_part = name.endswith(".xml") and name.startswith(("word/", "xl/"))
            hurt.writestr(name, swapped(chance, part) if read_part and chance.random() < 0.6 else part)
    return target.getvalue()


def swapped(chance: random.Random, part: bytes) -> bytes:
    """Values of attributes and texts exchanged: XML that is still XML says what nobody expects."""
    text = part.decode("utf-8", "replace")
    for _hit in range(chance.choice((1, 1, 2, 6))):
        at = text.find(chance.choice(PLACES), chance.randrange(len(text) + 1))
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
        *((PLANS / name).read_bytes() for name in ("s1.txt", "s2.txt", "s3.txt")),
    ]


POOLS: dict[str, Callable[[], list[bytes]]] = {
    "text": texts,
    "docx": lambda: [as_docx(small(), merged=True, lists=True), with_asides()],
    "xlsx": lambda: [as_xlsx(small(), merged=True), sheets_with_asides()],
}


def twisted(chance: random.Random, item: dict[str, Any]) -> dict[str, Any]:
    if chance.random() < 0.8:
        return item
    if "text" in item:
        words = [[left * chance.choice((1, 1, 2)), right, text] for left, right, text in item["words"] if chance.random() < 0.9]
        return {
            **item,
            "words": words,
            "text": chance.choice((item["text"], chance.choice(SIGNS), "1")),
            "top": chance.random() * 900,
            "right": chance.random() * 900,
        }
    cells = [cell for cell in item["table"] if chance.random() < 0.9]
    cells = [{**cell, "wide": chance.choice((cell["wide"], 1, 9)), "tall": chance.choice((cell["tall"], 1, 9))} for cell in cells]
    return {**item, "table": cells}


# --- one input ------------------------------------------------------------------------------------------------------------


@cache
def pool(kind: str) -> list[bytes]:
    return POOLS[kind]()


@cache
def pages(*, ruled: bool = True) -> list[dict[str, Any]]:
    return list(pdf_child.pages_of(as_pdf(small()) if ruled else as_page_without_lines(expected("s4.pdf"))))


def one(kind: str, number: int, seed: int = SEED) -> str:
    """What becomes of one input; raises whatever the importer did not handle."""
    chance = random.Random(f"{seed}:{kind}:{number}")
    if kind == "pages":
        whole = pages(ruled=chance.random() < 0.6)
        hurt = [{**page, "items": [twisted(chance, item) for item in page["items"] if chance.random() < 0.95]} for page in whole]
        try:
            read_source(source_of_pages(hurt))
        except UnreadableError as refused:
            assert refused.code in REFUSED
            return refused.code
        return "read"
    make = damaged if kind == "text" else damaged_office
    return outcome(make(chance, chance.choice(pool(kind)), [sign.encode() for sign in SIGNS]))


@dataclass
class Told:
    read: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    unhandled: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_of: str = ""
    grown: int = 0
    """By how many bytes the process's memory grew, at most."""


KINDS = (*POOLS, "pages")


def many(inputs: int, seed: int = SEED, seconds: float = float("inf"), kinds: tuple[str, ...] = KINDS) -> Told:
    """Kind by kind in turn, so that a run that is broken off has read as many of each."""
    for kind in kinds:
        with suppress(Exception):
            one(kind, -1, seed)  # what is made once is made before the clock and the scales
    told, began, before = Told(), time.monotonic(), peak()
    for kind, number in itertools.islice(_turns(kinds), inputs):
        if time.monotonic() - began > seconds:
            break
        started = time.process_time()
        try:
            told.answers[f"{kind}: {one(kind, number, seed)}"] += 1
        except Exception as error:
            told.unhandled.append(f"{kind} {number} of seed {seed}: {type(error).__name__} {str(error)[:200]}")
        took = time.process_time() - started
        told.read += 1
        if took > told.slowest:
            told.slowest, told.slowest_of = took, f"{kind} {number}"
    told.grown = peak() - before
    return told


def _turns(kinds: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    return ((kind, number) for number in itertools.count() for kind in kinds)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    began = time.monotonic()
    told = many(asked.inputs, asked.seed, asked.minutes * 60)
    print(f"seed {asked.seed}: {told.read:,} inputs in {time.monotonic() - began:,.0f} s, {len(told.unhandled)} unhandled")  # noqa: T201
    print(f"slowest {told.slowest:.2f} s ({told.slowest_of}), memory grew by {told.grown / 1e6:.0f} MB")  # noqa: T201
    print(", ".join(f"{answer} {times:,}" for answer, times in sorted(told.answers.items())))  # noqa: T201
    print(*told.unhandled[:50], sep="\n")  # noqa: T201
    return 1 if told.unhandled or told.slowest > SLOWEST or told.grown > MOST_MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
