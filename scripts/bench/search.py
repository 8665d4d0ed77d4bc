"""Search measured inside the process: `python -m scripts.bench.search [records]`. Fixed seeds; nothing is kept.

The index is made from generated rows, without a database; the questions are at least 500 different ones, the most frequent words
and their pairs among them; each with the first twenty, the exact count and all the facets.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SEED = 20261127


type Spent = list[tuple[float, float]]
"""(by the clock, of the processor) of one question, in seconds. On a machine that others use only the second says what it costs."""


def _percentiles(times: Spent) -> dict[str, Any]:
    clock, processor = sorted(one for one, _other in times), sorted(other for _one, other in times)
    at = lambda ordered, part: round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 2)  # noqa: E731 - short
    return {
        "number": len(times), "p50": at(clock, 0.5), "p99": at(clock, 0.99), "max": at(clock, 1),
        "cpu_p50": at(processor, 0.5), "cpu_p99": at(processor, 0.99),
    }  # fmt: skip


def _timed(ask: Callable[[str], Any], questions: Sequence[str]) -> Spent:
    """Each the better of two: the other processes of the machine are not what is measured."""
    spent = []
    for text in questions:
        turns = []
        for _turn in range(2):
            began = time.perf_counter(), time.thread_time()
            ask(text)
            turns.append((time.perf_counter() - began[0], time.thread_time() - began[1]))
        spent.append((min(one for one, _other in turns), min(other for _one, other in turns)))
    return spent


def build(root: Path, count: int, words: Any) -> dict[str, Any]:
    import tantivy  # noqa: PLC0415 - slow import

    from mandrivna.catalogue.search.documents import document  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.home import Home  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.keeper import BIG_HEAP, part_of  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.schema import schema  # noqa: PLC0415 - needs the settings
    from scripts.bench.rows import rows  # noqa: PLC0415 - needs the settings

    place = Home(root)
    place.root.mkdir(parents=True, exist_ok=True)
    spent = 0.0
    with place.draft() as path:
        index = tantivy.Index(schema(), str(path))
        writer, part = index.writer(BIG_HEAP, 1), part_of(count)
        for number, (row, holding) in enumerate(rows(count, words, SEED), 1):
            began = time.perf_counter()
            writer.add_document(tantivy.Document.from_dict(document(row, holding), schema()))
            if number % part == 0:
                writer.commit()
            spent += time.perf_counter() - began
        began = time.perf_counter()
        writer.commit()
        writer.wait_merging_threads()
        spent += time.perf_counter() - began
        place.switch(path.name)
        size = sum(file.stat().st_size for file in path.iterdir()) / 1e6
        index.reload()
    return {
        "records": count,
        "parts": index.searcher().num_segments,
        "seconds": round(spent),
        "per_second": round(count / spent),
        "mb": round(size),
    }


def questions(words: Any, chance: random.Random) -> dict[str, list[str]]:
    forms = lambda: chance.choice(chance.choice(words.lexemes[:5_000]))  # noqa: E731 - as short as it is
    common = words.common
    return {
        "найчастіші слова": common,
        "пари найчастіших": [f"{chance.choice(common)} {chance.choice(common)}" for _ in range(150)],
        "будь-яке слово": [forms() for _ in range(200)],
        "два слова": [f"{forms()} {forms()}" for _ in range(150)],
        "автор і слово": [f"{chance.choice(words.people[:2000])} {chance.choice(common)}" for _ in range(100)],
        "поля й роки": [
            f"автор:{chance.choice(words.people[:2000]).split()[0]} рік:{1960 + chance.randrange(40)}-2020" for _ in range(50)
        ],
        "описки": [word[:2] + word[3:] for word in (forms() for _ in range(100)) if len(word) > 5],
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.search", description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandrivna-search-") as data:
        os.environ |= {"MANDRIVNA_DATA": data, "DJANGO_SETTINGS_MODULE": "mandrivna.config.settings"}
        import django  # noqa: PLC0415 - slow import
        from django.core.management import call_command  # noqa: PLC0415 - slow import

        django.setup()
        call_command("migrate", verbosity=0)
        made, asked = measure(Path(data) / "search", chosen.records)
    if chosen.json:
        print(json.dumps({"made": made, "asked": asked}, ensure_ascii=False))
        return 0
    print(made)
    for label, about in asked.items():
        print(f"{label:<20} " + "  ".join(f"{name} {value}" for name, value in about.items()))
    return 0


def measure(root: Path, count: int) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    from mandrivna.catalogue.search.asking import Request  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.query import search  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.suggesting import forget, suggest  # noqa: PLC0415 - needs the settings
    from scripts.bench.rows import vocabulary  # noqa: PLC0415 - needs the settings

    words = vocabulary(SEED)
    made = build(root, count, words)
    chance = random.Random(SEED)  # noqa: S311 - the same questions each time
    places = tuple(range(1, 40))

    def ask(text: str) -> Any:
        return search(Request(text, owners=(1,), open_places=places[:10], counted_places=places))

    everything: Spent = []
    asked: dict[str, dict[str, Any]] = {}
    for name, texts in questions(words, chance).items():
        ask(texts[0])
        spent = _timed(ask, texts)
        everything += spent if name != "описки" else []
        asked[name] = _percentiles(spent)
    asked["разом без описок"] = _percentiles(everything)
    beginnings = [form[: chance.randint(2, 6)] for form in (chance.choice(words.common) for _ in range(300))]
    asked["підказки"] = _percentiles(_timed(suggest, beginnings))

    def anew(text: str) -> Any:
        forget()
        return suggest(text)

    asked["підказки, уперше"] = _percentiles(_timed(anew, beginnings))
    return made, asked


if __name__ == "__main__":
    sys.exit(main())
