"""Fixtures for every test. The engine and the isolation from the developer's environment are in tests/plugin.py."""

from __future__ import annotations

from tests.support import use_reset_database

use_reset_database()
