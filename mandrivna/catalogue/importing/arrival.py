"""A file before it becomes an import: kept where the run will look for it, looked at, and shown as it would come."""

from __future__ import annotations

import hashlib
import itertools
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.importing import chunk, files

HEAD = 256 * 1024
SHOWN = 10


@dataclass
class Preview:
    """`whole` when the file was read to its end."""

    records: list[dict[str, Any]] = field(default_factory=list)
    decoded: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    refused_number: int = 0
    copies: int = 0
    shelves: Counter[str] = field(default_factory=Counter)
    """How many copies stood at each place of the former system, by its name or code."""
    whole: bool = False


def keep(uid: uuid.UUID, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Written beside and moved into place whole, on the disk before anybody says that it is there; answers its size and digest."""
    path = files.folder() / f"{uid}.data"
    beside = path.with_suffix(".part")
    size, digest = 0, hashlib.sha256()
    with beside.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        files.safe(file)
    beside.replace(path)
    files.safe_folder()
    return size, digest.hexdigest()


def keep_file(uid: uuid.UUID, source: Path) -> tuple[int, str]:
    with source.open("rb") as file:
        return keep(uid, iter(lambda: file.read(1 << 20), b""))


def throw_away(uid: uuid.UUID) -> None:
    for path in files.folder().glob(f"{uid}.*"):
        path.unlink(missing_ok=True)


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def preview(
    path: Path,
    format: str,
    encoding: str,
    *,
    scheme: str = "",
    columns: Sequence[str] = (),
    delimiter: str = "",
    most: int | None = 200,
) -> Preview:
    """What would come of it; nothing is written. Without `most` the whole file is read."""
    found = Preview()
    items = read(path, format, encoding, scheme=scheme, columns=columns, brief=bool(most), delimiter=delimiter)
    for item in itertools.islice(items, most) if most else items:
        if item.marc is None:
            found.refused_number += 1
            if len(found.refused) < SHOWN:
                found.refused.append(files.reject(item.number, item.position, item.trouble, item.raw))
            continue
        said = chunk.described(item.marc)
        if not said["title"].strip():
            found.refused_number += 1
            continue
        found.decoded += 1
        found.copies += said["copies"]
        found.shelves.update(name for name in said["shelves"] if name)
        if len(found.records) < SHOWN:
            found.records.append(said)
    found.whole = most is None or found.decoded + found.refused_number < most
    return found


def room_for(size: int) -> bool:
    return shutil.disk_usage(files.folder()).free > size * 3
