"""Zebra beside ours, on the same file with the same questions: `python -m scripts.bench.zebra FILE [--questions N] [--ours]`.

It parts words by ICU and knows no forms of them, so it finds only what is typed; it counts no facets. A question is asked on an
open connection, ranked, with the number found and the first twenty records. `--ours`: the library whose data folder is in the
environment, into which the same file was imported, is asked the same words in the same run (with the facets and the exact count
that a page needs), and the file is read by yaz-marcdump, by pymarc and by our decoder, one after another.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import random
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import django

from scripts import zebra
from scripts.bench.corpus import words
from scripts.bench.formats import walk, with_pymarc
from scripts.bench.readers import SEED, part

FIRST = 20


def questions(chance: random.Random, number: int) -> list[tuple[str, ...]]:
    """Words and pairs of words as `scripts.bench.readers` asks them."""
    nouns = words()["nouns"]
    common = [forms[0] for forms in nouns[:100]]
    found: list[tuple[str, ...]] = []
    for _one in range(number):
        draw, any_form = chance.random(), chance.choice(chance.choice(nouns[:8000])[:4])
        often = chance.choice(common)
        found.append((often,) if draw < 0.4 else (any_form,) if draw < 0.7 else (often, any_form))
    return found


def as_prefix(words_asked: tuple[str, ...]) -> str:
    terms = [f'@attr 1=1016 "{word}"' for word in words_asked]
    return terms[0] if len(terms) == 1 else f"@and {terms[0]} {terms[1]}"


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


def told(taken: list[float], found: list[int]) -> dict[str, Any]:
    about = {"questions": len(taken), "p50": part(taken, 0.5), "p99": part(taken, 0.99)}
    return about | {"found": sum(number > 0 for number in found)}


def by_ours(asked: list[tuple[str, ...]]) -> dict[str, Any]:
    """As the site asks: ranked, with forms of words, the exact number and all the facets."""
    from mandrivna.catalogue.models import Record  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.search.asking import Request  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.search.query import search  # noqa: PLC0415 - app registry

    taken, found = [], []
    search(Request(" ".join(asked[0])))
    for one in asked:
        began = time.perf_counter()
        found.append(search(Request(" ".join(one))).count)
        taken.append(time.perf_counter() - began)
    return told(taken, found) | {"records": Record.objects.count()}


def index_mb() -> int:
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    return round(sum(file.stat().st_size for file in (settings.DATA / "search").rglob("*") if file.is_file()) / 1e6)


def readings(path: Path, records: int) -> dict[str, int]:
    """Records a second of each reader on the whole file."""
    found = {}
    for name, read in {
        "yaz-marcdump": lambda: subprocess.run(
            [shutil.which("yaz-marcdump") or "", "-n", str(path)], check=True, capture_output=True
        ),
        "pymarc": lambda: with_pymarc(path),
        "ours": lambda: walk(path),
    }.items():
        began = time.perf_counter()
        read()
        found[name] = round(records / (time.perf_counter() - began))
    return found


def answered(port: int, asked: list[tuple[str, ...]]) -> dict[str, Any]:
    from mandrivna.catalogue.copycat import z3950  # noqa: PLC0415 - app registry

    library = z3950._library()
    assert library is not None
    connection = library.ZOOM_connection_create(None)
    for name, value in {"databaseName": "Default", "preferredRecordSyntax": "usmarc", "count": str(FIRST), "timeout": "60"}.items():
        library.ZOOM_connection_option_set(connection, name.encode(), value.encode())
    library.ZOOM_connection_connect(connection, b"127.0.0.1", port)
    z3950._check(library, connection)
    taken, found = [], []
    for one in asked:
        began = time.perf_counter()
        found.append(ask(library, connection, as_prefix(one)))
        taken.append(time.perf_counter() - began)
        z3950._check(library, connection)
    library.ZOOM_connection_destroy(connection)
    return told(taken, found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.zebra", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument(
        "--ours", action="store_true", help="і наша бібліотека з цим самим файлом / our library with the same file too"
    )
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
            asked = questions(random.Random(SEED), chosen.questions)  # noqa: S311 - the same questions each time
            told_of = {"made": made, "asked": answered(port, asked), "load": os.getloadavg()[0]}
    if chosen.ours:
        told_of |= {"ours": by_ours(asked), "ours_mb": index_mb(), "read": readings(chosen.file, records)}
    print(json.dumps(told_of))


if __name__ == "__main__":
    main()
