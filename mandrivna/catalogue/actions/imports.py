"""Imports are begun, stopped, gone on with and taken back. The work itself is done in chunks by the worker, or by the command."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.formats.encodings import KNOWN
from mandrivna.catalogue.formats.sniffing import FORMATS
from mandrivna.catalogue.importing import mapping
from mandrivna.catalogue.importing.work import CLOSING
from mandrivna.catalogue.models import Run, RunState
from mandrivna.catalogue.tasks import go_on_with_import
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Kind, Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, Problem, Refused

LARGEST = 4 * 1024**3
BEARING = (Kind.DEPARTMENT, Kind.HUB, Kind.SHELF, Kind.PLACE)


@verb("catalogue.start_import", may=rules.IMPORT, at="unit")
def start_import(
    act: Act, *, unit: Unit, name: str, size: int, digest: str, format: str, encoding: str, options: dict[str, Any]
) -> Run:
    """The file lies where `importing.files.path_of` looks for it, under the identity of this act."""
    problems: list[Problem] = []
    if format not in FORMATS:
        problems.append(Blocker(code="unknown_format", text=_("Невідомий формат файлу."), field="format"))
    if encoding not in KNOWN:
        problems.append(Blocker(code="unknown_encoding", text=_("Невідоме кодування."), field="encoding"))
    if not 0 < size <= LARGEST:
        problems.append(Blocker(code="wrong_size", text=_("Файл порожній або завеликий."), field="file"))
    if not str(options.get("source", "")).strip():
        text = _("Скажіть, звідки файл: за цим програма впізнає записи, коли вони прийдуть знову.")
        problems.append(Blocker(code="no_source", text=text, field="source"))
    problems += mapping.problems(format, options.get("columns"))
    problems += _place_problems(act, options)
    if problems:
        raise Refused(problems)
    run = Run.objects.create(
        uid=act.uid,
        unit=unit,
        name=name.strip()[:200],
        size=size,
        digest=digest,
        format=format,
        encoding=encoding,
        options=options,
        started_at=act.at,
        by_id=act.actor.staff_id,
        op=act.uid,
    )
    enqueue(go_on_with_import, run=str(run.pk))
    return run


def _place_problems(act: Act, options: dict[str, Any]) -> list[Problem]:
    """Where the copies are to stand: a place of its own within reach of whoever says so, not a whole institution."""
    asked = [one for one in (options.get("place"), *options.get("shelves", {}).values()) if one]
    open_units = Unit.objects.open().in_bulk([int(one) for one in asked if str(one).isdecimal()])
    for one in asked:
        place = open_units.get(int(one)) if str(one).isdecimal() else None
        if place is None or not act.actor.can(rules.IMPORT, place.path):
            return [Blocker(code="no_place", text=_("Такого місця для примірників немає."), field="place")]
        if place.kind not in BEARING:
            text = _("Примірники стоять у відділі, у просторі, на полиці або в місці, а не в закладі взагалі: оберіть точніше.")
            return [Blocker(code="not_a_place", text=text, field="place")]
    return []


@verb("catalogue.stop_import", may=rules.IMPORT, at="run.unit")
def stop_import(act: Act, *, run: Run) -> Run:
    """At the end of the chunk that is being written; what came so far stays."""
    return _to(run, RunState.STOPPED, (RunState.WAITING, RunState.RUNNING))


@verb("catalogue.resume_import", may=rules.IMPORT, at="run.unit")
def resume_import(act: Act, *, run: Run) -> Run:
    """What was being taken back goes on being taken back."""
    state = RunState.UNDOING if run.options.get("undoing") else RunState.WAITING
    run = _to(run, state, (RunState.STOPPED, RunState.FAILED))
    enqueue(go_on_with_import, run=str(run.pk))
    return run


@verb("catalogue.finish_import", may=rules.IMPORT, at="run.unit")
def finish_import(act: Act, *, run: Run) -> Run:
    """Where it was stopped: nothing more is read; copies that wait for their numbers get them, and the balance is struck."""
    run = _to(run, RunState.WAITING, (RunState.STOPPED, RunState.FAILED), undoing=False)
    run.options = {**run.options, CLOSING: True}
    run.save(update_fields=["options"])
    enqueue(go_on_with_import, run=str(run.pk))
    return run


@verb("catalogue.undo_import", may=rules.IMPORT, at="run.unit")
def undo_import(act: Act, *, run: Run) -> Run:
    """Whatever it brought and nobody has worked with since goes; what it changed becomes what it was."""
    run = _to(run, RunState.UNDOING, (RunState.STOPPED, RunState.FAILED, RunState.DONE))
    run.options = {**run.options, "undoing": True}
    run.save(update_fields=["options"])
    enqueue(go_on_with_import, run=str(run.pk))
    return run


def _to(run: Run, state: str, allowed: tuple[str, ...], *, undoing: bool = True) -> Run:
    """One that was being taken back goes no other way, where `undoing` is not allowed."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state not in allowed or (run.options.get("undoing") and not undoing):
        text = _("Зараз цього зробити не можна: імпорт у стані «%(state)s».") % {"state": run.get_state_display()}
        raise Refused([Blocker(code="wrong_state", text=text)])
    run.state = state
    run.trouble = ""
    run.save(update_fields=["state", "trouble"])
    return run
