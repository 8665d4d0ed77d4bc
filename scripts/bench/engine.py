"""One engine, measured in a process of its own: `python -m scripts.bench.engine LOANS FACTS`; prints JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django


def main(loans: int, facts: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - app registry
    from django.db import connection  # noqa: PLC0415 - app registry

    from scripts.bench import loans as lending  # noqa: PLC0415 - app registry
    from scripts.bench import million  # noqa: PLC0415 - app registry
    from scripts.bench.ground import ground  # noqa: PLC0415 - app registry

    call_command("migrate", verbosity=0)
    place = ground()
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version = cursor.fetchone()[0].removeprefix("PostgreSQL ").split()[0]
    return {
        "engine": connection.vendor, "version": version,
        "loans": lending.measure(place, loans) if loans else None,
        "facts": million.measure(place, facts) if facts else None,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
