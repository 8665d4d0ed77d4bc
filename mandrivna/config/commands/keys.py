"""`mandrivna rotate-keys`: a new key, everything encrypted anew under it, the old key dropped. The library works meanwhile."""

from __future__ import annotations

import argparse

from mandrivna.config.cli import OK, Trouble, say, setup
from mandrivna.config.words import gettext as _


def run(_arguments: argparse.Namespace) -> int:
    setup()
    from mandrivna.config import ready  # noqa: PLC0415 - app registry
    from mandrivna.core import crypto, rotation  # noqa: PLC0415 - app registry

    ready.require_keys()
    ready.require_shape()
    try:
        report = rotation.rotate()
        retired = rotation.retire()
    except crypto.KeyError_ as error:
        raise Trouble(str(error)) from error
    say(
        _("Новий ключ створено, перешифровано записів: %(count)s, старих ключів вилучено: %(old)s.")
        % {"count": report.rewritten, "old": len(retired)}
    )
    if report.collisions:
        say(
            _("Ці записи мають однакові значення і лишилися зі старим пошуковим індексом, перегляньте їх: %(names)s")
            % {"names": ", ".join(report.collisions)}
        )
    say(_("Зробіть нову резервну копію ключів: %(path)s") % {"path": crypto.path()})
    return OK
