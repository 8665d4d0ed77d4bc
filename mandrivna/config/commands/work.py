"""`mandrivna work`: the worker alone, beside a web server or as a second one."""

from __future__ import annotations

import argparse

from mandrivna.config.cli import OK, setup
from mandrivna.config.supervisor import behind_people


def run(arguments: argparse.Namespace) -> int:
    setup()
    from mandrivna.config import ready  # noqa: PLC0415 - app registry
    from mandrivna.core.outbox.worker import Worker  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_database()
    behind_people()
    Worker(grace=arguments.grace).run()
    return OK
