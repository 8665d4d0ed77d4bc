from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connection

from mandrivna.ledger import seal


@register(Tags.database)
def ledger_is_sealed(databases: Any = None, **_kwargs: Any) -> list[Error]:
    """Run with `check --database default`; serve, work and doctor do."""
    if not databases or "ledger_fact" not in connection.introspection.table_names():
        return []
    return [Error(f"the trigger {name} is missing", hint="mandrivna migrate", id="ledger.E001") for name in seal.missing()]
