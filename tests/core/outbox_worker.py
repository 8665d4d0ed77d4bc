"""A worker in a process of its own: `python -m tests.core.outbox_worker STALE_SECONDS GRACE_SECONDS`."""

from __future__ import annotations

import datetime as dt
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    from mandrivna.core.outbox.worker import Worker  # noqa: PLC0415 - app registry
    from tests.core import outbox_tasks  # noqa: PLC0415 - app registry

    outbox_tasks.register_periodic()
    stale, grace = float(sys.argv[1]), float(sys.argv[2])
    Worker(idle=0.05, stale=dt.timedelta(seconds=stale), grace=grace).run()


if __name__ == "__main__":
    main()
