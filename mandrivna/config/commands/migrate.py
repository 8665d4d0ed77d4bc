"""`mandrivna migrate`: the database takes today's shape."""

from __future__ import annotations

import argparse

from mandrivna.config.cli import OK, say, setup
from mandrivna.config.words import gettext as _


def run(_arguments: argparse.Namespace) -> int:
    setup()
    from django.core.management import call_command  # noqa: PLC0415 - slow import

    from mandrivna.config import ready  # noqa: PLC0415 - app registry

    ready.require_keys()
    steps = len(ready.pending())
    # Also when there is nothing pending: afterwards the ledger's triggers are put in place again.
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    ready.require_database()
    say(_("Базу даних оновлено, кроків: %(steps)s.") % {"steps": steps} if steps else _("База даних уже має потрібну будову."))
    return OK
