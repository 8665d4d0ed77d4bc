"""From what was measured to docs/benchmarks.md. No host names and no paths of the machine."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
TARGETS = {("sqlite", "1"): 300, ("postgresql", "1"): 150, ("postgresql", "4"): 350}

HEAD = """# Заміри швидкодії · Benchmarks

Цю сторінку пише `make bench`; числа повторюються тією самою командою. / This page is written by `make bench`
(`python -m scripts.bench`; `--engine sqlite --facts 0` for one part of it). The machine may be shared: read the ratio
to the bare loan, which is measured in the same run, in turns, rather than the absolute numbers.

"""

LOANS = """## Loans: durable, everything included

One loan is one call of the verb `lending.issue`: permission, problems, the event, the loan, the copy, visits and served
users counted once, sealed facts, the operation with its encrypted body, the audit entry and the outbox, in one
transaction that is on the disk when the answer comes (SQLite: WAL, `synchronous=FULL`; PostgreSQL: `fsync` and
`synchronous_commit` on). Fresh loans of different copies to different readers, then their returns. «Bare» is what a
program would do at least: find the copy, see that no loan is open, insert the loan and two rows of statistics by the ORM.

| engine | clients | act | per second | p50 ms | p99 ms | of the bare loan | target |
|---|---|---|---|---|---|---|---|
"""

FACTS = """
## A ledger of {number:,} facts

Three years, six hubs, seven kinds; one number is `ledger.api.total` of one kind over a year. Targets for 10 million: one number
≤ 150 ms on PostgreSQL and ≤ 600 ms on SQLite, a whole form ≤ 2 s and ≤ 6 s; a tenth of them at one million.

| | {names} | tenth of the target: SQLite / PostgreSQL |
|---|{lines}|---|
"""

ROWS = (
    ("one number, network and year, ms", "indicator", "60 / 15"),
    ("one number, one shelf and year, ms", "indicator_hub", ""),
    ("seven kinds, network and year, ms", "by_kind", ""),
    ("whole form (kinds × months × ages), ms", "form", "600 / 200"),
    ("balance from the beginning, ms", "balance", ""),
    ("one more act settled and committed, ms", "settle", ""),
    ("answered by the index alone", "covered", "yes / yes"),
    ("loaded raw, s", "load_s", ""),
)


PAGES = """
## Pages of the demonstration

One client over HTTP on the loopback, embedded SQLite, the server as `make run` starts it; KB is HTML + CSS + JS compressed, without
fonts (58 KB, once). Targets: p50 ≤ 30 ms, p95 ≤ 60 ms, ≤ 45 KB.

| page | p50 ms | p95 ms | KB |
|---|---|---|---|
"""

JUDGED = """
Lighthouse (mobile, the median of three runs; target ≥ 95):

| page | performance | accessibility | best practices | SEO |
|---|---|---|---|---|
"""


def page(found: list[dict[str, Any]], pages: dict[str, Any] | None = None) -> str:
    parts = [HEAD, _machine(found)]
    if found[0]["loans"]:
        parts += [LOANS, *[line for engine in found for line in _loans(engine)]]
    if found[0]["facts"]:
        names = [NAMES[engine["engine"]] for engine in found]
        parts.append(FACTS.format(number=found[0]["facts"]["facts"], names=" | ".join(names), lines="|".join(["---"] * len(names))))
        parts += [_row(label, [engine["facts"][key] for engine in found], target) for label, key, target in ROWS]
    if pages:
        parts += [
            PAGES,
            *(f"| {label} | {one['p50']:.1f} | {one['p95']:.1f} | {one['kb']:.1f} |\n" for label, one in pages["pages"].items()),
        ]
    if pages and pages["marks"]:
        parts += [JUDGED, *(_marks(label, marks) for label, marks in pages["marks"].items())]
    return "".join(parts)


def _marks(label: str, marks: dict[str, int]) -> str:
    cells = [str(marks.get(name, "")) for name in ("performance", "accessibility", "best-practices", "seo")]
    return f"| {label} | {' | '.join(cells)} |\n"


def _row(label: str, values: list[Any], target: str) -> str:
    return f"| {label} | {' | '.join(_plain(value) for value in values)} | {target} |\n"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.1f}"


def _loans(engine: dict[str, Any]) -> list[str]:
    lines = []
    for clients, acts in engine["loans"].items():
        for act in ("issue", "return", "bare"):
            now, target = acts[act], TARGETS.get((engine["engine"], clients)) if act == "issue" else None
            share = f"{now['rate'] / acts['bare']['rate']:.2f}" if act != "bare" else "1"
            wished = f"≥ {target}" if target else ""
            figures = (f"{now['rate']:.0f}", f"{now['p50']:.1f}", f"{now['p99']:.1f}")
            cells = (NAMES[engine["engine"]], clients, act, *figures, share, wished)
            lines.append(f"| {' | '.join(cells)} |\n")
    return lines


def _machine(found: list[dict[str, Any]]) -> str:
    engines = ", ".join(f"{NAMES[engine['engine']]} {engine['version']}" for engine in found)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    load = os.getloadavg()[0]
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, commit {commit or '—'}; {os.cpu_count()} cores, {_cpu()}, {_memory()} GiB; "
        f"{engines}; Python {platform.python_version()}, Django {version('Django')}; load average at the end {load:.1f}.\n\n"
    )


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
