"""The data folder and the port: are they ours, is there room, can it be written to?"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
from collections.abc import Sequence
from pathlib import Path

from mandrivna.config import lan
from mandrivna.config.cli import Trouble
from mandrivna.config.env import reason
from mandrivna.config.words import gettext as _

ROOM = 200 * 1024 * 1024


def hold(data: Path) -> int:
    """Keep the folder for this process until it ends; the kernel lets go of the lock even after kill -9."""
    path = data / ".lock"
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Trouble(
            _("У теку даних %(path)s не можна писати: %(why)s. Виправте права або задайте іншу теку в MANDRIVNA_DATA.")
            % {"path": data, "why": reason(error)}
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(lock, 20).decode("ascii", "replace").strip() or "?"
        os.close(lock)
        raise Trouble(
            _("Теку даних %(path)s уже зайнято: там працює Мандрівна (процес %(pid)s). Зупиніть її або змініть MANDRIVNA_DATA.")
            % {"path": data, "pid": holder}
        ) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock


def require_writable(data: Path) -> None:
    """Asked of the folder itself: the rights in its listing say nothing about a read-only disk."""
    probe = data / f".write-{os.getpid()}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Trouble(
            _("У теку даних %(path)s не можна писати: %(why)s. Виправте права або задайте іншу теку в MANDRIVNA_DATA.")
            % {"path": data, "why": reason(error)}
        ) from error


def room(data: Path) -> int:
    return shutil.disk_usage(data).free


def require_room(data: Path) -> None:
    if (free := room(data)) < ROOM:
        raise Trouble(
            _("На диску з текою %(path)s лишилося %(free)s МБ, а треба щонайменше %(need)s МБ. Звільніть місце і запустіть знову.")
            % {"path": data, "free": free // 2**20, "need": ROOM // 2**20}
        )


def require_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except PermissionError as error:
            raise Trouble(
                _("Порт %(port)s дозволено лише адміністраторові; задайте MANDRIVNA_PORT від 1024.") % {"port": port}
            ) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(
                    _("Порт %(port)s уже зайнято іншою програмою. Зупиніть її або задайте інший порт у MANDRIVNA_PORT.")
                    % {"port": port}
                ) from error
            raise Trouble(_("Адреси %(host)s на цьому комп’ютері немає (MANDRIVNA_HOST).") % {"host": host}) from error


def urls(host: str, port: int, *, https: bool, also: Sequence[str] = ()) -> list[str]:
    """What to type into a browser: here (by name: browsers refuse passkeys on a number), and on a phone in the same network.
    `also`: names that people were told."""
    scheme = "https" if https else "http"
    if lan.is_everything(host):
        here = ["localhost", *lan.addresses()]
    elif lan.is_loopback(host):
        here = ["localhost"]
    else:
        here = [f"[{host}]" if ":" in host else host]
    given = [one for one in also if not one.startswith(".")]
    return [f"{scheme}://{name}:{port}/" for name in dict.fromkeys([*here, *given])]
