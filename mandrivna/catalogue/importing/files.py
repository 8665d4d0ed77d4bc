"""Where the files of imports lie, and the file of what was refused: one line of JSON each, with the bytes as they were."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from mandrivna.catalogue.models import Run, RunState

DAY, WEEK = 24 * 3600, 7 * 24 * 3600
LONGEST = 200_000
"""Of a refused piece so many bytes are kept; a hundred megabytes of rubbish is not a record to correct."""


def folder() -> Path:
    found = Path(settings.DATA) / "imports"
    found.mkdir(parents=True, exist_ok=True)
    return found


def path_of(run: Run) -> Path:
    return folder() / f"{run.pk}.data"


def rejects_of(run: Run) -> Path:
    return folder() / f"{run.pk}.rejected"


def begin_rejects(run: Run) -> None:
    """Back to what the database knows: a chunk that was rolled back had written its lines already."""
    path = rejects_of(run)
    if path.exists() and path.stat().st_size > run.rejects_size:
        with path.open("r+b") as file:
            file.truncate(run.rejects_size)


def add_rejects(run: Run, lines: list[dict[str, Any]]) -> int:
    """On the disk before the chunk is committed."""
    if not lines:
        return run.rejects_size
    with rejects_of(run).open("ab") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        file.flush()
        return file.tell()


def reject(number: int, position: int, reason: str, raw: bytes) -> dict[str, Any]:
    return {"number": number, "position": position, "reason": reason, "raw": base64.b64encode(raw[:LONGEST]).decode()}


def rejects(run: Run, most: int | None = None) -> Iterator[dict[str, Any]]:
    path = rejects_of(run)
    if not path.exists():
        return
    with path.open("rb") as file:
        for place, line in enumerate(file):
            if most is not None and place >= most:
                return
            yield json.loads(line)


def raw_rejects(run: Run) -> Iterator[bytes]:
    """To be corrected and sent again: the same format, only what was refused."""
    for line in rejects(run):
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
    for path in folder().glob("*.part"):
        if now - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)
