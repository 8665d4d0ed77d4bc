"""The catalogue at a million records, into docs/benchmarks-catalogue.md: `python -m scripts.bench.catalogue [--records N]`.

What has been measured is kept in build/ with its stage, so a run that was broken off goes on; `--anew` forgets it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from scripts.bench.catalogue_page import page
from scripts.bench.importing import BUILD, ROOT, environment, file_of, measured
from scripts.throwaway_pg import Cluster

PAGE = ROOT / "docs" / "benchmarks-catalogue.md"
LIBRARY = BUILD / "bench-catalogue"
FEWER = 5
"""Copies and headings are imported in a file so many times shorter: the rate is what is asked."""


def script(name: str, *arguments: str, folder: str = "", url: str = "") -> str:
    command = [sys.executable, "-m", f"scripts.bench.{name}", *arguments]
    env = environment(folder or str(BUILD / "nothing"), url) | {"MANDRIVNA_LOG_LEVEL": "warning"}
    return subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


def on_sqlite(number: int) -> dict[str, Any]:
    """The library stays, for readers and cataloguers."""
    shutil.rmtree(LIBRARY, ignore_errors=True)
    LIBRARY.mkdir(parents=True)
    return measured(number, str(LIBRARY))


def on_postgres(number: int) -> dict[str, Any]:
    """The pages of cataloguers too, on the same database."""
    with tempfile.TemporaryDirectory(prefix="mandrivna-bare-", dir=BUILD) as data, Cluster() as pg:
        found = measured(number, data, pg.url)
        return found | {"pages": json.loads(script("cataloguers", data, "--url", pg.url, folder=data, url=pg.url))}


def filled(library: str) -> dict[str, Any]:
    """Every record gets a copy, and the index is made anew."""
    found = json.loads(script("filling", library, folder=library))
    env = environment(library) | {"MANDRIVNA_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "mandrivna", "reindex", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return found | {"reindex": json.loads(done.stdout)}


def whole_on_sqlite(number: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="mandrivna-whole-", dir=BUILD) as data:
        return measured(number // FEWER, data, copies=True)


def whole_on_postgres(number: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="mandrivna-whole-", dir=BUILD) as data, Cluster() as pg:
        return measured(number // FEWER, data, pg.url, copies=True)


def stages(number: int) -> dict[str, Callable[[], Any]]:
    library = str(LIBRARY)
    return {
        "sqlite": lambda: on_sqlite(number),
        "library": lambda: filled(library),
        "readers": lambda: json.loads(script("readers", library, folder=library)),
        "cataloguers": lambda: json.loads(script("cataloguers", library, folder=library)),
        "search": lambda: json.loads(script("search", str(number), "--json")),
        "postgresql": lambda: on_postgres(number),
        "whole_sqlite": lambda: whole_on_sqlite(number),
        "whole_postgresql": lambda: whole_on_postgres(number),
        "formats": lambda: json.loads(script("formats", "--records", "10000", "--json")),
        "zebra": lambda: json.loads(script("zebra", str(file_of(number)), "--ours", folder=library)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.catalogue", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--anew", action="store_true", help="забути виміряне раніше / forget what was measured before")
    parser.add_argument("--only", nargs="*", default=[], help="лише ці частини / these stages only, measured again")
    chosen = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    kept = BUILD / f"bench-catalogue-{chosen.records}.json"
    found: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() and not chosen.anew else {}
    for name, stage in stages(chosen.records).items():
        if name in chosen.only or (name not in found and not chosen.only):
            load, began = os.getloadavg()[0], time.perf_counter()
            found[name] = stage() | {"load_before": round(load, 1), "took": round(time.perf_counter() - began)}
            kept.write_text(json.dumps(found, ensure_ascii=False, indent=1))
            print(name, json.dumps(found[name], ensure_ascii=False), flush=True)
    if set(found) >= set(stages(chosen.records)):
        PAGE.write_text(page(chosen.records, found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
