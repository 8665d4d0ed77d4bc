"""Every drill says how much it tried: the counts of a run stand at the end of its output, also when all is well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

NAME = "drill"

type Tell = Callable[[str], None]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Imported by tests/conftest.py, so that it also works where xdist collects in other processes."""
    reports = [report for found in terminalreporter.stats.values() for report in found if getattr(report, "when", "") == "call"]
    lines = [(report.nodeid, text) for report in reports for key, text in report.user_properties if key == NAME]
    if lines:
        terminalreporter.section("drills", sep="-")
        for nodeid, text in sorted(lines):
            terminalreporter.write_line(f"{nodeid.rpartition('/')[2]}: {text}")


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    return lambda text: record_property(NAME, text)
