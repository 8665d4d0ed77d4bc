"""How fast records are read and written: `python -m scripts.bench.formats [--records N] [--json]`.

Seconds of processor time, the median of three runs, because the machine is shared; memory is the process's highest resident size.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

import pymarc

from mandrivna.catalogue.formats import iso2709
from mandrivna.catalogue.formats.convert import convert
from mandrivna.catalogue.formats.item import Window
from mandrivna.catalogue.formats.marc import UNIMARC
from mandrivna.catalogue.formats.project import project
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.formats.writing import write
from scripts.bench.corpus import write as corpus

TURNS = 3


def rate(number: int, work: Callable[[], object]) -> int:
    """Records a second of processor time."""
    took = []
    for _turn in range(TURNS):
        gc.collect()
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return round(number / statistics.median(took))


def outside(number: int, command: list[str]) -> int:
    took = []
    for _turn in range(TURNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return round(number / statistics.median(took))


def pieces(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _piece in iso2709.pieces(Window(stream)))


def with_pymarc(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _record in pymarc.MARCReader(stream))


def walk(path: Path, format: str = "iso2709", *, columns: bool = False, stored: bool = False) -> int:
    """Read a file as an import does: decoded, then as columns, then as it is kept."""
    number = 0
    for item in read(path, format):
        if item.marc and columns:
            project(item.marc)
        if item.marc and stored:
            item.marc.dumps()
        number += 1
    return number


def measured(folder: Path, number: int) -> dict[str, int]:
    path = corpus(folder / "corpus.mrc", number)
    found = {
        "split only": rate(number, partial(pieces, path)),
        "decode": rate(number, partial(walk, path)),
        "decode + project": rate(number, partial(walk, path, columns=True)),
        "decode + project + JSON": rate(number, partial(walk, path, columns=True, stored=True)),
        "pymarc, read": rate(number, partial(with_pymarc, path)),
    }
    if yaz := shutil.which("yaz-marcdump"):
        found["yaz-marcdump, parse"] = outside(number, [yaz, "-n", str(path)])
        found["yaz-marcdump, to MARCXML"] = outside(number, [yaz, "-o", "marcxml", str(path)])
    few = [item.marc for item in islice(read(path, "iso2709"), 5_000) if item.marc]
    found["encode ISO 2709"] = rate(len(few), lambda: sum(map(len, write(few, "iso2709"))))
    found["encode MARCXML"] = rate(len(few), lambda: sum(map(len, write(few, "marcxml"))))
    found["convert to UNIMARC"] = rate(len(few), lambda: [convert(marc, UNIMARC) for marc in few])
    for format in ("marcxml", "line", "irbis", "dc", "ris", "bibtex", "csv", "xlsx"):
        sample = folder / f"sample.{format}"
        sample.write_bytes(b"".join(write(few, format)))
        found[f"decode {format}"] = rate(len(few), partial(walk, sample, format))
    found["MB, highest"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.formats", description="Читання форматів / Reading formats")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandrivna-formats-") as folder:
        found = measured(Path(folder), chosen.records)
    print(json.dumps(found) if chosen.json else "\n".join(f"{name:28}{value:>12,}" for name, value in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
