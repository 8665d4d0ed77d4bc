"""A region after years: 60 libraries, 10,000,000 facts. What do the table of indicators and a month of the diary cost?

`python -m scripts.bench.network [--engine sqlite|postgresql] [--facts N]` writes its part of docs/benchmarks.md. Rows are put in
raw and folded as the sealer folds them; this is not a way to import.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.throwaway_pg import Cluster

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES, PLACES, FIRST, YEARS = 60, 3, 2022, 5
MOST = 10_000_000
# How often each kind of act is met, and by which facets: a book is lent far more often than an event is held.
SHARES: dict[str, tuple[int, dict[str, tuple[str, ...]]]] = {
    "lending.issue": (34, {"mode": ("nonstationary",) * 9 + ("virtual",), "channel": ("desk",) * 6 + ("bot", "bot", "self"),
                           "age": ("", "0-14", "15-17", "18-35", "36-59", "60+"),
                           "audience": ("general", "general", "displaced", "pupil"),
                           "language": ("ukr",) * 9 + ("eng",), "material": ("book",) * 9 + ("brochure",)}),
    "lending.return": (30, {"mode": ("nonstationary",), "channel": ("desk",) * 4 + ("bot",)}),
    "lending.visit": (20, {"mode": ("nonstationary", "nonstationary", "distance"), "channel": ("desk", "desk", "bot"),
                           "age": ("", "0-14", "18-35", "60+"), "audience": ("general", "displaced", "pupil")}),
    "lending.renewal": (4, {"mode": ("nonstationary",), "channel": ("bot", "desk")}),
    "readers.enrolment": (2, {"mode": ("nonstationary",), "form": ("new", "again"), "age": ("0-14", "18-35", "36-59", "60+")}),
    "readers.served": (3, {"mode": ("nonstationary",), "channel": ("desk", "bot")}),
    "enquiries.reference": (3, {"mode": ("nonstationary", "distance"), "form": ("thematic", "address", "clarifying", "factual")}),
    "programme.attended": (2, {"mode": ("nonstationary", "distance"), "form": ("lecture", "training", "meeting", "game")}),
    "programme.event": (1, {"mode": ("nonstationary", "distance"), "form": ("lecture", "training", "meeting", "game")}),
    "fund.holding": (1, {"language": ("ukr", "ukr", "eng"), "material": ("book",)}),
}  # fmt: skip


def _rows(spots: list[tuple[int, str]], number: int, items: list[str]) -> Iterator[tuple[Any, ...]]:
    """`items`: rows of the plan of the last year; three events of four name one of them, as the programme writes it."""
    from mandrivna.ledger.api import FACETS  # noqa: PLC0415 - app registry

    chance = random.Random(1)  # noqa: S311 - a fixed sequence, not a secret
    kinds = [kind for kind, (share, _facets) in SHARES.items() for _time in range(share)]
    first, days, now, op = dt.date(FIRST, 1, 1), 365 * YEARS, dt.datetime(2026, 6, 1, tzinfo=dt.UTC), uuid.uuid4()
    for index in range(number):
        unit, path = chance.choice(spots)
        kind = chance.choice(kinds)
        told = {name: chance.choice(values) for name, values in SHARES[kind][1].items()}
        facets = [told.get(name, "") for name in FACETS]
        on = first + dt.timedelta(days=int(chance.random() * days))
        more = _more(index, items, on.year) if kind.startswith("programme.") else ""
        yield (f"bench.Act:{index:012d}", 1, kind, unit, path, on, 1, *facets, more, now, op, "", b"0123456789abcdef")


def _more(index: int, items: list[str], year: int) -> str:
    """Of an earlier year it is a row of that year's plan."""
    item = items[index % len(items)] if items else ""
    if year != FIRST + YEARS - 1:
        item = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{item}{year}"))
    told = [
        "direction:reading",
        *([f"item:{item}"] if item and index % 4 else []),
        *(["project:Мова без меж"] if index % 9 == 0 else []),
    ]
    return "; ".join(told)


def _region() -> tuple[Any, list[tuple[int, str]]]:
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actions.units import create_unit, found_root  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Mode  # noqa: PLC0415 - app registry

    at = dt.datetime(FIRST, 1, 1, 9, tzinfo=dt.UTC)
    root = found_root(Act(actor=SYSTEM, at=at), kind=Kind.REGION, name="Область для замірів", mode=Mode.TRAVELLING)
    spots = []
    for number in range(LIBRARIES):
        library = create_unit(Act(actor=SYSTEM, at=at), parent=root, kind=Kind.INSTITUTION, name=f"Бібліотека {number + 1}")
        for place in range(PLACES):
            hub = create_unit(Act(actor=SYSTEM, at=at), parent=library, kind=Kind.HUB, name=f"Простір {number + 1}.{place + 1}")
            spots.append((hub.pk, hub.path))
    return root, spots


def _plan(root: Any, year: int, rows: int = 500) -> Any:
    """A plan of the whole region, every row of it measured: two of three by an indicator, the third by events or by who came."""
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.planning.actions import plans  # noqa: PLC0415 - app registry
    from mandrivna.planning.board.rows import Tie, TieKind  # noqa: PLC0415 - app registry

    columns = [{"title": role, "role": role} for role in ("number", "title", "quantity", "term", "executors")]
    plan = plans.make_plan(Act(actor=SYSTEM), unit=root, year=year, kind="annual", about={"title": "План для замірів"})
    part = plans.add_part(Act(actor=SYSTEM), plan=plan, about={"number": "2.1", "title": "Послуги", "columns": columns})
    counted = ("references", "issues", "visits", "events", "event_people", "users_registered", "fund", "renewals")
    for at in range(rows):
        cells = [str(at + 1), f"Робота {at + 1}", f"{100 + at}", "протягом року", "ЦПЧ"]
        row = plans.add_row(Act(actor=SYSTEM), part=part, cells=cells, level=0)
        kind = (TieKind.EVENTS, TieKind.PEOPLE)[at % 2] if at % 3 == 0 else TieKind.INDICATOR
        indicator = counted[at % len(counted)] if kind == TieKind.INDICATOR else ""
        Tie.objects.create(item=row, kind=kind, indicator=indicator, planned=100 + at)
    return plan


def _signed(year: int) -> None:
    """The form of every library, as its director signs it in January."""
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from mandrivna.planning.actions import sign_form  # noqa: PLC0415 - app registry

    on = dt.date(year + 1, 1, 12)
    for library in Unit.objects.filter(kind=Kind.INSTITUTION):
        act = Act(actor=SYSTEM, at=dt.datetime.combine(on, dt.time(10), dt.UTC))
        sign_form(act, unit=library, form="nk6", year=year, post="Директор", signer="Для замірів", on=on)


def _whole_form(code: str, unit: Any, year: int) -> Any:
    from mandrivna.planning.forms import definitions, queries  # noqa: PLC0415 - app registry

    forms = definitions.load()
    return queries.view(queries.asked(forms, forms.forms[code], unit, year))


def measured(number: int) -> dict[str, Any]:
    import django  # noqa: PLC0415 - slow import

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - app registry
    from django.db import connection  # noqa: PLC0415 - app registry

    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from mandrivna.ledger.seal import close_stretch  # noqa: PLC0415 - app registry
    from mandrivna.planning.board.sheet import board  # noqa: PLC0415 - app registry
    from mandrivna.planning.diary.columns import load  # noqa: PLC0415 - app registry
    from mandrivna.planning.diary.sheet import month_of, parts_of  # noqa: PLC0415 - app registry
    from mandrivna.planning.queries import table  # noqa: PLC0415 - app registry
    from scripts.bench.million import median_ms, put  # noqa: PLC0415 - app registry

    call_command("migrate", verbosity=0)
    root, spots = _region()
    last = FIRST + YEARS - 1
    plan = _plan(root, last)
    loaded = put(_rows(spots, number, [str(key) for key in plan.items.values_list("pk", flat=True)]))
    plain = median_ms(lambda: table(root, last), 1)
    began = time.perf_counter()
    close_stretch()
    folded = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    library = Unit.objects.filter(kind=Kind.INSTITUTION).order_by("path")[0]
    _signed(last - 1)
    return {
        "engine": connection.vendor, "facts": number, "loaded": loaded, "folded": folded, "plain": plain,
        "table": median_ms(lambda: table(root, last), 5),
        "until": median_ms(lambda: table(root, last, "m7"), 5),
        "library": median_ms(lambda: table(library, last), 5),
        "board": median_ms(lambda: board(plan, today=dt.date(last, 9, 30)), 5),
        "form": median_ms(lambda: _whole_form("nk6", library, last), 3),
        "region_form": median_ms(lambda: _whole_form("nk6", root, last), 3),
        "summary": median_ms(lambda: _whole_form("nk6_summary", root, last - 1), 3),
        "diary": median_ms(lambda: parts_of(month_of(root, last, 6), load()), 3),
    }  # fmt: skip


ROWS = (
    ("plain", "таблиця показників області просто з фактів, мс", ""),
    ("table", "таблиця показників області за рік, мс", "300 / 900"),
    ("until", "та сама за сім місяців, мс", "300 / 900"),
    ("library", "таблиця показників однієї бібліотеки, мс", ""),
    ("board", "дошка «план і виконання» області, 500 рядків, мс", "300 / 900"),
    ("form", "уся форма 6-НК однієї бібліотеки, мс", "2 000 / 6 000"),
    ("region_form", "та сама, порахована для всієї області, мс", "2 000 / 6 000"),
    ("summary", "зведена 6-НК із шістдесяти підписаних, мс", "5 000"),
    ("diary", "місяць щоденника всієї області, чотири частини, мс", ""),
    ("folded", "скласти підсумки всіх років уперше, с", ""),
    ("loaded", "записано просто в таблицю, с", ""),
)  # fmt: skip
HEADING = "\n## Область після років роботи"


def _page(found: dict[str, dict[str, Any]]) -> str:
    number = f"{next(iter(found.values()))['facts']:,}".replace(",", " ")
    lines = [
        f"{HEADING}\n",
        f"{LIBRARIES} бібліотек, {number} фактів за {YEARS} років (`python -m scripts.bench.network`).", "Підсумки місяців",
        "складаються з запечатаних фактів (`ledger.sums`), решта читається з самих фактів.\n",
        "| | PostgreSQL | SQLite | ціль: PostgreSQL / SQLite |", "|---|---|---|---|",
    ]  # fmt: skip
    for code, label, target in ROWS:
        cells = [f"{found[engine][code]:.1f}" if engine in found else "—" for engine in ("postgresql", "sqlite")]
        lines.append(f"| {label} | {' | '.join(cells)} | {target} |")
    return "\n".join(lines) + "\n"


def _write(text: str) -> None:
    path = ROOT / "docs" / "benchmarks.md"
    before, heading, rest = path.read_text(encoding="utf-8").partition(HEADING)
    after = rest[rest.index("\n## ") :] if heading and "\n## " in rest else ""
    path.write_text(before.rstrip("\n") + "\n" + text + after, encoding="utf-8")


def _run(number: int, *, url: str = "") -> dict[str, Any]:
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mandrivna-bench-", dir=ROOT / "build") as data:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MANDRIVNA_", "DATABASE_URL"))}
        environment |= {"MANDRIVNA_DATA": data, **({"DATABASE_URL": url} if url else {})}
        command = [sys.executable, "-m", "scripts.bench.network", "--inside", "--facts", str(number)]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.network")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"))
    parser.add_argument("--facts", type=int, default=MOST)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        print(json.dumps(measured(chosen.facts)))
        return 0
    found = {}
    if chosen.engine in (None, "postgresql"):
        with Cluster(fast=True) as pg:
            found["postgresql"] = _run(chosen.facts, url=pg.url)
    if chosen.engine in (None, "sqlite"):
        found["sqlite"] = _run(chosen.facts)
    text = _page(found)
    print(text)
    if chosen.engine is None and chosen.facts == MOST:
        _write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
