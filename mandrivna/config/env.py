"""The environment is the only place settings come from; what cannot be understood refuses to start.

A misspelt `MANDRIVNA_DEMO=yess` must not quietly mean "no", and a secret given twice must not leave
people guessing which one is in force.
"""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from mandrivna.config.words import gettext as _

# The server binds the parameters and prepares a statement it has met five times: an act of service says the same few
# sentences again and again, and this was worth a quarter of the loans a second (scripts/bench, November 2026).
BINDING = {"server_side_binding": True, "prepare_threshold": 5}
POSTGRES_OPTIONS = {
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "connect_timeout",
    "application_name",
    "host",
    "passfile",
    "service",
}


class ConfigError(Exception):
    """The settings are wrong. One sentence for people, exit code 2, nothing has been started."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in ("1", "true"):
        return True
    if value in ("0", "false"):
        return False
    raise ConfigError(_("%(name)s має бути 1 або 0 (true або false), а не «%(value)s».") % {"name": name, "value": value[:40]})


def number(name: str, default: int, low: int, high: int) -> int:
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise ConfigError(
            _("%(name)s має бути цілим числом від %(low)s до %(high)s, а не «%(value)s».")
            % {"name": name, "low": low, "high": high, "value": value[:40]}
        )
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default).lower()
    if value not in allowed:
        raise ConfigError(
            _("%(name)s може бути лише одним із: %(allowed)s; а не «%(value)s».")
            % {"name": name, "allowed": ", ".join(allowed), "value": value[:40]}
        )
    return value


def words(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def secret(name: str, default: str = "") -> str:
    """From `NAME`, or from the file that `NAME_FILE` points to; the value itself is never in a message."""
    value, path = text(name), text(f"{name}_FILE")
    if value and path:
        raise ConfigError(_("Задано і %(name)s, і %(name)s_FILE: залиште щось одне.") % {"name": name})
    if not path:
        return value or default
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            _("Не вдалося прочитати файл із %(name)s_FILE: %(path)s (%(why)s).")
            % {"name": name, "path": path, "why": reason(error)}
        ) from error
    if not value:
        raise ConfigError(_("Файл із %(name)s_FILE порожній: %(path)s.") % {"name": name, "path": path})
    return value


def folder(name: str, default: str) -> Path:
    """Made with mode 0700 when missing: it will hold the database."""
    path = Path(text(name, default)).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            _("Не вдалося створити теку даних %(path)s: %(why)s. Задайте іншу в %(name)s.")
            % {"path": path, "why": reason(error), "name": name}
        ) from error
    return path


def kept_secret(path: Path) -> str:
    """A secret that is made once and kept in a 0600 file; two processes starting together get the same one."""
    try:
        if not path.exists():
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass  # the other process was first, and its secret counts
            finally:
                draft.unlink()
        value = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigError(
            _("Тека даних %(path)s недоступна для запису: %(why)s. Виправте права або задайте іншу теку в MANDRIVNA_DATA.")
            % {"path": path.parent, "why": reason(error)}
        ) from error
    if len(value) < 40:
        raise ConfigError(_("Файл із секретом пошкоджено: %(path)s.") % {"path": path})
    return value


def database(url: str, data: Path) -> dict[str, Any]:
    """`postgres://user:password@host:5432/name?sslmode=require`, `sqlite:///relative.sqlite3` or `sqlite:////full/path`."""
    if not url:
        return _sqlite(data / "mandrivna.sqlite3", data)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = SplitResult("", "", "", "", ""), None
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1 and not parts.query:
        return _sqlite(Path(unquote(parts.path[1:])).expanduser().resolve(), data)
    if parts.scheme in ("postgres", "postgresql") and len(parts.path) > 1:
        return _postgres(parts, port)
    # The address may hold a password: it is not repeated.
    raise ConfigError(
        _(
            "DATABASE_URL незрозумілий. Очікується postgres://користувач:пароль@сервер:5432/база або sqlite:////повний/шлях/до/файла."
        )
    )


def _sqlite(path: Path, data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        # Tests run on a real file with the same options: in memory there is no WAL, no fsync and no second process.
        "TEST": {"NAME": str(data / "test.sqlite3")},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
                "PRAGMA wal_autocheckpoint=4000;"  # pages: what changes again and again goes to the file once, not four times
            ),
        },
    }


def _postgres(parts: SplitResult, port: int | None) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - POSTGRES_OPTIONS):
        raise ConfigError(_("DATABASE_URL: невідомі параметри після «?»: %(names)s.") % {"names": ", ".join(unknown)})
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, **BINDING},
    }


def reason(error: Exception) -> str:
    """Why the system refused, in the language of the sentence it stands in."""
    number = getattr(error, "errno", None)
    known = {
        errno.EACCES: _("немає прав"),
        errno.EPERM: _("немає прав"),
        errno.EROFS: _("диск лише для читання"),
        errno.ENOSPC: _("на диску немає місця"),
        errno.ENOENT: _("такого немає"),
        errno.ENOTDIR: _("це не тека"),
        errno.EISDIR: _("це тека"),
    }
    return known.get(number) or getattr(error, "strerror", None) or type(error).__name__ if number else type(error).__name__
