from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.bench.pages import measure as measured_pages
from scripts.bench.report import page
from scripts.throwaway_pg import Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
ELSEWHERE = "\n## Після років роботи"


def measured(loans: int, facts: int, *, url: str = "") -> dict[str, Any]:
    """One engine on a database of its own; on disk, because a durable commit in memory measures nothing."""
    with tempfile.TemporaryDirectory(prefix="mandrivna-bench-", dir=ROOT / "build") as data:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MANDRIVNA_", "DATABASE_URL"))}
        environment["MANDRIVNA_DATA"] = data
        if url:
            environment["DATABASE_URL"] = url
        command = [sys.executable, "-m", "scripts.bench.engine", str(loans), str(facts)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def measured_elsewhere() -> str:
    """Written by other commands at the end of the page; this one leaves it as it stands."""
    _ours, heading, rest = PAGE.read_text(encoding="utf-8").partition(ELSEWHERE) if PAGE.exists() else ("", "", "")
    return heading + rest


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description="Заміри обох баз даних / Both engines measured")
    parser.add_argument(
        "--engine", choices=("sqlite", "postgresql"), help="лише одна база, без запису сторінки / one engine, nothing written"
    )
    parser.add_argument("--loans", type=int, default=1000, help="видач на замір / loans a measurement (0: skip)")
    parser.add_argument("--facts", type=int, default=1_000_000, help="фактів у журналі / facts in the ledger (0: skip)")
    chosen = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    pages = measured_pages() if chosen.engine is None else None
    found = []
    if chosen.engine in (None, "sqlite"):
        found.append(measured(chosen.loans, chosen.facts))
    if chosen.engine in (None, "postgresql"):
        with Cluster() as pg:
            found.append(measured(chosen.loans, chosen.facts, url=pg.url))
    text = page(found, pages)
    print(text)
    if chosen.engine is None and chosen.loans and chosen.facts:
        PAGE.write_text(text + measured_elsewhere(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
