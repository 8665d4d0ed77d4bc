"""A PostgreSQL of one's own for as long as a command runs, then gone: `python scripts/throwaway_pg.py [--fast] -- command…`.

Nothing is shared with a server that may already run on the machine: own folder, a Unix socket in it and no network
port. The command gets DATABASE_URL. Standard library only, so any Python 3.11 can start it.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts import debian

PREFIX = "mandrivna-pg-"
NAME = "mandrivna"
MISSING = (
    "Немає сервера PostgreSQL, і встановити його звідси не можна. Встановіть: sudo apt install postgresql\n"
    "There is no PostgreSQL server and it cannot be installed from here. Install it: sudo apt install postgresql"
)
PR_SET_PDEATHSIG = 1


def programs() -> Path:
    """The folder with initdb and postgres; Debian keeps it out of PATH. Installs the server when there is none."""
    if found := _find():
        return found
    before = set(Path("/etc/postgresql").glob("*/*"))
    debian.install("postgresql")
    for made in set(Path("/etc/postgresql").glob("*/*")) - before:
        debian.drop_cluster(made.parent.name, made.name)
    if found := _find():
        return found
    raise debian.MissingToolError(MISSING)


def _find() -> Path | None:
    def version(folder: Path) -> int:
        return int(folder.parent.name) if folder.parent.name.isdigit() else 0

    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip() or "/nonexistent"))
    if on_path := shutil.which("initdb"):
        candidates.append(Path(on_path).resolve().parent)
    return next((folder for folder in candidates if (folder / "initdb").is_file() and (folder / "postgres").is_file()), None)


class Cluster:
    """`with Cluster() as pg:` then `pg.url`. `fast` gives up durability for speed: tests may, drills about lost power may not."""

    def __init__(self, *, fast: bool = False) -> None:
        self.fast = fast
        self.server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Cluster:
        self.bin = programs()
        _sweep()
        self.owner = _server_account()
        self.root = _folder(self.owner)
        try:
            self._create()
            self.start()
            self._run("createdb", "--host", str(self.root), "--username", NAME, NAME)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@/{NAME}?host={self.root}"

    def start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.root),
            "max_connections": "260",  # a drill lets two hundred go at once, beside what stands by
            "shared_buffers": "64MB",
            "fsync": "off" if self.fast else "on",
            "synchronous_commit": "off" if self.fast else "on",
            "full_page_writes": "off" if self.fast else "on",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (self.root / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.bin / "postgres", "-D", self.root / "data", *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.root, start_new_session=True,
                preexec_fn=_die_with_parent, **self._as_owner(),
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.server.poll() is None:
            ready = subprocess.run([self.bin / "pg_isready", "-q", "-h", self.root, "-U", NAME], capture_output=True, check=False)
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL не запустився / did not start:\n{self.log()}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends sessions and shuts down cleanly; SIGKILL is for drills, and leaves `start()` a crash to recover from."""
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(how)
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()

    def log(self) -> str:
        with contextlib.suppress(OSError):
            return (self.root / "log").read_text(errors="replace")[-3000:]
        return ""

    def _create(self) -> None:
        self._run(
            "initdb", "--pgdata", str(self.root / "data"), "--username", NAME, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=self.root, check=False, **self._as_owner(),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {(done.stderr or done.stdout)[-2000:]}\n{self.log()}")

    def _as_owner(self) -> dict[str, Any]:
        if self.owner is None:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}


def _server_account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as Debian's `postgres`, or as nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise debian.MissingToolError(
        "Немає користувача postgres чи nobody. / There is no user postgres or nobody to run the server as."
    )


def _places() -> list[Path]:
    """Where another account can get in, and short: a socket's path may have 107 bytes."""
    mine = [] if os.geteuid() == 0 or len(tempfile.gettempdir()) > 60 else [Path(tempfile.gettempdir())]
    return [*mine, Path("/tmp"), Path("/var/tmp")]  # noqa: S108 - mkdtemp makes a private folder there


def _folder(owner: pwd.struct_passwd | None) -> Path:
    place = next(place for place in _places() if os.access(place, os.W_OK | os.X_OK))
    root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    (root / "owner").write_text(str(os.getpid()))
    if owner is not None:
        os.chown(root, owner.pw_uid, owner.pw_gid)
    return root


def _sweep() -> None:
    """What a run that was killed with −9 could not delete. Its server has died with it (see `_die_with_parent`)."""
    for place in _places():
        for root in place.glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError, ValueError):
                if not Path(f"/proc/{int((root / 'owner').read_text())}").exists() and Path("/proc/self").exists():
                    shutil.rmtree(root)


def _die_with_parent() -> None:
    """On Linux the kernel stops the server when the one who started it is gone, however that happened."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


@contextlib.contextmanager
def _passing_on(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """The command decides when to end; we outlive it, because somebody has to delete the cluster."""
    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def forward(number: int, _frame: object) -> None:
        # Ctrl-C reaches the whole process group by itself.
        if number != signal.SIGINT or sys.stdin is None or not sys.stdin.isatty():
            child.send_signal(number)

    old = {number: signal.signal(number, forward) for number in signals}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="without fsync, for tests")
    parser.add_argument("command", nargs="+", help="what to run, after --")
    chosen = parser.parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: sys.exit(143))
    try:
        with Cluster(fast=chosen.fast) as pg:
            environment = {**os.environ, "DATABASE_URL": pg.url, "MANDRIVNA_THROWAWAY_DATABASE": pg.url}
            with subprocess.Popen(chosen.command, env=environment) as child, _passing_on(child):
                code = child.wait()
    except debian.MissingToolError as missing:
        print(missing, file=sys.stderr)
        return 1
    return 128 - code if code < 0 else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
