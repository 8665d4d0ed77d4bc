"""A library after years of lending, put in by bundles: `python -m scripts.bench.years FOLDER [--url URL]`.

Readers, copies on many small shelves, and every past loan with its events and facts, as the verbs would have left them: the link to
the reader is gone from what was returned long ago. Titles come by an import. Measuring comes after, in `scripts.bench.daily`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.bench.importing import environment, file_of, said

ROOT = Path(__file__).resolve().parents[2]
SEED, BUNDLE = 20261127, 5_000
READERS, COPIES, LOANS, TITLES = 100_000, 300_000, 2_000_000, 100_000
HUBS, SHELVES_OF_A_HUB, OPEN_EACH = 50, 6, 30
"""Three hundred shelves of a thousand books; every thirtieth copy is with somebody."""
FIRST, DAYS_BETWEEN, DAYS_AWAY = dt.date(2021, 1, 4), 280, 17
SPREAD = 200
"""Loans of one copy begin so many days apart at most; the first of each copy is somewhere in the first of these."""
PREPARE = (
    "import django; django.setup()\nfrom django.core.management import call_command\ncall_command('migrate', verbosity=0)\nprint(1)"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.years", description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--url", default="", help="PostgreSQL")
    parser.add_argument("--part", type=float, default=1.0, help="частина від усього / a part of the whole")
    chosen = parser.parse_args()
    env = environment(chosen.folder, chosen.url) | {"MANDRIVNA_LOG_LEVEL": "warning"}
    began = time.perf_counter()
    said(PREPARE, env)
    titles = file_of(max(100, round(TITLES * chosen.part)))
    place = [sys.executable, "-c", "from scripts.bench.years import founded; founded()"]
    subprocess.run(place, cwd=ROOT, env=env, check=True)
    command = [sys.executable, "-m", "mandrivna", "import-records", str(titles), "--source", "bench", "--no-headings"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.environ |= env
    import django  # noqa: PLC0415 - slow import

    django.setup()
    made = filled(chosen.part)
    print(json.dumps(made | {"seconds": round(time.perf_counter() - began)}))
    return 0


def founded() -> None:
    """Institution, hubs and shelves, by the verbs."""
    import django  # noqa: PLC0415 - slow import

    django.setup()
    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actions.units import create_unit, found_root  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Mode  # noqa: PLC0415 - app registry
    from scripts.bench.ground import START  # noqa: PLC0415 - app registry

    at = START.replace(year=FIRST.year - 1)
    root = found_root(Act(actor=SYSTEM, at=at), kind=Kind.INSTITUTION, name="Бібліотека для замірів", mode=Mode.TRAVELLING)
    for hub in range(1, HUBS + 1):
        of = create_unit(Act(actor=SYSTEM, at=at), parent=root, kind=Kind.HUB, name=f"Хаб {hub}")
        for shelf in range(1, SHELVES_OF_A_HUB + 1):
            create_unit(Act(actor=SYSTEM, at=at), parent=of, kind=Kind.SHELF, name=f"Полиця {hub}.{shelf}")


def filled(part: float) -> dict[str, int]:
    from django.db import transaction  # noqa: PLC0415 - app registry
    from django.db.models import F  # noqa: PLC0415 - app registry

    from mandrivna.catalogue import rows  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.models import Record  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from mandrivna.core.outbox.upkeep import look_again  # noqa: PLC0415 - app registry
    from mandrivna.fund.models import Copy, NumberSeries, State  # noqa: PLC0415 - app registry
    from mandrivna.ledger.models import Fact  # noqa: PLC0415 - the bench fills it raw, as `million` does
    from mandrivna.lending.models import Event, Loan  # noqa: PLC0415 - app registry
    from mandrivna.readers.models import Card, Enrolment, Reader  # noqa: PLC0415 - app registry

    root = Unit.objects.get(kind=Kind.INSTITUTION)
    shelves = list(Unit.objects.filter(kind=Kind.SHELF).order_by("pk").values_list("pk", "path"))
    work = _Work(part, root.pk, shelves)

    def put(model: Any, made: Iterator[dict[str, Any]]) -> int:
        number = 0
        for bundle in rows.bundles(made, BUNDLE):
            with transaction.atomic():
                rows.put(model, bundle)
            number += len(bundle)
        return number

    found = {
        "readers": put(Reader, work.readers()),
        "cards": put(Card, work.cards()),
        "enrolments": put(Enrolment, work.enrolments()),
    }
    found["copies"] = put(Copy, work.copies(list(Record.objects.order_by("pk").values_list("pk", flat=True)), State))
    NumberSeries.objects.update_or_create(owner=root, defaults={"next": work.number_of_copies + 1})
    found["loans"] = put(Loan, work.loans())
    found["events"] = put(Event, work.events())
    found["facts"] = put(Fact, work.facts())
    with transaction.atomic():
        Record.objects.update(copies=work.each, available=F("copies"))
    look_again()
    return found


class _Work:
    """Everything follows from numbers, so each table can be written by itself and they still agree."""

    def __init__(self, part: float, root: int, shelves: list[tuple[int, str]]) -> None:
        self.root, self.shelves = root, shelves
        self.number_of_readers, self.number_of_copies = round(READERS * part), round(COPIES * part)
        self.number_of_loans = round(LOANS * part)
        self.each = COPIES // TITLES
        self.of_a_copy = self.number_of_loans // self.number_of_copies + 1

    @staticmethod
    def key(kind: int, number: int, turn: int = 0) -> uuid.UUID:
        """Grows with the number, as real ones grow with time."""
        return uuid.UUID(int=(0x0180_0000_0000 + kind << 80) | (7 << 76) | (0b10 << 62) | (number << 8) | turn)

    def shelf(self, copy: int) -> tuple[int, str]:
        return self.shelves[copy % len(self.shelves)]

    def readers(self) -> Iterator[dict[str, Any]]:
        for number in range(self.number_of_readers):
            yield {
                "uid": self.key(1, number), "institution_id": self.root, "pseudonym": f"Читач {number}", "age": "18-35",
                "registered_on": FIRST,
            }  # fmt: skip

    def cards(self) -> Iterator[dict[str, Any]]:
        from stdnum import luhn  # noqa: PLC0415 - beside its use

        chance = random.Random(SEED)  # noqa: S311 - the same numbers each time
        for number in range(self.number_of_readers):
            body = f"9{number:06}{chance.randrange(10**7):07}"
            code = body + luhn.calc_check_digit(body)
            yield {"uid": self.key(2, number), "code": code, "reader_id": self.key(1, number), "issued_on": FIRST}

    def enrolments(self) -> Iterator[dict[str, Any]]:
        for number in range(self.number_of_readers):
            yield {
                "uid": self.key(3, number), "reader_id": self.key(1, number), "institution_id": self.root, "year": 2026,
                "place_id": self.shelf(number)[0], "on": dt.date(2026, 1, 12), "how": "again", "age": "18-35",
                "audience": "general", "channel": "desk", "mode": "travelling", "first": self.order(dt.date(2026, 1, 12), number),
            }  # fmt: skip

    def copies(self, records: list[uuid.UUID], state: Any) -> Iterator[dict[str, Any]]:
        for number in range(self.number_of_copies):
            place, out = self.shelf(number)[0], number % OPEN_EACH == 0
            yield {
                "uid": self.key(4, number), "record_id": records[number % len(records)], "owner_id": self.root,
                "inventory_number": number + 1, "barcode": f"8{number:09}", "home_id": place, "place_id": place,
                "state": state.ON_LOAN if out else state.AVAILABLE, "received_on": FIRST, "language": "ukr", "material": "book",
            }  # fmt: skip

    def _turns(self) -> Iterator[tuple[int, int, dt.date, bool]]:
        """(copy, turn, day of the issue, still out), copy by copy."""
        chance = random.Random(SEED + 1)  # noqa: S311 - the same days each time
        for copy in range(self.number_of_copies):
            day = FIRST + dt.timedelta(days=chance.randrange(SPREAD))
            turns = self.of_a_copy - (copy % 3 == 0)
            for turn in range(turns):
                yield copy, turn, day, False
                day += dt.timedelta(days=DAYS_BETWEEN)
            if copy % OPEN_EACH == 0:
                yield copy, turns, dt.date(2026, 11, 20), True

    @staticmethod
    def order(day: dt.date, number: int) -> str:
        return f"{day}T09:00:00.000000||{0:019d}|{number:036d}"

    def _reader(self, copy: int) -> uuid.UUID:
        return self.key(1, copy % self.number_of_readers)

    def loans(self) -> Iterator[dict[str, Any]]:
        for copy, turn, day, out in self._turns():
            ended = {} if out else {"closed_on": day + dt.timedelta(days=DAYS_AWAY), "closed_place_id": self.shelf(copy)[0]}
            yield {
                "uid": self.key(5, copy, 2 * turn), "copy_id": self.key(4, copy), "reader_id": self._reader(copy) if out else None,
                "place_id": self.shelf(copy)[0], "issued_on": day, "due_on": day + dt.timedelta(days=30),
                "state": "open" if out else "returned", "closed_on": None, "closed_place_id": None,
                "closed_by": None if out else self.key(5, copy, 2 * turn + 1), **ended,
            }  # fmt: skip

    def events(self) -> Iterator[dict[str, Any]]:
        for copy, turn, day, out in self._turns():
            loan, about = self.key(5, copy, 2 * turn), self._about(copy)
            yield {
                **about, "uid": loan, "act": "issue", "effect": "opens", "loan": loan, "on": day, "days": 30,
                "at": dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC), "first": self.order(day, 2 * turn),
                "reader_id": self._reader(copy) if out else None, "age": "18-35", "audience": "general",
            }  # fmt: skip
            if not out:
                back = day + dt.timedelta(days=DAYS_AWAY)
                yield {
                    **about, "uid": self.key(5, copy, 2 * turn + 1), "act": "return", "effect": "closes", "loan": loan, "on": back,
                    "at": dt.datetime(back.year, back.month, back.day, 9, tzinfo=dt.UTC), "first": self.order(back, 2 * turn + 1),
                    "reader_id": None, "age": "18-35", "audience": "general",
                }  # fmt: skip

    def _about(self, copy: int) -> dict[str, Any]:
        return {
            "copy_id": self.key(4, copy), "place_id": self.shelf(copy)[0], "target": None, "limit": None, "notes": [],
            "mode": "travelling", "channel": "desk", "language": "ukr", "material": "book",
        }  # fmt: skip

    def facts(self) -> Iterator[dict[str, Any]]:
        now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
        for copy, turn, day, out in self._turns():
            unit, path = self.shelf(copy)
            for place, kind in enumerate(("lending.issue",) if out else ("lending.issue", "lending.return")):
                uid, issue = self.key(5, copy, 2 * turn + place), not place
                yield {
                    "source": f"lending.Event:{uid}", "line": 1, "kind": kind, "unit_id": unit, "path": path,
                    "on": day + dt.timedelta(days=DAYS_AWAY * place), "quantity": 1, "mode": "travelling", "channel": "desk",
                    "audience": "general" if issue else "", "age": "18-35" if issue else "", "language": "ukr" if issue else "",
                    "material": "book" if issue else "", "recorded_at": now, "op": uid, "mac": b"0" * 16,
                }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
