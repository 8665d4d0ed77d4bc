"""Search measured inside the process: `python -m scripts.bench.search [records]`. Fixed seeds; nothing is kept.

The index is made from generated rows, without a database; the questions are at least 500 different ones, the most frequent words
and their pairs among them; each with the first twenty, the exact count and all the facets.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SEED = 20261127


type Spent = list[tuple[float, float]]
"""(by the clock, of the processor) of one question, in seconds. On a machine that others use only the second says what it costs."""


def _percentiles(times: Spent) -> str:
    clock, processor = sorted(one for one, _other in times), sorted(other for _one, other in times)
    at = lambda ordered, part: ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000  # noqa: E731 - as short as it is
    said = [f"p50 {at(one, 0.5):6.2f} p99 {at(one, 0.99):6.2f} max {one[-1] * 1000:6.2f} ms" for one in (clock, processor)]
    return f"{said[0]}   процесор: {said[1]}"


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


def build(root: Path, count: int, words: Any) -> str:
    import tantivy  # noqa: PLC0415 - slow import

    from mandrivna.catalogue.search.documents import document  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.home import Home  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.schema import schema  # noqa: PLC0415 - needs the settings
    from scripts.bench.rows import rows  # noqa: PLC0415 - needs the settings

    place = Home(root)
    place.root.mkdir(parents=True, exist_ok=True)
    spent = 0.0
    with place.draft() as path:
        index = tantivy.Index(schema(), str(path))
        writer = index.writer(300_000_000, 2)
        for row, holding in rows(count, words, SEED):
            began = time.perf_counter()
            writer.add_document(tantivy.Document.from_dict(document(row, holding), schema()))
            spent += time.perf_counter() - began
        began = time.perf_counter()
        writer.commit()
        writer.wait_merging_threads()
        spent += time.perf_counter() - began
        place.switch(path.name)
        size = sum(file.stat().st_size for file in path.iterdir()) / 1e6
    return f"{count} записів: {spent:.0f} с, {count / spent:.0f} записів/с (розбір, леми, запис), {size:.0f} МБ"


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
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandrivna-search-") as data:
        os.environ |= {"MANDRIVNA_DATA": data, "DJANGO_SETTINGS_MODULE": "mandrivna.config.settings"}
        import django  # noqa: PLC0415 - slow import
        from django.core.management import call_command  # noqa: PLC0415 - slow import

        django.setup()
        call_command("migrate", verbosity=0)
        measure(Path(data) / "search", chosen.records)
    return 0


def measure(root: Path, count: int) -> None:
    from mandrivna.catalogue.search.asking import Request  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.query import search  # noqa: PLC0415 - needs the settings
    from mandrivna.catalogue.search.suggesting import suggest  # noqa: PLC0415 - needs the settings
    from scripts.bench.rows import vocabulary  # noqa: PLC0415 - needs the settings

    words = vocabulary(SEED)
    print(build(root, count, words), flush=True)
    chance = random.Random(SEED)  # noqa: S311 - the same questions each time
    places = tuple(range(1, 40))

    def ask(text: str) -> Any:
        return search(Request(text, owners=(1,), open_places=places[:10], counted_places=places))

    everything: Spent = []
    for name, asked in questions(words, chance).items():
        ask(asked[0])
        spent = _timed(ask, asked)
        everything += spent if name != "описки" else []
        print(f"{name:<20} {len(asked):4}   {_percentiles(spent)}", flush=True)
    print(f"{'разом без описок':<20} {len(everything):4}   {_percentiles(everything)}")
    beginnings = [form[: chance.randint(2, 6)] for form in (chance.choice(words.common) for _ in range(300))]
    print(f"{'підказки':<20} {len(beginnings):4}   {_percentiles(_timed(suggest, beginnings))}")
    print(f"медіана відповідей: {statistics.median(ask(text).count for text in words.common)} на найчастіше слово")


if __name__ == "__main__":
    sys.exit(main())
