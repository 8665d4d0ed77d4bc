"""Zebra beside ours, on the same file with the same questions: `python -m scripts.bench.zebra FILE [--questions N]`.

It parts words by ICU and knows no forms of them, so it finds only what is typed; it counts no facets. A question is asked on an
open connection, ranked, with the number found and the first twenty records.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import django

from scripts import zebra
from scripts.bench.corpus import words
from scripts.bench.readers import SEED, part

FIRST = 20


def questions(chance: random.Random, number: int) -> list[str]:
    """Words and pairs of words as `scripts.bench.readers` asks them."""
    nouns = words()["nouns"]
    common = [forms[0] for forms in nouns[:100]]
    found = []
    for _one in range(number):
        draw, any_form = chance.random(), chance.choice(chance.choice(nouns[:8000])[:4])
        pair = f'@and @attr 1=1016 "{chance.choice(common)}" @attr 1=1016 "{any_form}"'
        found.append(
            f'@attr 1=1016 "{chance.choice(common)}"' if draw < 0.4 else f'@attr 1=1016 "{any_form}"' if draw < 0.7 else pair
        )
    return found


def ask(library: Any, connection: Any, query: str) -> int:
    prefix = library.ZOOM_query_create()
    library.ZOOM_query_prefix(prefix, f"@attr 2=102 {query}".encode())
    results = library.ZOOM_connection_search(connection, prefix)
    number = int(library.ZOOM_resultset_size(results))
    length = ctypes.c_int()
    for place in range(min(number, FIRST)):
        library.ZOOM_record_get(library.ZOOM_resultset_record(results, place), b"raw", ctypes.byref(length))
    library.ZOOM_resultset_destroy(results)
    library.ZOOM_query_destroy(prefix)
    return number


def answered(port: int, queries: list[str]) -> dict[str, Any]:
    from mandrivna.catalogue.copycat import z3950  # noqa: PLC0415 - app registry

    library = z3950._library()
    assert library is not None
    connection = library.ZOOM_connection_create(None)
    for name, value in {"databaseName": "Default", "preferredRecordSyntax": "usmarc", "count": str(FIRST), "timeout": "60"}.items():
        library.ZOOM_connection_option_set(connection, name.encode(), value.encode())
    library.ZOOM_connection_connect(connection, b"127.0.0.1", port)
    z3950._check(library, connection)
    taken, found = [], []
    for query in queries:
        began = time.perf_counter()
        found.append(ask(library, connection, query))
        taken.append(time.perf_counter() - began)
        z3950._check(library, connection)
    library.ZOOM_connection_destroy(connection)
    return {
        "questions": len(queries),
        "p50": part(taken, 0.5),
        "p99": part(taken, 0.99),
        "found": sum(number > 0 for number in found),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.zebra", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--questions", type=int, default=500)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    records = chosen.file.read_bytes().count(b"\x1d")
    with tempfile.TemporaryDirectory(prefix="mandrivna-zebra-") as folder:
        root = Path(folder)
        zebra.prepare(root, room="20G")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        zebra.run(root, "update", str(chosen.file.resolve()))
        seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(path.stat().st_size for path in (root / "register").iterdir())
        made = {
            "records": records, "seconds": round(seconds, 1), "per_second": round(records / seconds),
            "processor": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1), "mb": round(size / 1e6),
        }  # fmt: skip
        with zebra.serving(root) as port:
            chance = random.Random(SEED)  # noqa: S311 - the same questions each time
            print(
                json.dumps({"made": made, "asked": answered(port, questions(chance, chosen.questions)), "load": os.getloadavg()[0]})
            )


if __name__ == "__main__":
    main()
