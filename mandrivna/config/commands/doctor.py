"""`mandrivna doctor`: looks at everything `serve` needs, says what is wrong and how to mend it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from mandrivna.config.cli import OK, USAGE, WRONG, say, setup
from mandrivna.config.env import ConfigError
from mandrivna.config.words import gettext as _

GOOD, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True)
class Finding:
    """`state`: ok; warn, worth knowing; bad, must be mended. `mend` says how."""

    check: str
    state: str
    what: str
    mend: str = ""


def run(arguments: argparse.Namespace) -> int:
    try:
        setup()
    except ConfigError as refusal:
        return _report(
            [Finding("settings", BAD, str(refusal), _("Виправте змінну середовища і запустіть знову."))], arguments.json, USAGE
        )
    from mandrivna.config import checkup  # noqa: PLC0415 - app registry

    findings = [Finding("settings", GOOD, _("Налаштування зрозумілі."))]
    for check in checkup.CHECKS:
        findings += _safely(check)
    return _report(findings, arguments.json, WRONG if any(found.state == BAD for found in findings) else OK)


def _safely(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """One check that breaks must not hide the others."""
    try:
        return list(check())
    except Exception as error:
        what = _("Перевірити не вдалося: %(error)s.") % {"error": type(error).__name__}
        return [Finding(check.__name__, BAD, what, _("Подивіться на рядки вище: найімовірніше, причина в них."))]


def _report(findings: list[Finding], as_json: bool, code: int) -> int:
    if as_json:
        say(json.dumps({"ok": code == OK, "findings": [asdict(found) for found in findings]}, ensure_ascii=False))
        return code
    marks = {GOOD: _("гаразд"), WARN: _("увага"), BAD: _("НЕГАРАЗД")}
    width = max(len(mark) for mark in marks.values())
    for found in findings:
        say(f"{marks[found.state]:<{width}}  {found.what}")
        if found.mend and found.state != GOOD:
            say(f"{'':<{width}}  → {found.mend}")
    if code == OK:
        say(_("Усе потрібне на місці."))
    return code
