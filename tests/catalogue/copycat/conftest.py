"""Servers on this machine: Debian's yaz-ztest for both protocols, and small ones that misbehave."""

from __future__ import annotations

import contextlib
import http.server
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mandrivna.catalogue.copycat import Target
from mandrivna.catalogue.formats.project import fresh
from mandrivna.catalogue.formats.writing import write
from scripts.find_yaz import find_yaz
from scripts.zebra import free_port, prepare, run, serving, wait_for


@pytest.fixture(scope="session")
def yaz(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a test server that speaks Z39.50 and SRU; its records are MARC 21, 23 of them for «computer»."""
    port, log = free_port(), tmp_path_factory.mktemp("yaz") / "log"
    server = subprocess.Popen([find_yaz(), "-l", str(log), f"tcp:127.0.0.1:{port}"], stdin=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


SHELF = (
    {"title": "Лісова пісня", "authors": "Українка Леся", "isbn": "9780306406157", "year": 1911, "udc": "821.161.2-2"},
    {"title": "Кобзар", "authors": "Шевченко Тарас", "isbn": "9789660378230", "year": 1840},
    {"title": "Кайдашева сім’я", "authors": "Нечуй-Левицький Іван", "year": 1879},
)


@pytest.fixture(scope="session")
def zebra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a Zebra that holds three books of ours, written by our export: Koha's engine, words as ICU parts them."""
    with serving(_filled(tmp_path_factory.mktemp("zebra"))) as port:
        yield port


@pytest.fixture(scope="session")
def zebra_sru(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The same three books at a port that answers SRU."""
    with serving(_filled(tmp_path_factory.mktemp("zebra_sru")), sru=True) as port:
        yield port


def _filled(root: Path) -> Path:
    prepare(root)
    (root / "books.mrc").write_bytes(b"".join(write((fresh(**one) for one in SHELF), "iso2709")))
    run(root, "update", str(root / "books.mrc"))
    return root


def target(protocol: str, address: str, **about: object) -> Target:
    z = protocol == "z3950"
    said = {
        "key": "test", "name": "Перевірка", "enabled": True, "version": "1.2", "schema": "F" if z else "marcxml",
        "syntax": "marc21", "encoding": "utf-8", "local": True, "isbn": '@attr 1=7 "{isbn}"' if z else "bath.isbn={isbn}",
        "words": '@attr 1=1016 "{word}"' if z else 'cql.anywhere all "{words}"',
    }  # fmt: skip
    return Target(**{**said, "protocol": protocol, "address": address, **about})  # type: ignore[arg-type]


class Site:
    """An HTTP server that answers as it is told, and counts who came."""

    def __init__(self, answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> None:
        self.asked: list[str] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                with contextlib.suppress(OSError):  # who asked may have left
                    answer(self)

            def log_message(self, *_about: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sru"


@pytest.fixture
def site() -> Iterator[Callable[[Callable[[http.server.BaseHTTPRequestHandler], None]], Site]]:
    opened: list[Site] = []

    def open_one(answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> Site:
        opened.append(Site(answer))
        return opened[-1]

    yield open_one
    for one in opened:
        one.server.shutdown()
        one.server.server_close()


def says(body: bytes, status: int = 200, **headers: str) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer
