"""`mandrivna verify-ledger`: has anybody touched what was recorded?"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from mandrivna.config.cli import OK, WRONG, say, setup
from mandrivna.config.words import gettext as _


def run(arguments: argparse.Namespace) -> int:
    setup()
    from mandrivna.config import ready  # noqa: PLC0415 - app registry
    from mandrivna.ledger import seal  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_shape()
    verdict, missing = seal.verify(), seal.missing()
    ok = verdict.ok and not missing
    if arguments.json:
        say(json.dumps({**asdict(verdict), "ok": ok, "missing_triggers": missing}, ensure_ascii=False))
        return OK if ok else WRONG
    if not verdict.ok:
        say(_("Журнал фактів змінено. Перше місце, що не збігається: %(bad)s") % {"bad": verdict.bad}, error=True)
    if missing:
        say(
            _("У базі немає захисту журналу фактів (%(names)s). Поверніть його: mandrivna migrate") % {"names": ", ".join(missing)},
            error=True,
        )
    if ok:
        say(
            _("Журнал фактів цілий: записів %(facts)s, з них опечатано %(sealed)s.")
            % {"facts": verdict.facts, "sealed": verdict.sealed}
        )
        say(_("Останній відбиток (збережіть його поза цим комп’ютером): %(head)s") % {"head": verdict.head or "–"})
    return OK if ok else WRONG
