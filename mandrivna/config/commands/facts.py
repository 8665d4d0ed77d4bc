"""`mandrivna check-facts`: does the ledger say what the acts say?"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from mandrivna.config.cli import OK, WRONG, say, setup
from mandrivna.config.words import gettext as _

SHOWN = 20


def run(arguments: argparse.Namespace) -> int:
    setup()
    from mandrivna.config import ready  # noqa: PLC0415 - app registry
    from mandrivna.ledger.check import check_facts  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_shape()
    report = check_facts()
    if arguments.json:
        say(json.dumps({"ok": report.ok, **asdict(report)}, ensure_ascii=False))
    elif report.ok:
        say(
            _("Розбіжностей немає: дій %(acts)s, записів у книзі обліку %(facts)s.")
            % {"acts": report.objects, "facts": report.facts}
        )
    else:
        say(_("Журнал фактів розійшовся з діями, випадків: %(count)s.") % {"count": len(report.drift)}, error=True)
        for line in report.drift[:SHOWN]:
            say(f"  {line}", error=True)
        if len(report.drift) > SHOWN:
            say(
                _("  … і ще %(more)s; повний перелік: mandrivna check-facts --json") % {"more": len(report.drift) - SHOWN},
                error=True,
            )
    return OK if report.ok else WRONG
