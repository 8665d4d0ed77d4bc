"""Fixtures for every test. The engine and the isolation from the developer's environment are in tests/plugin.py."""

from __future__ import annotations

from tests.drills.reporting import pytest_terminal_summary  # noqa: F401 - a hook: the drills say their counts
from tests.support import use_reset_database

use_reset_database()
