"""What people get from `pip install`: the wheel, alone in an empty environment, serves the sign-in page in two languages."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import mandrivna

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("migrations/*.py", "locale/*/LC_MESSAGES/django.mo", "policy/*.yaml", "geo/*.json", "static/**/*", "templates/**/*")


def surroundings(**more: str) -> dict[str, str]:
    """A new user's: nothing of ours, nothing of this checkout."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MANDRIVNA_", "DATABASE_URL", "DJANGO_", "PYTHON", "VIRTUAL_ENV"))
    }
    return {**kept, **more}


def run(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in arguments], cwd=cwd, env=surroundings(**more), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that what git ignores here cannot slip in or hide what is missing."""
    copy = tmp_path_factory.mktemp("source") / "mandrivna"
    ignored = shutil.ignore_patterns(".git", ".venv", ".tools", "var", "build", "dist", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=ignored)
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=copy)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`mandrivna` of an environment that holds the wheel and its dependencies, in the versions we lock."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    python = home / "venv/bin/python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--constraint", _constraints(home), wheel, cwd=home)
    where = run(python, "-c", "import mandrivna; print(mandrivna.__file__)", cwd=home).stdout
    assert Path(where.strip()).is_relative_to(home)
    return home / "venv/bin/mandrivna"


def _constraints(home: Path) -> Path:
    """The lock's versions without its checksums: the wheel itself has none there."""
    lock = (ROOT / "requirements/base.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)(?:\[[^]]+\])?(==[^ \\]+(?: ;[^\\]+)?)", lock, re.MULTILINE)
    (home / "constraints.txt").write_text("\n".join("".join(pin).strip() for pin in pins))
    return home / "constraints.txt"


def test_everything_is_inside_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert wheel.name == f"mandrivna-{mandrivna.__version__}-py3-none-any.whl"
    package = ROOT / "mandrivna"
    for pattern in SHIPPED:
        expected = {
            str(path.relative_to(ROOT)) for path in package.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts
        }
        assert expected, pattern
        assert expected - names == set()
    handbook = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs/handbook").rglob("*.*")}
    assert {f"mandrivna/{name}" for name in handbook} - names == set()
    assert {name.split("/")[0] for name in names} == {"mandrivna", f"mandrivna-{mandrivna.__version__}.dist-info"}


def test_the_doctor_finds_a_new_installation_mendable(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [program, "doctor", "--json"], cwd=tmp_path, env=surroundings(MANDRIVNA_DATA=str(tmp_path / "data")),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr  # 1: not migrated yet, and it says so
    assert json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home, port = tmp_path_factory.mktemp("serving"), free_port()
    settings = surroundings(MANDRIVNA_DATA=str(home / "data"), MANDRIVNA_PORT=str(port))
    with (home / "log").open("w") as log:
        server = subprocess.Popen([program, "serve"], cwd=home, env=settings, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/health/", server, home / "log")
            yield f"http://127.0.0.1:{port}"
            server.terminate()
            assert server.wait(30) == 0, (home / "log").read_text()[-3000:]
        finally:
            server.kill()
            server.wait()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"mandrivna serve: {log.read_text()[-4000:]}")


def page(url: str, language: str) -> tuple[str, str]:
    request = urllib.request.Request(url, headers={"Cookie": f"mandrivna_language={language}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.geturl(), answer.read().decode()


def test_it_serves_pages_translations_and_static_files(address: str) -> None:
    url, ukrainian = page(f"{address}/work/", "uk")
    assert url != f"{address}/work/"  # a stranger is sent to sign in
    _url, english = page(f"{address}/work/", "en")
    assert ['lang="uk"' in ukrainian, "Увійти" in ukrainian] == [True, True]
    assert ['lang="en"' in english, "Sign in" in english, "Увійти" in english] == [True, True, False]
    styles = re.findall(r'href="(/static/[^"]+\.[0-9a-f]{8,}\.css)"', ukrainian)
    assert styles  # named by content: it went through the manifest
    with urllib.request.urlopen(address + styles[0], timeout=20) as answer:
        assert (answer.status, answer.headers.get_content_type(), len(answer.read()) > 0) == (200, "text/css", True)
        assert "immutable" in answer.headers["Cache-Control"]
