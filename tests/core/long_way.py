"""`python -m tests.core.long_way`: the database of DATABASE_URL is made as installations of before have come to theirs.

Django takes the squashed migrations only where none of what they replace was applied. So every room is begun by its first
migration of before, and an ordinary `migrate` goes on by the old ones. Says in JSON what stands then.
"""

from __future__ import annotations

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the settings have to stand
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

from tests.core.schema import what_stands  # noqa: E402


def main() -> None:
    begun = MigrationExecutor(connection)
    begun.loader.replace_migrations = False
    begun.loader.build_graph()
    begun.migrate([squash.replaces[0] for squash in begun.loader.replacements.values()])
    before = sorted(MigrationRecorder(connection).applied_migrations())
    call_command("migrate", verbosity=0)
    stands = what_stands(connection)
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    call_command("migrate", "enquiries", "zero", verbosity=0)
    print(json.dumps({"before": before, "stands": stands, "applied": applied, "left": connection.introspection.table_names()}))  # noqa: T201


if __name__ == "__main__":
    main()
