"""`mandrivna import-plan`: what would be understood of a plan in a file. Nothing is saved, no database is asked."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from mandrivna.config.cli import OK, Trouble, say
from mandrivna.config.words import gettext as _
from mandrivna.planning.reading.blocks import MOST_FILE, UnreadableError
from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import Place, ReadPlan, Unplaced
from mandrivna.planning.reading.telling import DOUBTS, KINDS, REFUSED, SLIPS, UNPLACED, counted, reviewed

SHOWN = 40
"""More lines of one sort are only counted: all of them are in the answer for programs."""


def run(arguments: argparse.Namespace) -> int:
    path = Path(arguments.file)
    if not path.is_file():
        raise Trouble(_("Файлу немає: %(path)s") % {"path": arguments.file})
    try:
        with path.open("rb") as stream:
            plan = read(stream.read(MOST_FILE + 1), path.name, arguments.year)
    except UnreadableError as refused:
        raise Trouble(_(REFUSED[refused.code])) from refused
    if arguments.json:
        say(json.dumps({**plan.as_data(), "counted": counted(plan), "review": reviewed(plan)}, ensure_ascii=False))
    else:
        _told(plan)
    return OK


def _told(plan: ReadPlan) -> None:
    years = f"{plan.year}–{plan.until}" if plan.until else str(plan.year or _("рік не сказано"))
    say(f"{plan.title or _('Без назви')} · {_(KINDS[plan.kind])} · {years}")
    for section in plan.sections:
        say(
            "  "
            + _("%(title)s: рядків %(rows)s")
            % {"title": f"{section.number} {section.title}".strip() or _("Без розділу"), "rows": len(section.rows)}
        )
    numbers = counted(plan)
    say(
        _("Разом: розділів %(sections)s, рядків %(rows)s, термінів %(terms)s, кількостей %(quantities)s, виконавців %(executors)s.")
        % numbers
    )
    say(_("Не зрозуміло термінів %(terms_not_understood)s, виконавців %(executors_not_known)s.") % numbers)
    doubts = [(one.place, f"{_(DOUBTS[one.code])}: {one.about}") for one in plan.doubts]
    doubts += [(one.place, f"{_(DOUBTS[one.code])}: {one.about}") for row in plan.rows for one in row.doubts]
    _listed(_("Подивіться самі:"), doubts)
    _listed(
        _("Схоже на описки, нічого не змінено:"),
        [(one.place, f"{one.was} → {one.now}: {_(SLIPS[one.kind])}") for one in plan.slips],
    )
    _listed(_("Не знайшло місця в плані:"), [(one.place, f"{_(UNPLACED[one.why])}: {_words_of(one)}") for one in plan.unplaced])


def _words_of(one: Unplaced) -> str:
    """Its words, or how many there are; and to which row it belongs."""
    said = f"{one.count}: {one.text[:120]}" if one.count and one.text else str(one.count) if one.count else one.text[:120]
    return f"{said} ({one.row})" if one.row else said


def _listed(title: str, lines: list[tuple[Place, str]]) -> None:
    if not lines:
        return
    say(title)
    for place, line in lines[:SHOWN]:
        say(f"  {_where(place)}{' '.join(line.split())}")
    if len(lines) > SHOWN:
        say("  " + _("і ще %(more)s") % {"more": len(lines) - SHOWN})


def _where(place: Place) -> str:
    said = []
    if place.page:
        said.append(_("сторінка %(number)s") % {"number": place.page})
    if place.first:
        said.append(_("рядок %(number)s") % {"number": place.first})
    return f"{', '.join(said)}: " if said else ""
