"""`mandrivna reindex`: the search index made anew beside the old one; search goes on all the while."""

from __future__ import annotations

import argparse
import json
import select
import sys
import time

from mandrivna.config.cli import OK, Trouble, say, setup
from mandrivna.config.words import gettext as _


def run(arguments: argparse.Namespace) -> int:
    setup()
    from django.conf import settings  # noqa: PLC0415 - app registry

    from mandrivna.catalogue.search.home import Broken  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.search.keeper import follow, rebuild  # noqa: PLC0415 - app registry
    from mandrivna.config import place, ready  # noqa: PLC0415 - app registry

    ready.require_database()
    ready.require_shape()
    place.require_writable(settings.DATA)
    if arguments.follow:
        follow(_left_alone)
        return OK
    began = time.perf_counter()
    try:
        records = rebuild(say=_silent if arguments.json else _progress)
    except (Broken, OSError) as error:
        why = _("Покажчик пошуку скласти не вдалося: %(why)s. Старий лишився на місці.") % {"why": str(error)[:200]}
        raise Trouble(why) from error
    seconds = round(time.perf_counter() - began, 1)
    if arguments.json:
        say(json.dumps({"ok": True, "records": records, "seconds": seconds}))
    else:
        say(_("Покажчик пошуку складено: записів %(records)s, секунд %(seconds)s.") % {"records": records, "seconds": seconds})
    return OK


def _left_alone() -> bool:
    """Whoever started this has closed its end of the pipe, or died."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def _silent(_done: int) -> None:
    pass


def _progress(done: int) -> None:
    if done % 50_000 == 0:
        say(f"  {done}")
