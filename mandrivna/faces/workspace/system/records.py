"""What was recorded: operations as they came, and the journal of who changed what."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import VERBS
from mandrivna.core.models import AuditEntry, Operation, Unit, UnitEvent
from mandrivna.core.models.operations import Outcome
from mandrivna.core.models.units import below
from mandrivna.core.queries import audit_for, gaps, operations_for
from mandrivna.core.rules import AUDIT_VIEW
from mandrivna.faces.access import access
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.system.differences import Change, as_html, as_text, changes, thing, unit_changes
from mandrivna.faces.workspace.system.forms import AuditFilter, OperationFilter
from mandrivna.faces.workspace.system.words import VERBS as WORDS
from mandrivna.faces.workspace.system.words import verb_word

TONES: dict[str, str] = {
    Outcome.APPLIED: "good",
    Outcome.DISCREPANCY: "warn",
    Outcome.QUARANTINED: "warn",
    Outcome.REFUSED: "bad",
}


def _device(row: Operation) -> str:
    return f"{row.device}, № {row.seq}" if row.device and row.seq is not None else row.device


def _outcome(row: Operation) -> Tag:
    return Tag(row.get_outcome_display(), TONES.get(row.outcome, ""))


OPERATIONS: tuple[Column[Operation], ...] = (
    Column(key="at", label=gettext_lazy("Надійшло"), cell=lambda row: row.received_at, sort="received_at"),
    Column(key="verb", label=gettext_lazy("Дія"), cell=lambda row: verb_word(row.verb), head=True),
    Column(key="outcome", label=gettext_lazy("Наслідок"), cell=_outcome),
    Column(key="unit", label=gettext_lazy("Підрозділ"), cell=lambda row: str(row.unit or "")),
    Column(key="who", label=gettext_lazy("Хто"), cell=lambda row: str(row.staff or "")),
    Column(key="device", label=gettext_lazy("Пристрій"), cell=_device),
    Column(key="uid", label=gettext_lazy("Номер операції"), cell=lambda row: str(row.uid), shown=False),
)  # fmt: skip


@require_safe
@access(AUDIT_VIEW)
def operations(request: HttpRequest) -> HttpResponse:
    rows = operations_for(request.actor)
    table = Table(
        request,
        rows,
        OPERATIONS,
        name="operations",
        title=_("Операції"),
        sort="-at",
        filters=OperationFilter(_codes(), request.GET),
        narrow=_operations_narrowed,
        guarded=True,
        empty=Empty(
            title=_("Операцій ще немає"), text=_("Тут з’явиться кожна дія: видача, повернення, запис читача."), mark="history"
        ),
    )
    devices = rows.order_by().exclude(device="").values_list("device", flat=True).distinct()
    return table.render("workspace/system/operations.html", {"gaps": gaps(devices) if not table.filtered else []})


def _operations_narrowed(rows: Any, chosen: dict[str, Any]) -> Any:
    if verb := chosen["verb"]:
        rows = rows.filter(verb=verb)
    if outcome := chosen["outcome"]:
        rows = rows.filter(outcome=outcome)
    return _between(rows, chosen, "received_at")


def _between(rows: Any, chosen: dict[str, Any], field: str) -> Any:
    """Both days included."""
    if since := chosen["since"]:
        rows = rows.filter(**{f"{field}__date__gte": since})
    if until := chosen["until"]:
        rows = rows.filter(**{f"{field}__date__lte": until})
    return rows


JOURNAL = 40
"""Beside its rows the page holds the words of every verb there is: with fifty it would be too heavy for a telephone."""

PAGES = {
    "core.Unit": "workspace:unit",
    "core.Staff": "workspace:person",
    "fund.Copy": "workspace:copy",
    "catalogue.Record": "workspace:record",
}
"""Things with a page whose address is their key. A reader is not among them: reading the journal opens nobody's card."""


def _who(row: AuditEntry) -> str:
    """What nobody of the staff did, the program did by itself."""
    return str(_("програма")) if row.who == SYSTEM.name else row.who


def _thing(row: AuditEntry) -> Cell:
    url = reverse(PAGES[row.model], args=[row.object_pk]) if row.model in PAGES else ""
    return Cell(text=thing(row.model), url=url)


def _key(row: AuditEntry) -> str:
    """Only of a thing with a page: the key of a reader's row is in the address of their card, and no file names a reader."""
    return row.object_pk if row.model in PAGES else ""


def _audit_columns(told: Callable[[AuditEntry], list[Change]]) -> tuple[Column[AuditEntry], ...]:
    return (
        Column(key="at", label=_("Коли"), cell=lambda row: row.at, sort="at"),
        Column(key="who", label=_("Хто"), cell=_who),
        Column(key="action", label=_("Дія"), cell=lambda row: verb_word(row.action), head=True),
        Column(key="thing", label=_("Предмет"), cell=_thing),
        Column(key="unit", label=_("Підрозділ"), cell=lambda row: str(row.unit or "")),
        Column(
            key="changes",
            label=_("Що змінилося"),
            cell=lambda row: as_html(told(row)),
            export=lambda row: as_text(told(row)),
        ),
        Column(key="key", label=_("Номер об’єкта"), cell=_key, shown=False),
    )


@require_safe
@access(AUDIT_VIEW)
def audit(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.visible_to(request.actor, AUDIT_VIEW).order_by("path")

    @cache
    def events() -> dict[Any, UnitEvent]:
        """Of the rows on the page; of all, when all go into a file."""
        found = UnitEvent.objects.exclude(op=None)
        if "export" not in request.GET:
            found = found.filter(op__in=[row.op for row in table.page.object_list])
        return {event.op: event for event in found}

    table = Table(
        request,
        audit_for(request.actor),
        _audit_columns(lambda row: changes(row) or unit_changes(events().get(row.op))),
        name="audit",
        title=_("Журнал змін"),
        sort="-at",
        page_size=JOURNAL,
        search=lambda rows, text: rows.filter(Q(who__icontains=text) | Q(who__icontains=text.capitalize())),
        search_label=_("Хто"),
        filters=AuditFilter(units, _codes(), request.GET),
        narrow=_narrowed,
        guarded=True,
        empty=Empty(title=_("Записів ще немає"), text=_("Тут видно, хто, коли й що змінив або переглянув."), mark="history"),
    )
    return table.render("workspace/system/audit.html", {"form": table.form})


def _codes() -> list[tuple[str, str]]:
    """By their words, as they stand in the list; without those under which the journal never has an entry."""
    silent = {code for code, verb in VERBS.items() if not verb.audited and verb.function.__module__.startswith(TELL_OTHERWISE)}
    return sorted(((code, verb_word(code)) for code in {*VERBS.keys(), *WORDS} - silent), key=lambda pair: pair[1])


TELL_OTHERWISE = "mandrivna.planning.actions.plans_"
"""Whatever changes a plan tells what it changed (`planning.row_added`), not by which verb."""


def _narrowed(rows: Any, chosen: dict[str, Any]) -> Any:
    if unit := chosen["unit"]:
        rows = rows.filter(below(unit.path, "unit__path"))
    if action := chosen["action"]:
        rows = rows.filter(action=action)
    return _between(rows, chosen, "at")
