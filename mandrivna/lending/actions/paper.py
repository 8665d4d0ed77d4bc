"""Sheets of paper: printed with numbers, keyed line by line through the ordinary verbs, marked as spoiled or lost.

What stands on a sheet has happened. Each line is an act of its own whose identity comes of the sheet and the line, so a sheet
keyed twice adds nothing; a line that was changed takes back what it said before. A line that fits nobody is kept and asks for a
person; it stops no other line.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.discrepancies import Found, reconcile
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.lending import rules
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.models import CODE_DIGITS, Event, Sheet, SheetLine
from mandrivna.lending.paper import copies_like, mac_of, meant, readers_like, tidy, with_dittos
from mandrivna.lending.problems import place_kind_problems
from mandrivna.lending.states import LineState, SheetKind, SheetState
from mandrivna.lending.terms import terms
from mandrivna.readers.actions.enrolment import enrol
from mandrivna.readers.consents import words_on
from mandrivna.readers.models import Purpose, Reader

MOST_SHEETS, FEWEST_LINES, MOST_LINES = 50, 5, 25
ENROLLED, FIRST, THEN = 11, 12, 13
"""A sheet knows its day and not the hour: on that day people are registered, then books go one way, then the other."""
WHY = {
    "nobody": _("не вказано читача."),
    "unknown_reader": _("такого квитка чи читача немає."),
    "unknown_copy": _("такої книги немає."),
    "several": _("підходить кілька: оберіть одне."),
    "wrong_day": _("день не зрозумілий, ще не настав або надто давній."),
    "wrong_birth_year": _("рік народження не схожий на рік."),
    "refused": _("записати так не вдалося."),
    "not_undone": _("записане раніше не вдалося зняти."),
    "enrolled": _("читача вже записано: виправте його на сторінці читача."),
}


@verb("lending.print_sheets", may=rules.ISSUE, at="place")
def print_sheets(act: Act, *, place: Unit, kind: str, number: int = 1, lines: int = 15) -> Sheet:
    """Make numbered sheets of one kind; all of them have the batch of the first, which is answered."""
    refuse_if(print_problems(place, kind, number, lines))
    Unit.objects.select_for_update(no_key=True).get(pk=place.pk)  # numbers run on from one print to the next
    last = Sheet.objects.filter(place=place).aggregate(last=Max("number"))["last"] or 0
    made = [
        Sheet(
            uid=uuid.uuid5(act.uid, f"sheet {count}"), batch=act.uid, code=_code(act, count), number=last + count, kind=kind,
            place=place, lines=lines, printed_on=act.on,
        )
        for count in range(1, number + 1)
    ]  # fmt: skip
    return Sheet.objects.bulk_create(made)[0]


def _code(act: Act, count: int) -> str:
    return f"{uuid.uuid5(act.uid, f'code {count}').int % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def print_problems(place: Unit, kind: str, number: int, lines: int) -> list[Problem]:
    problems = place_kind_problems(place)
    if kind not in SheetKind.values:
        problems.append(Blocker(code="unknown_kind", text=_("Такого аркуша немає."), field="kind"))
    if not 1 <= number <= MOST_SHEETS:
        problems.append(Blocker(code="wrong_number", text=_("За раз друкують від 1 до 50 аркушів."), field="number"))
    if not FEWEST_LINES <= lines <= MOST_LINES:
        problems.append(Blocker(code="wrong_lines", text=_("На аркуші може бути від 5 до 25 рядків."), field="lines"))
    return problems


@verb("lending.mark_sheet", may=rules.ISSUE, at="sheet.place")
def mark_sheet(act: Act, *, sheet: Sheet, state: str, note: str = "") -> Sheet:
    """Spoiled, not found, or found again. Nobody is asked whose fault it was; what was keyed already stays."""
    if state not in (SheetState.SPOILED, SheetState.LOST, SheetState.PRINTED):
        raise Refused([Blocker(code="unknown_state", text=_("Так аркуш позначити не можна."))])
    found = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if found.state == SheetState.KEYED:
        raise Refused([Blocker(code="keyed", text=_("Цей аркуш уже внесено."))])
    found.state, found.note = state, note.strip()[:300]
    found.save(update_fields=["state", "note"])
    return found


@verb("lending.key_sheet", may=rules.ISSUE, at="sheet.place")
def key_sheet(act: Act, *, sheet: Sheet, on: dt.date, lines: Withheld, seen: int, whole: bool = True) -> Sheet:
    """`lines` is a JSON list, a dict for each line of the sheet in its order; the operation keeps none of it, for each line is an
    operation of its own. `seen` is the version that whoever keys looked at: a colleague's keying is not corrected unawares.
    `whole`: nothing more stands on the sheet."""
    found = Sheet.objects.select_for_update().get(pk=sheet.pk)
    said = with_dittos(tidy(found.kind, line) for line in json.loads(lines)[: found.lines])
    known = {line.number: line for line in SheetLine.objects.select_for_update().filter(sheet=found)}
    refuse_if(key_problems(act, found, on, said, known, seen))
    changed = [_key(act, found, number, line, on, known.get(number)) for number, line in enumerate(said, 1)]
    _tasks(act, found)
    if any(changed) or (whole and found.state != SheetState.KEYED):
        found.version += any(changed)
        found.on, found.keyed_at = on, timezone.now()
        found.state = SheetState.KEYED if whole else found.state
        found.save(update_fields=["version", "on", "keyed_at", "state"])
    return found


def key_problems(
    act: Act, sheet: Sheet, on: dt.date, said: list[dict[str, str]], known: dict[int, SheetLine], seen: int
) -> list[Problem]:
    problems: list[Problem] = []
    if on > act.on:
        problems.append(Blocker(code="future", text=_("Цей день ще не настав."), field="on"))
    if on < (oldest := _oldest(act)):
        text = _("День давніший за %(day)s. Перевірте рік; якщо аркуш справді такий давній, змініть межу на сторінці «Правила».")
        problems.append(Blocker(code="too_old", text=text % {"day": f"{oldest:%d.%m.%Y}"}, field="on"))
    if sheet.state in (SheetState.SPOILED, SheetState.LOST):
        text = _("Цей аркуш позначено як зіпсований або не знайдений. Якщо він тут, скажіть спершу, що він знайшовся.")
        problems.append(Blocker(code="not_in_use", text=text))
    if not known and not any(said):
        problems.append(Blocker(code="nothing", text=_("Усі рядки порожні: внесіть хоча б один.")))
    differs = any(
        (line := known.get(number)) and line.state == LineState.DONE and not _same(line, words, on)
        for number, words in enumerate(said, 1)
    )
    if differs and seen != sheet.version:
        text = _("Поки ви набирали, цей аркуш вніс хтось інший. Нижче те, що вже внесено: звірте з папером і виправте відмінне.")
        problems.append(Blocker(code="keyed_meanwhile", text=text))
    return problems


def _same(line: SheetLine, words: dict[str, str], on: dt.date) -> bool:
    """An empty line says nothing against a keyed one whose words are forgotten."""
    if not words and line.said is None:
        return True
    return bytes(line.said_mac) == mac_of(line.sheet_id, words, on)


def _key(act: Act, sheet: Sheet, number: int, words: dict[str, str], on: dt.date, line: SheetLine | None) -> bool:
    """True when the world or the task changed."""
    if line is None:
        if not words:
            return False
        line = SheetLine(sheet=sheet, number=number)
    elif _same(line, words, on) and line.state != LineState.WAITING:
        return _as_it_was(line)
    before, op = (line.state, line.problem), line.op
    if op is not None and (stays := _take_back(act, sheet, line, op)):
        line.problem = stays
        line.save(update_fields=["problem"])
        return before[1] != stays
    line.version += op is not None
    line.said, line.said_mac = words or None, mac_of(sheet.pk, words, on)
    day = _day(words, on, act)
    line.at = _moment(sheet, number, day or on)
    if not words:
        line.settle(LineState.EMPTY)
    else:
        problem = _do(act, sheet, line, words) if day else "wrong_day"
        line.settle(LineState.WAITING if problem else LineState.DONE, problem)
    line.save()
    return op is not None or before != (line.state, line.problem)


def _as_it_was(line: SheetLine) -> bool:
    """What was wished of it and could not be done is wished no more."""
    had, line.problem = line.problem, ""
    if had:
        line.save(update_fields=["problem"])
    return bool(had)


def _day(words: dict[str, str], on: dt.date, act: Act) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(words["on"]) if "on" in words else on
    except ValueError:
        return None
    return day if _oldest(act) <= day <= act.on else None


def _oldest(act: Act) -> dt.date:
    """An older day is a slip of the pen or the finger, more likely than a sheet that lay about for so long."""
    return act.on - dt.timedelta(days=terms().paper_days_back)


def _moment(sheet: Sheet, number: int, day: dt.date) -> dt.datetime:
    """Never later than now: what a desk does today after the keying comes after it."""
    at = dt.datetime.combine(day, dt.time(_hour(sheet.kind), 0, number), timezone.get_current_timezone())
    return min(at, timezone.now())


def _hour(kind: str) -> int:
    if kind == SheetKind.ENROL:
        return ENROLLED
    return FIRST if (kind == SheetKind.RETURN) == terms().paper_returns_first else THEN


def _take_back(act: Act, sheet: Sheet, line: SheetLine, op: uuid.UUID) -> str:
    """What the line said before. A registration stands: a person is corrected on their own page, not by a sheet."""
    if sheet.kind == SheetKind.ENROL:
        return "enrolled"
    copy = Event.objects.select_related("copy").get(pk=op).copy
    # At the moment of the line itself: that it was misread is no act done long after.
    told = _part(act, line, "undo", line.at + dt.timedelta(milliseconds=1))
    if not _tried(lambda: undo(told, copy=copy, target=op, place=sheet.place)):
        return "not_undone"
    line.op = line.reader = None
    return ""


def _do(act: Act, sheet: Sheet, line: SheetLine, words: dict[str, str]) -> str:
    """The ordinary verb of a line, or why it waits."""
    if sheet.kind == SheetKind.ENROL:
        return _enrol(act, sheet, line, words)
    told = _part(act, line, str(sheet.kind), line.at)
    reader: Reader | None = None
    if sheet.kind == SheetKind.ISSUE:
        who = meant(readers_like(act.actor, words["reader"]), "unknown_reader") if "reader" in words else None
        if who is None or who.one is None:
            return who.why if who else "nobody"
        reader = who.one
    what = meant(copies_like(act.actor, words.get("copy", ""), sheet.kind, sheet.place), "unknown_copy")
    if what.one is None:
        return what.why
    copy = what.one
    if reader is not None:
        done = _tried(lambda: issue(told, copy=copy, reader=reader, place=sheet.place))
    else:
        done = _tried(lambda: return_copy(told, copy=copy, place=sheet.place))
    if not done:
        return "refused"
    line.op, line.reader = told.uid, reader
    return ""


def _enrol(act: Act, sheet: Sheet, line: SheetLine, words: dict[str, str]) -> str:
    """The name is written as a name, for only there it is kept encrypted; the signature on the sheet is the consent."""
    year = words.get("birth_year", "")
    if year and not (year.isdigit() and len(year) == 4):
        return "wrong_birth_year"
    told, person = _part(act, line, "enrol", line.at), line.part("reader")
    about: dict[str, Any] = {name: words.get(name, "") for name in ("name", "phone", "card")}
    agreed = words_on(institution_of(sheet.place), told.on)[Purpose.DATA].version
    written = _tried(
        lambda: enrol(told, place=sheet.place, reader=person, birth_year=int(year) if year else None, consent=agreed, **about)
    )
    if written is None:
        return "refused"
    line.op, line.reader = told.uid, written.reader
    return ""


def _part(act: Act, line: SheetLine, name: str, at: dt.datetime) -> Act:
    return replace(
        act, uid=line.part(name), at=at, happened=True, channel="paper", seq=None, said=None, discrepancies=set(), noted={}
    )


def _tried[T](run: Callable[[], T]) -> T | None:
    """One line that cannot be applied leaves nothing half done and does not stop the others."""
    try:
        with transaction.atomic():
            return run()
    except (Refused, ValidationError, DataError):
        return None


def _tasks(act: Act, sheet: Sheet) -> None:
    """A task for each line that waits; it closes by itself when the line is in. No word of the line is in it."""
    waiting = SheetLine.objects.filter(sheet=sheet).exclude(problem="").order_by("number")
    found = [
        Found(
            f"lending.paper:{line.pk}:{line.version}", "lending.paper_line", line.op,
            {
                "sheet": str(sheet.number), "place": str(sheet.place), "line": str(line.number),
                "on": str(timezone.localdate(line.at)),
            },
        )
        for line in waiting
    ]  # fmt: skip
    reconcile(act, f"lending.Sheet:{sheet.pk}", found, sheet.place)
