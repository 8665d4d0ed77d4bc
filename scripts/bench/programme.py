"""The year of events as a page: `python -m scripts.bench.programme [--url URL]` makes 2,000 events to which 60,000 people came, by
the verbs, in a library of its own, and tells how long the page of the year, its file and the list take inside one process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.bench.importing import environment

ROOT = Path(__file__).resolve().parents[2]
EVENTS, PEOPLE, HUBS, YEAR = 2_000, 60_000, 12, 2025
TOWNS = ("Суми", "Полтава", "Дніпро", "Черкаси", "Рівне", "Львів")
FORMS = ("lecture", "meeting", "author_meeting", "reading", "training", "course", "exhibition", "master_class", "webinar", "game")
DIRECTIONS = ("reading", "local", "memory", "inclusion", "media", "digital", "language", "")
AUDIENCES = ("general", "children", "pupil", "youth", "adults", "seniors", "displaced", "communities")
PROJECTS = ("", "", "Мова без меж", "Голоси сходу", "Цифрова полиця")
GROUPS = 4
"""Lines of one counting: 2,000 events have 8,000 groups of people."""


def filled() -> None:
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actions.units import create_unit, found_root  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Mode  # noqa: PLC0415 - app registry
    from mandrivna.programme.actions.counting import count_event  # noqa: PLC0415 - app registry
    from mandrivna.programme.actions.events import add_event  # noqa: PLC0415 - app registry
    from mandrivna.programme.states import WAYS  # noqa: PLC0415 - app registry

    def act(day: dt.date) -> Act:
        return Act(actor=SYSTEM, at=dt.datetime.combine(day, dt.time(15), dt.UTC))

    first, dice = dt.date(YEAR, 1, 1), random.Random(YEAR)  # noqa: S311 - a measure
    root = found_root(act(first), kind=Kind.INSTITUTION, name="Бібліотека для замірів", mode=Mode.TRAVELLING)
    hubs = [
        create_unit(
            act(first), parent=root, kind=Kind.HUB, name=f"Хаб {number + 1}",
            about={"actual_address": f"м. {TOWNS[number % len(TOWNS)]}, вул. Вигадана, {number + 1}"},
        )
        for number in range(HUBS)
    ]  # fmt: skip
    for number in range(EVENTS):
        on = first + dt.timedelta(days=number * 364 // EVENTS)
        audiences, format_ = dice.sample(AUDIENCES, 2), dice.choice(("place", "place", "hybrid", "online"))
        about = {
            "title": f"Подія {number + 1}", "form": dice.choice(FORMS), "direction": dice.choice(DIRECTIONS), "format": format_,
            "audiences": audiences, "project": dice.choice(PROJECTS), "starts": f"{9 + number % 10:02d}:00",
        }  # fmt: skip
        hub = hubs[number % HUBS]
        event = add_event(act(on), unit=hub, place=hub, on=on, about=about)
        share = PEOPLE // EVENTS
        counts = [
            {"way": str(WAYS[format_][at % len(WAYS[format_])]), "audience": audiences[at % 2], "age": ("18-35", "36-59")[at // 2],
             "number": share // GROUPS + (at < share % GROUPS)}
            for at in range(GROUPS)
        ]  # fmt: skip
        count_event(act(on), event=event, counts=counts)


def measured() -> dict[str, Any]:
    import django  # noqa: PLC0415 - slow import

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - app registry

    from mandrivna.programme.models import Event  # noqa: PLC0415 - app registry
    from mandrivna.programme.year import towns, year_of  # noqa: PLC0415 - app registry
    from mandrivna.shared.collector import settle  # noqa: PLC0415 - app registry
    from scripts.bench.cataloguers import timed  # noqa: PLC0415 - one way of timing a page
    from scripts.bench.daily import director  # noqa: PLC0415 - one way of signing in

    call_command("migrate", verbosity=0)
    filled()
    settle()  # as a web process does before its first page
    browser = director()
    seen = year_of(Event.objects.all(), YEAR, towns()).total
    addresses = {
        "рік": f"/work/programme/year/{YEAR}/",
        "рік, люди": f"/work/programme/year/{YEAR}/?what=people",
        "рік, таблицею": f"/work/programme/year/{YEAR}/?export=xlsx",
        "список за аудиторією": f"/work/programme/list/?year={YEAR}&audience=pupil&counted_as=events",
        "місяць": f"/work/programme/?month={YEAR}-05",
    }
    pages = {label: timed(browser, path) for label, path in addresses.items()}
    return {"events": seen.held, "people": seen.people, "rows": Event.objects.count(), "pages": pages}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.programme", description=__doc__)
    parser.add_argument("--url", default="", help="PostgreSQL")
    chosen = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mandrivna-bench-", dir=ROOT / "build") as folder:
        os.environ |= environment(folder, chosen.url) | {"MANDRIVNA_LOG_LEVEL": "warning"}
        print(json.dumps(measured(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
