"""The database must keep what it has confirmed. Read back from the live connection, never believed from the settings.

Measured (safety.md §0.4): WAL with `synchronous=NORMAL` lost acknowledged commits in 225 of 300 power cuts, FULL in
none; without IMMEDIATE nine of ten concurrent transactions failed. Hence `serve`, `work` and `doctor` stop here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from mandrivna.core.collation import POSTGRES as ALPHABET

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "ncpfs",
    "afs",
    "drvfs",
    "fuse.sshfs",
    "fuse.s3",
    "fuse.rclone",
    "fuse.gvfs",
    "glusterfs",
    "ceph",
    "davfs",
)
OLDEST_POSTGRES = 150000


def filesystem(path: Path) -> str:
    """The type of the file system that holds `path`, by the longest mount point; empty where /proc is not there."""
    with contextlib.suppress(OSError):
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
        here = path.resolve()
        holding = [(m[1].replace("\\040", " "), m[2]) for m in mounts if len(m) > 2]
        # The last of equal mount points is the one on top.
        return max(enumerate((p, k) for p, k in holding if here.is_relative_to(p)), key=lambda m: (len(m[1][0]), m[0]))[1][1]
    return ""


def on_network(kind: str) -> bool:
    return kind.startswith(NETWORK)


@register(Tags.database)
def durable(app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        found += _sqlite(connection) if connection.vendor == "sqlite" else _postgres(connection)
    return found


def _sqlite(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            if (real := cursor.fetchone()[0]) != wanted:
                text = _("SQLite: %(name)s = %(real)s, а має бути %(wanted)s: підтверджене може зникнути після вимкнення світла.")
                found.append(
                    Error(
                        text % {"name": name, "real": real, "wanted": wanted},
                        hint=_("Покладіть базу на звичайний локальний диск, доступний для запису."),
                        id="mandrivna.E001",
                    )
                )
    if getattr(connection, "transaction_mode", None) != "IMMEDIATE":
        found.append(Error(_("SQLite: transaction_mode має бути IMMEDIATE."), id="mandrivna.E002"))
    path = Path(str(connection.settings_dict["NAME"]))
    if on_network(kind := filesystem(path.parent)):
        found.append(
            Error(
                _("База SQLite лежить на мережевому диску (%(kind)s): там вона псується.") % {"kind": kind},
                hint=_("Перенесіть теку даних на диск цього комп’ютера або візьміть PostgreSQL."),
                id="mandrivna.E003",
            )
        )
    return found


def _postgres(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    shown = {}
    with connection.cursor() as cursor:
        for name in ("server_version_num", "default_transaction_isolation", "server_encoding", "fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            shown[name] = cursor.fetchone()[0]
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s", [ALPHABET])
        knows_alphabet = cursor.fetchone() is not None
    if int(shown["server_version_num"]) < OLDEST_POSTGRES:
        found.append(Error(_("Версія PostgreSQL застаріла: потрібна 15 або новіша."), id="mandrivna.E011"))
    if shown["default_transaction_isolation"] != "read committed":
        found.append(
            Error(
                _("PostgreSQL: default_transaction_isolation має бути «read committed», а не «%(real)s».")
                % {"real": shown["default_transaction_isolation"]},
                hint=_("Приберіть це налаштування з сервера, бази та користувача бази."),
                id="mandrivna.E012",
            )
        )
    if shown["server_encoding"] != "UTF8":
        found.append(
            Error(_("PostgreSQL: база має бути в кодуванні UTF8."), hint=_("Створіть її з ENCODING 'UTF8'."), id="mandrivna.E013")
        )
    if not knows_alphabet:
        found.append(
            Error(
                _("PostgreSQL зібрано без ICU: сервер не знає українського алфавіту (%(name)s).") % {"name": ALPHABET},
                hint=_("Візьміть звичайний пакет PostgreSQL: у ньому ICU є."),
                id="mandrivna.E015",
            )
        )
    if shown["fsync"] != "on" or shown["synchronous_commit"] == "off":
        found.append(
            Warning(
                _("PostgreSQL: вимкнено fsync або synchronous_commit: підтверджене може зникнути після вимкнення світла."),
                hint=_("Увімкніть обидва, якщо це не випробування."),
                id="mandrivna.W014",
            )
        )
    return found
