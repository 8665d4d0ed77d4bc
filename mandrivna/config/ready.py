"""What must be true before anything is served: the database answers, keeps its word, and has today's shape."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from mandrivna import __version__
from mandrivna.config.cli import Trouble
from mandrivna.config.env import ConfigError
from mandrivna.config.words import gettext as _
from mandrivna.core import crypto
from mandrivna.core.models import Operation


def require_keys() -> None:
    """Made on the first start; later a missing, open or wrong key file stops everything before anything is written."""
    if not crypto.given() and not crypto.path().exists() and written():
        raise ConfigError(
            _(
                "Немає файла ключів %(path)s, а в базі вже є зашифровані дані. "
                "Поверніть файл із копії: з новими ключами старого не прочитати."
            )
            % {"path": crypto.path()}
        )
    try:
        crypto.keyring()
    except crypto.KeyError_ as error:
        raise ConfigError(str(error)) from error


def written() -> bool:
    """Has this database been written with some keys before? A database that does not answer is spoken of elsewhere."""
    try:
        present = set(connection.introspection.table_names())
        return "core_operation" in present and Operation.objects.exists()
    except DatabaseError:
        return False


def require_database() -> None:
    """Unreachable is trouble (1); reachable but unsafe is configuration (2)."""
    try:
        connection.ensure_connection()
        faults = [found for found in run_checks(tags=[Tags.database], databases=["default"]) if found.is_serious()]
    except OperationalError as error:
        raise Trouble(_("База даних не відповідає. Перевірте DATABASE_URL і чи працює сервер бази (mandrivna doctor).")) from error
    if faults:
        raise ConfigError("\n".join(str(found.msg) + (f" {found.hint}" if found.hint else "") for found in faults))


def pending() -> list[str]:
    """Names of migrations not yet applied."""
    executor = MigrationExecutor(connection)
    return [f"{step.app_label}.{step.name}" for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate() -> bool:
    """Only when there is something to do: asking is ten times faster than running an empty migration."""
    if not pending():
        return False
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    return True


def collect_static() -> bool:
    """Only when the program's version or one of its files has changed since the last time."""
    stamp, mark = Path(settings.STATIC_ROOT) / ".stamp", static_mark()
    if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, skip_checks=True, stdout=io.StringIO())
    stamp.write_text(mark, encoding="ascii")
    return True


def static_mark() -> str:
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name}|{about.st_size}|{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def require_shape() -> None:
    """For commands that only read: a database of another shape would answer with nonsense."""
    require_database()
    if pending():
        raise Trouble(_("Базу даних ще не оновлено до цієї версії програми. Виконайте: mandrivna migrate"))
