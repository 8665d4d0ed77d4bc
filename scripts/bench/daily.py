"""The day's work in a library after years: `python -m scripts.bench.daily FOLDER [--url URL]`, of `scripts.bench.years`.

The verbs beside a bare loan of the ORM in the same run; pages inside the process; the desk over HTTP while acts arrive, ten a
second, whether the server keeps up or not: an act is a scan sent and the page that comes back.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from scripts.bench.importing import environment
from scripts.zebra import free_port

ROOT = Path(__file__).resolve().parents[2]
SEED, VERBS, EACH_SECOND, SECONDS, DESKS, WARM = 20261127, 500, 10, 60, 8, 40
HOST = "127.0.0.1"
type Work = tuple[uuid.UUID, str, int]
"""(reader, barcode, where the book stands)"""


def part(taken: list[float], share: float) -> float:
    ordered = sorted(taken)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)


def verbs() -> dict[str, Any]:
    """New readers and new copies among all the others, as `scripts.bench` does it in an empty library."""
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from scripts.bench.ground import HUBS, Ground  # noqa: PLC0415 - app registry
    from scripts.bench.loans import measure  # noqa: PLC0415 - app registry

    root = Unit.objects.get(kind=Kind.INSTITUTION)
    return measure(Ground(root, list(Unit.objects.filter(kind=Kind.SHELF).order_by("pk")[:HUBS])), VERBS)


def director() -> Any:
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    from mandrivna.core.models import Kind, Staff, Unit  # noqa: PLC0415 - app registry
    from tests.factories.staff import browser_of, person  # noqa: PLC0415 - app registry

    name = "director-of-the-bench"
    staff = Staff.objects.filter(username=name).first()
    return browser_of(staff or person(name, "director", Unit.objects.get(kind=Kind.INSTITUTION)))


def pages(browser: Any) -> dict[str, Any]:
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from mandrivna.readers.models import Reader  # noqa: PLC0415 - app registry
    from scripts.bench.cataloguers import timed  # noqa: PLC0415 - one way of timing a page

    reader = Reader.objects.filter(pseudonym="Читач 30").values_list("pk", flat=True)[0]
    shelf = Unit.objects.filter(kind=Kind.SHELF).order_by("pk").values_list("pk", flat=True)[0]
    addresses = {
        "читач": f"/work/readers/{reader}/", "читач на видачі": f"/work/desk/reader/{reader}/", "читачі": "/work/readers/",
        "полиця": f"/work/shelves/{shelf}/", "полиці": "/work/shelves/", "видача": "/work/desk/", "сьогодні": "/work/",
    }  # fmt: skip
    return {label: timed(browser, path) for label, path in addresses.items()}


@dataclass
class Desk:
    """One librarian's window at one shelf: a reader open, books scanned one after another."""

    port: int
    cookies: dict[str, str]
    taken: list[float] = field(default_factory=list)
    wrong: int = 0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        self._ask("GET", "/work/desk/")  # the cookie of forms comes with the first page

    def scan(self, work: Work, due: float) -> None:
        """Measured from when the act arrived, not from when the desk came to it."""
        reader, barcode, place = work
        form = {"csrfmiddlewaretoken": self.cookies["mandrivna_csrf"], "uid": str(uuid.uuid4()), "place": place, "q": barcode}
        path = f"/work/desk/reader/{reader}/"
        status, where = self._ask("POST", path, form)
        if status == 302:
            status, _nowhere = self._ask("GET", where)
        self.taken.append(time.perf_counter() - due)
        self.wrong += status != 200

    def _ask(self, method: str, path: str, form: dict[str, Any] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept-Language": "uk"}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        answer.read()
        for said in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = said.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", "")


def rested(folder: str, url: str) -> None:
    """By day: the jobs of the night are done, and whatever an earlier run left in the queue. Facts put in raw have no true seal, so
    the night's check would tell of each of four million."""
    from django.utils import timezone  # noqa: PLC0415 - app registry
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - app registry

    from mandrivna.core.models import PeriodicRun  # noqa: PLC0415 - app registry
    from mandrivna.core.outbox.clock import PERIODIC, load  # noqa: PLC0415 - app registry

    load()
    nightly = [job for job in PERIODIC if job.at is not None]
    for job in nightly:
        PeriodicRun.objects.get_or_create(name=job.name, slot=job.slot(timezone.now()))
    DBTaskResult.objects.ready().filter(task_path__in=[job.task.module_path for job in nightly]).delete()
    command = [sys.executable, "-m", "mandrivna", "work"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(folder, url) | {"MANDRIVNA_LOG_LEVEL": "error"}) as worker:
        while DBTaskResult.objects.ready().exists():
            time.sleep(1)
        worker.terminate()


def on_shelf(place: int) -> Any:
    from mandrivna.fund.models import Copy, State  # noqa: PLC0415 - app registry

    return Copy.objects.filter(state=State.AVAILABLE, place=place).order_by("barcode").values_list("barcode", flat=True)


def sitting_at(place: int) -> dict[str, str]:
    """The cookie of somebody who has signed in and said where they work."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    browser = director()
    session = browser.session
    session["place"] = place
    session.save()
    return {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}


def shelves_with(enough: int) -> list[int]:
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry

    shelves = Unit.objects.filter(kind=Kind.SHELF).order_by("-pk").values_list("pk", flat=True)
    return list(islice((place for place in shelves if on_shelf(place).count() >= enough), DESKS))


def desk(folder: str, url: str) -> dict[str, Any]:
    from mandrivna.readers.models import Reader  # noqa: PLC0415 - app registry

    rested(folder, url)
    number = EACH_SECOND * SECONDS + WARM
    readers = list(Reader.objects.order_by("pk").values_list("pk", flat=True)[100 : 100 + number])
    random.Random(SEED).shuffle(readers)  # noqa: S311 - the same each time
    places = shelves_with(-(-number // DESKS))
    free = [list(on_shelf(place)[: -(-number // DESKS)]) for place in places]
    work = [(reader, free[turn % DESKS][turn // DESKS], places[turn % DESKS]) for turn, reader in enumerate(readers)]
    sessions = [sitting_at(place) for place in places]
    port = free_port()
    env = environment(folder, url) | {"MANDRIVNA_PORT": str(port), "MANDRIVNA_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "mandrivna", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        while "Ctrl-C" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("The server did not start")
        threading.Thread(target=server.stdout.read, daemon=True).start()
        try:
            desks = [Desk(port, session) for session in sessions]
            for at, one in enumerate(work[:WARM]):
                desks[at % DESKS].scan(one, time.perf_counter())
            for window in desks:
                window.taken.clear()
            return arriving(desks, work[WARM:])
        finally:
            server.terminate()


def arriving(desks: list[Desk], work: list[Work]) -> dict[str, Any]:
    start = time.perf_counter() + 0.5

    def serve(desk: Desk, mine: list[tuple[int, Work]]) -> None:
        for turn, one in mine:
            due = start + turn / EACH_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            desk.scan(one, due)

    numbered = list(enumerate(work))
    threads = [threading.Thread(target=serve, args=(one, numbered[at::DESKS])) for at, one in enumerate(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [one for desk in desks for one in desk.taken]
    figures = {f"p{round(share * 100)}": part(taken, share) for share in (0.5, 0.95, 0.99)}
    return {"acts": len(taken), "errors": sum(one.wrong for one in desks), **figures}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.daily", description=__doc__)
    parser.add_argument("folder", help="тека бібліотеки / the library's folder")
    parser.add_argument("--url", default="", help="PostgreSQL")
    chosen = parser.parse_args()
    os.environ |= environment(chosen.folder, chosen.url) | {"MANDRIVNA_LOG_LEVEL": "warning"}
    import django  # noqa: PLC0415 - slow import

    django.setup()
    browser = director()
    found = {"pages": pages(browser), "desk": desk(chosen.folder, chosen.url), "verbs": verbs()}
    print(json.dumps(found | {"load": os.getloadavg()[0]}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
