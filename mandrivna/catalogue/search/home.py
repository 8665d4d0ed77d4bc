"""Where the index lives: a folder for each making of it, and one small file that says which of them answers.

    search/current            {"name": "20261127-080000-3fa1", "shape": "1/…"}
    search/20261127-080000-3fa1/   the files of tantivy

A new index is made beside the old one and `current` is replaced in one step, so a search never meets a half-made index, and a
process that dies at any moment leaves either the old one or the new one. Everything here may be deleted: it is made again.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

import tantivy
from django.conf import settings

from mandrivna.catalogue.search.schema import shape

logger = logging.getLogger("mandrivna.search")

BUSY = ".building"


class Broken(Exception):  # noqa: N818 - the state of the files, not an order
    """The files of the index cannot be read; the database answers until they are made again."""


@dataclass(frozen=True)
class Current:
    name: str
    shape: str


@dataclass
class Home:
    root: Path

    def current(self) -> Current | None:
        try:
            said = json.loads((self.root / "current").read_text(encoding="utf-8"))
            found = Current(str(said["name"]), str(said["shape"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if "/" not in found.name and (self.root / found.name / "meta.json").is_file() else None

    def usable(self) -> Current | None:
        """What may answer: whole as far as one knows, and made by these rules."""
        found = self.current()
        return found if found and found.shape == shape() and not self.condemned(found.name) else None

    def switch(self, name: str) -> None:
        draft = self.root / f"current.{secrets.token_hex(4)}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"name": name, "shape": shape()}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / "current")
        _sync(self.root)

    def condemn(self, name: str) -> None:
        """Anybody who cannot read it says so; whoever keeps the index makes it anew."""
        with contextlib.suppress(OSError):
            (self.root / f"{name}.broken").touch()

    def condemned(self, name: str) -> bool:
        return (self.root / f"{name}.broken").exists()

    @contextlib.contextmanager
    def draft(self) -> Iterator[Path]:
        """A folder for a new making. While it is held nobody clears it away; if its maker dies the kernel lets go of it."""
        path = self.root / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
        path.mkdir(mode=0o700, parents=True)
        with _held(path / BUSY):
            yield path

    @contextlib.contextmanager
    def keeping(self) -> Iterator[bool]:
        """One process of a computer keeps the index; the others get False."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with _held(self.root / ".lock"):
                yield True
        except BlockingIOError:
            yield False

    def clear(self) -> None:
        """What was left by makers who died, and by earlier makings. A reader that still has the files open keeps them."""
        current = self.current()
        for path in self.root.iterdir():
            name = path.name.removesuffix(".broken")
            if path.name.startswith((".", "current")) or (current and name == current.name):
                continue
            if path.is_dir() and _is_held(path / BUSY):
                continue
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def stamp(self, name: str) -> int:
        """Changes with every commit; cheap enough to ask before each search."""
        try:
            return (self.root / name / "meta.json").stat().st_mtime_ns
        except OSError:
            return 0


@contextlib.contextmanager
def _held(path: Path) -> Iterator[IO[bytes]]:
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file


def _is_held(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with _held(path):
            return False
    except BlockingIOError:
        return True


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def home() -> Home:
    return Home(Path(settings.SEARCH_INDEX))


def carefully[T](work: Callable[[], T]) -> T:
    """Rust panics where a file lies about itself; that is BaseException to Python and must not take a web process down."""
    try:
        return work()
    except (ValueError, OSError, UnicodeDecodeError) as error:
        raise Broken(str(error)) from error
    except BaseException as error:
        if type(error).__module__ == "pyo3_runtime":
            raise Broken("panic") from None
        raise


type Signs = tuple[int, int, int] | None


def _signs(root: str, name: str) -> Signs:
    """By which one knows, without reading any, that the files are those of the last question: asked before each search."""
    try:
        said, made = os.stat(f"{root}/current"), os.stat(f"{root}/{name}/meta.json")  # noqa: PTH116 - a tenth of the time
    except OSError:
        return None
    if os.path.exists(f"{root}/{name}.broken"):  # noqa: PTH110 - as above
        return None
    return said.st_ino, said.st_mtime_ns, made.st_mtime_ns


@dataclass
class Reader:
    """One opened index of this process; `searcher` is as new as the last commit."""

    name: str
    index: Any
    stamp: int
    searcher: Any
    signs: Signs = None


@cache
def _opened() -> dict[str, Reader]:
    return {}


def reader(at: Home | None = None) -> Reader | None:
    """The index that answers now; None where there is none to be trusted."""
    at = at or home()
    path, kept = str(at.root), _opened()
    found = kept.get(path)
    if found is not None and found.signs is not None and found.signs == _signs(path, found.name):
        return found
    current = at.usable()
    if current is None:
        return None
    signs = _signs(path, current.name)
    try:
        if found is None or found.name != current.name:
            stamp = at.stamp(current.name)
            index = carefully(lambda: _open(at.root / current.name))
            found = kept[path] = Reader(current.name, index, stamp, index.searcher())
        elif (stamp := at.stamp(current.name)) != found.stamp:
            index = found.index
            carefully(index.reload)
            found = kept[path] = Reader(current.name, index, stamp, index.searcher())
    except Broken as trouble:
        broken(current.name, trouble, at)
        return None
    found.signs = signs
    return found


def broken(name: str, trouble: Broken, at: Home | None = None) -> None:
    logger.warning("the search index is damaged and will be made anew", extra={"index": name, "error": str(trouble)[:200]})
    (at or home()).condemn(name)
    _opened().pop(str((at or home()).root), None)


def _open(path: Path) -> Any:
    index = tantivy.Index.open(str(path))
    index.config_reader("manual")
    index.reload()
    return index
