"""A file of records into the library and its search, end to end, by the command: `python -m scripts.bench.importing [--records N]`.

Each time a fresh library; the clock runs from the start of `mandrivna import-records` until it has ended and the index knows all.
Memory is that of the command and of the process that keeps the index beside it, together.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from scripts.bench.corpus import write
from scripts.throwaway_pg import Cluster

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
FOUND = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from scripts.bench.ground import ground
print(ground().shelves[0].pk)
"""
COUNT = """
import json, django; django.setup()
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search.home import reader
here = reader()
print(json.dumps([Record.objects.count(), here.searcher.num_docs - 1 if here else 0]))
"""


def file_of(number: int, *, copies: bool = False) -> Path:
    path = BUILD / f"corpus-{number}{'-copies' if copies else ''}.mrc"
    if not path.exists():
        write(path, number, copies=copies)
    return path


def environment(data: str, url: str = "") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MANDRIVNA_", "DATABASE_URL"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    kept |= {"MANDRIVNA_DATA": data, "DJANGO_SETTINGS_MODULE": "mandrivna.config.settings"}
    return kept | ({"DATABASE_URL": url} if url else {})


def said(code: str, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


class Memory(threading.Thread):
    """The highest sum of a process and its children, ten times a second: all that is resident, and without the pages of files that
    the kernel may drop at any moment (the index is mapped)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.resident, self.own, self.over = pid, 0, 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            now = [_memory(pid) for pid in (self.pid, *_children(self.pid))]
            self.resident = max(self.resident, sum(resident for resident, _own in now))
            self.own = max(self.own, sum(own for _resident, own in now))


def _memory(pid: int) -> tuple[int, int]:
    """(resident, of it anonymous), kB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0, 0
    found = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "RssAnon"))}
    return int(found.get("VmRSS", 0)), int(found.get("RssAnon", 0))


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imported(path: Path, env: dict[str, str], *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "mandrivna", "import-records", str(path), "--json", "--source", "bench", *arguments]
    began, before = time.perf_counter(), _spent()
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        memory = Memory(running.pid)
        memory.start()
        output, _nothing = running.communicate()
    seconds, processor = time.perf_counter() - began, _spent() - before
    memory.over.set()
    (report,) = json.loads(output)
    kept, indexed = json.loads(said(COUNT, env))
    return {
        "imported": report["imported"], "rejected": report["rejected"], "copies": report["copies"],
        "kept": kept, "indexed": indexed,
        "seconds": round(seconds, 1), "processor": round(processor, 1), "per_second": round(report["imported"] / seconds),
        "resident_mb": round(memory.resident / 1000), "own_mb": round(memory.own / 1000),
    }  # fmt: skip


def measured(number: int, data: str, url: str = "", *, copies: bool = False) -> dict[str, Any]:
    env = environment(data, url)
    place = said(FOUND, env)
    return imported(file_of(number, copies=copies), env, *(("--place", place) if copies else ("--no-headings",)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.importing", description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--copies", action="store_true", help="із заголовками і примірниками / with headings and copies")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"))
    parser.add_argument("--keep", default="", help="тека, де лишити бібліотеку / a folder to leave the library in (SQLite)")
    chosen = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    for engine in ("sqlite", "postgresql") if chosen.engine is None else (chosen.engine,):
        with tempfile.TemporaryDirectory(prefix="mandrivna-import-", dir=BUILD) as data:
            if engine == "sqlite":
                found = measured(chosen.records, chosen.keep or data, copies=chosen.copies)
            else:
                with Cluster() as pg:
                    found = measured(chosen.records, data, pg.url, copies=chosen.copies)
        print(json.dumps({"engine": engine, **found, "load": os.getloadavg()[0]}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
