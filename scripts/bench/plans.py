"""A plan at work: `python -m scripts.bench.plans [--url URL]` opens a plan of 500 rows, writes its cells, prints it on over sixty
pages and reads last year's file, all inside one process and through the pages that people use; it prints a table.

The rows are those of a real plan (`tests/fixtures/plans`), over and over; «all 500 in one section» is the worst there is.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.bench.importing import environment

ROOT = Path(__file__).resolve().parents[2]
ROWS, TIMES, PRINTS = 500, 40, 3
CELLS = ("Огляд нових видань", "Виставка до дня бібліотек", "Цикл зустрічей із письменниками")
TARGETS = {
    "open": ("відкрити план", 150), "open_part": ("відкрити розділ плану, 80 рядків", 150),
    "open_long": ("відкрити розділ, у якому всі 500", 150),
    "cell": ("записати клітинку", 80), "cell_long": ("записати клітинку там, де всі 500", 80),
    "term": ("записати строк там, де всі 500", 80),
    "pdf": ("надрукувати PDF", 5_000), "docx": ("надрукувати DOCX", 5_000), "xlsx": ("надрукувати XLSX", 5_000),
    "read": ("прочитати DOCX торішнього плану", None), "saved": ("зберегти прочитане планом", None),
}  # fmt: skip


def _grown(unit: Any) -> Any:
    """The plan for 2025 with its rows over and over, each section its own."""
    from mandrivna.planning.actions.plan_changes import understand  # noqa: PLC0415 - app registry
    from mandrivna.planning.models import PlanItem  # noqa: PLC0415 - app registry
    from tests.planning.written_plans import written  # noqa: PLC0415 - app registry

    plan = written("d0", unit)
    parts: dict[Any, Any] = {part.pk: part for part in plan.sections.all()}
    first = list(plan.items.order_by("position", "pk"))
    more = [first[at % len(first)] for at in range(ROWS - len(first))]
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, part=parts[row.part_id], section=row.section, number=row.number, level=row.level, cells=row.cells,
                 position=100 + at)
        for at, row in enumerate(more)
    )  # fmt: skip
    for part in parts.values():
        understand(part)
    return plan


def _long(unit: Any, plan: Any) -> Any:
    """A programme with all rows in one section."""
    from mandrivna.planning.actions.plan_changes import understand  # noqa: PLC0415 - app registry
    from mandrivna.planning.models import Plan, PlanItem, Section  # noqa: PLC0415 - app registry

    source = plan.sections.get(number="3.1")
    rows = list(source.items.order_by("position", "pk"))
    made = Plan.objects.create(unit=unit, year=plan.year, kind="programme", title="Програма для замірів")
    part = Section.objects.create(plan=made, number="1", title="Заходи", columns=source.columns)
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=made, part=part, section="1", number=str(at + 1), cells=[str(at + 1), *rows[at % len(rows)].cells[1:]], position=at
        )
        for at in range(ROWS)
    )
    understand(part)
    return part


def _taken(what: Callable[[int], object], times: int) -> dict[str, float]:
    """Once before the clock is started: what a process learns once is not of every time."""
    what(0)
    found = []
    for at in range(1, times + 1):
        began = time.perf_counter()
        what(at)
        found.append((time.perf_counter() - began) * 1000)
    return {"p50": statistics.median(found), "p95": statistics.quantiles(found, n=20, method="inclusive")[18]}


def _opened(browser: Any, path: str) -> dict[str, float]:
    def look(_at: int) -> None:
        if (answer := browser.get(path)).status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")

    return _taken(look, TIMES)


def _written(browser: Any, part: Any, column: int, texts: tuple[str, ...]) -> dict[str, float]:
    """Each time another text into another row, in the middle of the table, as the script of the page sends it."""
    from mandrivna.planning.models import PlanItem  # noqa: PLC0415 - app registry

    rows = list(part.items.order_by("position", "pk"))

    def write(at: int) -> None:
        row = PlanItem.objects.get(pk=rows[(at * 7 + len(rows) // 2) % len(rows)].pk)
        said = {
            "uid": str(uuid.uuid4()),
            "column": column,
            "text": f"{texts[at % len(texts)]}",
            "version": row.version,
            "was": row.cells[column],
        }
        answer = browser.post(f"/work/plans/rows/{row.pk}/cell/", said)
        if answer.status_code != 200:
            raise SystemExit(f"cell: {answer.status_code} {answer.content.decode()[:400]}")

    return _taken(write, TIMES)


def _printed(browser: Any, plan: Any, kind: str) -> tuple[dict[str, float], int]:
    import pypdf  # noqa: PLC0415 - slow import

    last = b""

    def write(_at: int) -> None:
        nonlocal last
        if (answer := browser.get(f"/work/plans/{plan.pk}/as/{kind}/")).status_code != 200:
            raise SystemExit(f"{kind}: {answer.status_code}")
        last = answer.content

    found = _taken(write, PRINTS)
    return found, len(pypdf.PdfReader(io.BytesIO(last)).pages) if kind == "pdf" else 0


def _imported(unit: Any) -> dict[str, dict[str, float]]:
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.planning.actions import plans  # noqa: PLC0415 - app registry
    from mandrivna.planning.plan_arriving import stage  # noqa: PLC0415 - app registry
    from mandrivna.planning.reading.read import read  # noqa: PLC0415 - app registry
    from mandrivna.shared.ids import new_uid  # noqa: PLC0415 - app registry
    from tests.planning.reading.papers import as_docx  # noqa: PLC0415 - slow import
    from tests.planning.written_plans import expected  # noqa: PLC0415 - app registry

    data = as_docx(expected("d0"), merged=True, torn=True)

    def save(at: int) -> None:
        reading = stage(new_uid(), read_once, unit=unit, by=None)
        plans.save_reading(Act(actor=SYSTEM), reading=reading, year=2030 + at, kind="annual", title="План")

    read_once = read(data, "план.docx")
    return {"read": _taken(lambda _at: read(data, "план.docx"), PRINTS), "saved": _taken(save, PRINTS)}


def measured() -> tuple[dict[str, dict[str, float]], int]:
    import django  # noqa: PLC0415 - slow import

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - app registry
    from django.db import connection  # noqa: PLC0415 - app registry

    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actions.units import found_root  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from scripts.bench.daily import director  # noqa: PLC0415 - one way of signing in

    call_command("migrate", verbosity=0)
    unit = found_root(Act(actor=SYSTEM), kind="institution", name="Бібліотека для замірів")
    browser, plan = director(), _grown(unit)
    long = _long(unit, plan)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {
        "open": _opened(browser, f"/work/plans/{plan.pk}/"),
        "open_part": _opened(browser, f"/work/plans/parts/{plan.sections.get(number='3.1').pk}/"),
        "open_long": _opened(browser, f"/work/plans/parts/{long.pk}/"),
        "cell": _written(browser, plan.sections.get(number="3.1"), 1, CELLS),
        "cell_long": _written(browser, long, 1, CELLS),
        "term": _written(browser, long, 4, ("щомісяця", "1 квартал", "вересень")),
    }
    for kind in ("docx", "xlsx", "pdf"):
        found[kind], pages = _printed(browser, plan, kind)
    return found | _imported(unit), pages


def table(found: dict[str, dict[str, float]], pages: int) -> str:
    lines = [f"План на {ROWS} рядків, {pages} сторінок, мс.\n", "| | p50 | p95 | ціль |", "|---|---|---|---|"]
    for code, (label, target) in TARGETS.items():
        told = found[code]
        lines.append(f"| {label} | {told['p50']:.1f} | {told['p95']:.1f} | {f'≤ {target}' if target else ''} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.plans", description=__doc__)
    parser.add_argument("--url", default="", help="PostgreSQL")
    chosen = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mandrivna-bench-", dir=ROOT / "build") as folder:
        os.environ |= environment(folder, chosen.url) | {"MANDRIVNA_LOG_LEVEL": "error"}
        print(table(*measured()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
