"""Pages of a cataloguer in a library of a million: `python -m scripts.bench.cataloguers FOLDER [--url URL]`, as JSON.

Inside one process, through all of the program but the socket; each page twenty times after a warm-up, with the number of its
database queries and the slowest of them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from typing import Any
from urllib.parse import quote

from scripts.bench.importing import environment

TIMES = 20
PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def measured() -> dict[str, dict[str, float]]:
    import django  # noqa: PLC0415 - slow import

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}
    from mandrivna.catalogue.models import Record  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Staff, Unit  # noqa: PLC0415 - app registry
    from tests.factories.staff import browser_of, person  # noqa: PLC0415 - app registry

    name = "cataloguer-of-the-bench"
    staff = Staff.objects.filter(username=name).first()
    browser = browser_of(staff or person(name, "director", Unit.objects.get(kind=Kind.INSTITUTION)))
    record = Record.objects.order_by("pk")[1_000]
    work, one = "/work/catalogue/", f"/work/catalogue/{record.pk}/"
    pages = {
        "список": work, "список, сторінка 300": f"{work}?page=300", "список за роком": f"{work}?sort=-year",
        "список за наявністю": f"{work}?sort=-here", "список однією мовою": f"{work}?language=rus",
        "список рідкісною мовою": f"{work}?language=crh", "список, слово": f"{work}?q={quote('історія')}",
        "запис": one, "правка": f"{one}edit/", "поля": f"{one}fields/", "новий запис": f"{work}add/",
    }  # fmt: skip
    return {label: timed(browser, path) for label, path in pages.items()}


def timed(browser: Any, path: str) -> dict[str, float]:
    from django.db import connection  # noqa: PLC0415 - app registry

    asked: list[float] = []

    def watch(execute: Any, *about: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*about)
        finally:
            asked.append(time.perf_counter() - began)

    answer = browser.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    with connection.execute_wrapper(watch):
        browser.get(path)
    taken = []
    for _turn in range(TIMES):
        began = time.perf_counter()
        browser.get(path)
        taken.append(time.perf_counter() - began)
    cuts = statistics.quantiles(taken, n=20)
    about = {"p50": statistics.median(taken) * 1000, "p95": cuts[18] * 1000, "slowest": max(asked, default=0) * 1000}
    return {name: round(value, 1) for name, value in about.items()} | {"queries": len(asked)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.cataloguers", description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--url", default="", help="PostgreSQL")
    chosen = parser.parse_args()
    os.environ |= environment(chosen.folder, chosen.url) | {"MANDRIVNA_LOG_LEVEL": "warning"}
    print(json.dumps(measured(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
