"""What has to happen before Django's settings are read; loaded by `-p tests.plugin` in pyproject.toml.

A run of the tests has a data folder of its own and takes nothing from the developer's environment: an exported
DATABASE_URL may lead to a library's real data. The engine is SQLite on a real file (WAL, fsync and several processes
as in service), or the cluster that scripts/throwaway_pg.py has just made.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

KEPT = {"MANDRIVNA_DRILL", "MANDRIVNA_THROWAWAY_DATABASE"}


def _isolate() -> None:
    throwaway = os.environ.get("MANDRIVNA_THROWAWAY_DATABASE")
    for name in [name for name in os.environ if name.startswith(("MANDRIVNA_", "DATABASE_URL")) and name not in KEPT]:
        del os.environ[name]
    if throwaway:
        os.environ["DATABASE_URL"] = throwaway
    data = Path(tempfile.mkdtemp(prefix="mandrivna-tests-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    (data / "static").mkdir()  # WhiteNoise warns when the folder is missing, and a warning is an error here
    os.environ["MANDRIVNA_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "mandrivna.config.settings"


if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker shares the folder of the run; its database has a suffix
    _isolate()


def pytest_configure(config: pytest.Config) -> None:
    """`collectstatic` has not run, so no manifest; a slow hash would be most of the time of every sign-in."""
    from django.conf import settings  # noqa: PLC0415 - app registry: the environment has to be isolated first

    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    # No index unless a test makes one: processes that tests start keep theirs elsewhere, of databases that are not this test's.
    settings.SEARCH_INDEX = Path(settings.DATA) / f"search-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {'PostgreSQL, throw-away cluster' if os.environ.get('DATABASE_URL') else 'SQLite, file'}"
