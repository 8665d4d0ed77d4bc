"""Where the files of imports lie, and the file of what was refused: one line of JSON each, with the bytes as they were."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from mandrivna.catalogue.formats.item import LARGEST
from mandrivna.catalogue.models import Run, RunState

DAY, WEEK = 24 * 3600, 7 * 24 * 3600
KEPT = 200_000
"""Of what has no end within the longest record so many bytes are kept, and how many there were; it is not a record to correct."""


def folder() -> Path:
    found = Path(settings.DATA) / "imports"
    found.mkdir(parents=True, exist_ok=True)
    return found


def path_of(run: Run) -> Path:
    return folder() / f"{run.pk}.data"


def rejects_of(run: Run) -> Path:
    return folder() / f"{run.pk}.rejected"


def begin_rejects(run: Run) -> None:
    """Back to what the database knows: a chunk that was rolled back had written its lines already. Only with the row of the run
    locked: another process may be writing."""
    path = rejects_of(run)
    if path.exists() and path.stat().st_size > run.rejects_size:
        with path.open("r+b") as file:
            file.truncate(run.rejects_size)


def add_rejects(run: Run, lines: list[dict[str, Any]]) -> int:
    """On the disk before the chunk is committed."""
    if not lines:
        return run.rejects_size
    begin_rejects(run)
    path = rejects_of(run)
    new = not path.exists()
    with path.open("ab") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        safe(file)
        end = file.tell()
    if new:
        safe_folder()
    return end


def safe(file: BinaryIO) -> None:
    """On the disk and not only on its way: the database believes that it is there."""
    file.flush()
    os.fsync(file.fileno())


def safe_folder() -> None:
    """The names of new files too."""
    handle = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reject(number: int, position: int, reason: str, raw: bytes) -> dict[str, Any]:
    """`cut` says how long it was, where not all of it is kept."""
    cut = len(raw) > (KEPT if reason == "too_long" else LARGEST)
    kept = base64.b64encode(raw[:KEPT] if cut else raw).decode()
    return {"number": number, "position": position, "reason": reason, "raw": kept, **({"cut": len(raw)} if cut else {})}


def rejects(run: Run, most: int | None = None) -> Iterator[dict[str, Any]]:
    """As far as the database knows of them."""
    path = rejects_of(run)
    if not path.exists():
        return
    left = run.rejects_size
    with path.open("rb") as file:
        for place, line in enumerate(file):
            left -= len(line)
            if left < 0 or (most is not None and place >= most):
                return
            yield json.loads(line)


def raw_rejects(run: Run) -> Iterator[bytes]:
    """To be corrected and sent again: the same format, only what was refused."""
    for line in rejects(run):
        if not line["raw"]:
            continue
        yield base64.b64decode(line["raw"])
        if run.format != "iso2709":
            yield b"\n"


def tidy() -> None:
    """A file that was looked at and left goes after a day; that of an import that is over after a week. What was refused stays."""
    now = time.time()
    for path in folder().glob("*.data"):
        age = now - path.stat().st_mtime
        over = Run.objects.filter(pk=path.stem, state__in=(RunState.DONE, RunState.UNDONE)).exists()
        if age > (WEEK if over else DAY) and (over or not Run.objects.filter(pk=path.stem).exists()):
            path.unlink(missing_ok=True)
    for path in (*folder().glob("*.part"), *folder().glob("*.look")):
        if now - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)
