"""`mandrivna serve` as people meet it: it starts, answers, says what stands in its way, and goes without a trace."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mandrivna.faces.bot.tryout.server import TOKEN
from tests.bot.live import Person, messenger

pytestmark = pytest.mark.thorough
STARTED = "Зупинити: Ctrl-C"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MANDRIVNA_", "DATABASE_URL", "LANG", "LC_"))}
    return {**clean, "MANDRIVNA_DATA": str(data), "MANDRIVNA_PORT": str(port), **more}


@contextmanager
def serving(data: Path, port: int, *arguments: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """The process, what it said until it was ready, and after how many seconds that was."""
    command = [sys.executable, "-m", "mandrivna", "serve", *arguments]
    begun = time.monotonic()
    with (data.parent / "stderr").open("w") as log:
        process = subprocess.Popen(command, env=environment(data, port, **more), stdout=subprocess.PIPE, stderr=log, text=True)
    said = ""
    try:
        assert process.stdout is not None
        while STARTED not in said:
            line = process.stdout.readline()
            assert line, f"it did not start: {said}{(data.parent / 'stderr').read_text()}"
            said += line
        yield process, said, time.monotonic() - begun
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def health(url: str) -> dict[str, str]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with urllib.request.urlopen(url + "health/", context=context if url.startswith("https") else None, timeout=10) as answer:
        return dict(json.load(answer))


def wait_until_healthy(url: str) -> None:
    limit = time.monotonic() + 20
    while True:
        try:
            if health(url)["status"] == "ok":
                return
        except (OSError, urllib.error.URLError):
            pass
        assert time.monotonic() < limit, "it did not become healthy"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "data"


def test_it_starts_answers_and_leaves_within_five_seconds(data: Path) -> None:
    port = free_port()
    with serving(data, port) as (process, said, _seconds):
        assert f"  Відкрийте: http://localhost:{port}/\n" in said
        wait_until_healthy(f"http://127.0.0.1:{port}/")
        family = children(process.pid)
        assert len(family) == 2
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert time.monotonic() - asked < 5
        assert process.stdout is not None
        assert process.stdout.read() == "Зупиняю…\nМандрівну зупинено.\n"
    assert not any(Path(f"/proc/{pid}").exists() for pid in family)
    assert "Traceback" not in (data.parent / "stderr").read_text()


def test_the_second_start_is_quick(data: Path) -> None:
    if not (data / "mandrivna.sqlite3").exists():  # the test before this one ran in another process
        with serving(data, free_port()):
            pass
    with serving(data, free_port()) as (_process, said, seconds):
        assert "Готую базу даних" not in said
        assert seconds < 15, "five on an idle machine (docs/benchmarks.md); here other tests share the cores"


def test_a_second_one_on_the_same_folder_or_port_says_so(data: Path, tmp_path: Path) -> None:
    port = free_port()
    with serving(data, port) as (process, _said, _seconds):
        command = [sys.executable, "-m", "mandrivna", "serve"]
        same_folder = subprocess.run(command, env=environment(data, free_port()), capture_output=True, text=True, check=False)
        assert (same_folder.returncode, same_folder.stdout) == (1, "")
        assert same_folder.stderr.startswith(f"Теку даних {data} уже зайнято: там працює Мандрівна (процес {process.pid}).")
        same_port = subprocess.run(command, env=environment(tmp_path, port), capture_output=True, text=True, check=False)
        assert (same_port.returncode, same_port.stderr) == (
            1,
            f"Порт {port} уже зайнято іншою програмою. Зупиніть її або задайте інший порт у MANDRIVNA_PORT.\n",
        )
        assert [path.name for path in tmp_path.iterdir() if path.suffix == ".sqlite3"] == [], "nothing was made on the way"


def test_a_killed_web_server_or_worker_is_raised_again(data: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    with serving(data, port) as (process, _said, _seconds):
        wait_until_healthy(url)
        before = children(process.pid)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        limit = time.monotonic() + 20
        while len(now := children(process.pid)) < 2 or set(now) & set(before):
            assert time.monotonic() < limit
            time.sleep(0.1)
        wait_until_healthy(url)
    said = (data.parent / "stderr").read_text()
    assert "Вебсервер зупинився (код -9), запускаю знову." in said
    assert "Виконавець черги зупинився (код -9), запускаю знову." in said


def test_with_a_token_the_bot_is_started_answers_and_is_raised_again(data: Path) -> None:
    """The messenger is ours, on this computer, at the address that the setting names."""
    with messenger() as served:
        token = {"MANDRIVNA_TELEGRAM_TOKEN": TOKEN, "MANDRIVNA_TELEGRAM_API": served.url}
        with serving(data, free_port(), **token) as (process, _said, _seconds):
            family, reader = children(process.pid), Person(served, 101)
            first = reader.write("/menu")
            bot = next(pid for pid in family if b"bot" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"))
            os.kill(bot, signal.SIGKILL)
            assert reader.write("/menu") == first
            now = children(process.pid)
            assert (len(family), len(now), set(family) - set(now)) == (3, 3, {bot})
    assert "Бот зупинився (код -9), запускаю знову." in (data.parent / "stderr").read_text()
    assert not any(Path(f"/proc/{pid}").exists() for pid in now)


def test_https_with_a_certificate_of_its_own(data: Path) -> None:
    port = free_port()
    with serving(data, port, "--https", MANDRIVNA_HOST="127.0.0.1") as (_process, said, _seconds):
        assert f"https://localhost:{port}/" in said
        assert "відбиток SHA-256" in said
        wait_until_healthy(f"https://127.0.0.1:{port}/")
        trusting = ssl.create_default_context(cafile=str(data / "tls" / "certificate.pem"))
        with urllib.request.urlopen(f"https://localhost:{port}/accounts/login/", context=trusting, timeout=10) as answer:
            assert "__Host-csrf=" in answer.headers["Set-Cookie"]
            assert "Strict-Transport-Security" not in answer.headers, "a year of HSTS would lock people out of plain localhost"
