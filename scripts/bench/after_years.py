"""A library after years, filled and measured: `python -m scripts.bench.after_years [--engine sqlite|postgresql] [--only STAGE…]`.

The stages are `scripts.bench.years`, `daily`, `chats` and `chats --burst`, each in a process of its own; what they said is kept in
build/ by engine and stage, so a run that was broken off goes on. The library of SQLite stays in build/, that of PostgreSQL lives in
a cluster thrown away at the end. Before each stage pymarc reads a file: how fast the machine is in that quarter of an hour.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import Any

from scripts.bench.formats import with_pymarc
from scripts.bench.importing import BUILD, ROOT, environment, file_of
from scripts.throwaway_pg import Cluster

PAGE = ROOT / "docs" / "benchmarks.md"
BEGINS, ENDS = "\n## Після років роботи", "\n## Дописано рукою"
KEPT = BUILD / "after-years.json"
YARD, BURST = 100_000, 60_000
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
TARGETS = {("SQLite", "1", "issue"): "≥ 300", ("PostgreSQL", "4", "issue"): "≥ 350"}
STAGES = ("years", "daily", "chats", "burst")

HEAD = """
## Після років роботи

`python -m scripts.bench.after_years`, {day}: 100 000 читачів, 300 000 примірників на 300 полицях, два мільйони минулих видач;
2 ядра. «pymarc»: скільки записів за секунду читав він перед самим виміром; машина, з якої цілі (`speed.md`), читає 16 100.

100,000 readers, 300,000 copies on 300 shelves, two million past loans. «pymarc» is what it read a second just before.
"""


def yardstick() -> int:
    path = file_of(YARD)
    began = time.perf_counter()
    with_pymarc(path)
    return round(YARD / (time.perf_counter() - began))


def said(name: str, *arguments: str) -> dict[str, Any]:
    """The last thing a bench prints is its figures."""
    env = environment(str(BUILD / "nothing"), "") | {"MANDRIVNA_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", f"scripts.bench.{name}", *arguments]
    printed = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    found: dict[str, Any] = json.loads(printed[printed.index("{") :])
    return found


def stage(name: str, folder: str, url: str, part: float) -> dict[str, Any]:
    where = [folder, *(["--url", url] if url else [])]
    match name:
        case "years":
            return said("years", *where, "--part", str(part))
        case "burst":
            return said("chats", *where, "--burst", str(round(BURST * part)))
        case _:
            return said(name, *where)


def measured(engine: str, kept: dict[str, Any], names: list[str], *, folder: str, part: float) -> None:
    """A throw-away cluster forgets its library, so there the filling is done for whatever is measured."""
    with ExitStack() as stack:
        url = stack.enter_context(Cluster()).url if engine == "postgresql" else ""
        for name in [*(["years"] if url and "years" not in names else []), *names]:
            before, load = yardstick(), os.getloadavg()[0]
            found = stage(name, folder, url, part)
            kept.setdefault(engine, {})[name] = found | {"pymarc": before, "load_before": round(load, 1), "part": part}
            KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
            print(engine, name, json.dumps(kept[engine][name], ensure_ascii=False), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.after_years", description=__doc__)
    parser.add_argument("--engine", choices=tuple(ENGINES), help="лише одна база / one engine")
    parser.add_argument("--only", nargs="*", default=[], choices=STAGES, help="лише ці частини, наново / these stages only, again")
    parser.add_argument("--library", default="", help="вже заповнена бібліотека на SQLite / one that is filled already")
    parser.add_argument("--part", type=float, default=1.0, help="частина від усього / a part of the whole")
    chosen = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for engine in [chosen.engine] if chosen.engine else ENGINES:
        known = kept.get(engine, {})
        names = chosen.only or [name for name in STAGES if name not in known and not (name == "years" and chosen.library)]
        folder = chosen.library if chosen.library and engine == "sqlite" else str(BUILD / f"after-years-{engine}")
        if names:
            measured(engine, kept, names, folder=folder, part=chosen.part)
    write(kept)
    return 0


# --- the page ---------------------------------------------------------------------------------------------------------


def write(kept: dict[str, Any]) -> None:
    """Its own part of the page; what a person wrote after it stays."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.partition(BEGINS)[0], text.partition(ENDS)
    PAGE.write_text(before + page(kept) + "".join(rest[1:]), encoding="utf-8")


def page(kept: dict[str, Any]) -> str:
    parts = [
        HEAD.format(day=f"{dt.datetime.now().astimezone():%d.%m.%Y}"),
        _desk(kept),
        _verbs(kept),
        _pages(kept),
        _chats(kept),
        _burst(kept),
    ]
    return "\n".join(part for part in parts if part)


def _of(kept: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    return [(label, kept[engine][name]) for engine, label in ENGINES.items() if name in kept.get(engine, {})]


def table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = [head, tuple("---" for _one in head), *rows]
    return "".join("| " + " | ".join(str(one) for one in line) + " |\n" for line in lines) if rows else ""


def _desk(kept: dict[str, Any]) -> str:
    found = _of(kept, "daily")
    rows = []
    for label, one in found:
        own = one["desk"]
        rows.append((label, one["pymarc"], own["acts"], own["errors"], own["p50"], f"**{own['p95']}**", own["p99"]))
    head = ("видача через HTTP, десять дій за секунду", "pymarc", "дій", "помилок", "p50, мс", "p95, мс (ціль 100)", "p99, мс")
    return table(head, rows)


def _verbs(kept: dict[str, Any]) -> str:
    rows = []
    for label, one in _of(kept, "daily"):
        for clients, acts in one["verbs"].items():
            bare = acts["bare"]["rate"]
            for act in ("issue", "return"):
                own = acts[act]
                figures = (round(own["rate"]), round(own["p50"], 1), round(own["p99"], 1), round(own["rate"] / bare, 2))
                rows.append((label, clients, act, *figures, TARGETS.get((label, clients, act), "")))
    return table(("дієслово", "клієнтів", "дія", "за секунду", "p50, мс", "p99, мс", "від голої видачі", "ціль"), rows)


def _pages(kept: dict[str, Any]) -> str:
    found = _of(kept, "daily")
    names = list(found[0][1]["pages"]) if found else []
    rows = []
    for name in names:
        own = [(one["pages"][name]["p50"], one["pages"][name]["p95"]) for _label, one in found]
        rows.append((name, found[0][1]["pages"][name]["queries"], *(f"{p50} / {p95}" for p50, p95 in own)))
    return table(("сторінка (ціль читача й полиці 50)", "запитів", *(f"{label}, p50 / p95, мс" for label, _one in found)), rows)


def _chats(kept: dict[str, Any]) -> str:
    rows = []
    for label, one in _of(kept, "chats"):
        each = ", ".join(f"{act} {value}" for act, value in one["p95 of each"].items())
        rows.append((label, one["pymarc"], one["updates"], one["unanswered"], one["p50"], f"**{one['p95']}**", one["p99"], each))
    head = (
        "бот, тридцять оновлень за секунду",
        "pymarc",
        "оновлень",
        "без відповіді",
        "p50, мс",
        "p95, мс (ціль 200)",
        "p99, мс",
        "p95 кожного",
    )
    return table(head, rows)


def _burst(kept: dict[str, Any]) -> str:
    rows = []
    for label, one in _of(kept, "burst"):
        lost = "ні" if one["all answered"] and one["settled"] == one["updates"] and one["acts"] == one["words kept"] else "ТАК"
        rows.append((
            label, one["pymarc"], one["updates"], one["drained a second"], one["settled"], one["acts"], lost,
            one["desk alone"].get("p99"), f"**{one['desk meanwhile'].get('p99')}**",
        ))  # fmt: skip
    head = (
        "спалах", "pymarc", "оновлень", "за секунду", "прийнято", "дій", "втрачено чи подвоєно", "видача сама, p99, мс",
        "тим часом, p99, мс (ціль 1000)",
    )  # fmt: skip
    return table(head, rows)


if __name__ == "__main__":
    sys.exit(main())
