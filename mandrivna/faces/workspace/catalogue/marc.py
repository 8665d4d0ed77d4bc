"""The whole description field by field: for whoever lives on the keyboard. It saves through the same door as the plain form."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.records import add_described, edit_body
from mandrivna.catalogue.formats.marc import MARC21, Field, Marc
from mandrivna.catalogue.formats.rules import Fault, FieldRule, faults, rules, templates
from mandrivna.catalogue.formats.typed import read_typed, typed
from mandrivna.catalogue.models import Kind, Record
from mandrivna.catalogue.rules import EDIT
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, read_or_send, unit_or_404
from mandrivna.faces.workspace.operate import act_of, sole, units_with

MOST = 400
LONGEST = 9_999
WORDS = {
    "field_once": gettext_lazy("Поле може бути лише одне."),
    "field_missing": gettext_lazy("Бракує обов’язкового поля: %(about)s."),
    "bad_tag": gettext_lazy("Мітка поля не така, як у цьому форматі: «%(about)s»."),
    "control_subfields": gettext_lazy("У контрольному полі підполів не буває."),
    "empty_field": gettext_lazy("Поле порожнє."),
    "unknown_field": gettext_lazy("Такого поля в нашому переліку немає; воно збережеться, як є."),
    "unknown_subfield": gettext_lazy("Невідоме підполе: %(about)s; воно збережеться, як є."),
    "subfield_once": gettext_lazy("Підполе може бути лише одне: %(about)s."),
    "indicator": gettext_lazy("Незвичне значення індикатора: %(about)s."),
}


@dataclass(frozen=True)
class Row:
    """One line of the editor: what was typed, whose it is, and what is wrong with it."""

    number: int
    tag: str
    ind: str
    text: str
    rule: FieldRule | None
    faults: tuple[tuple[str, bool], ...] = ()

    @property
    def hard(self) -> bool:
        return any(hard for _text, hard in self.faults)


def _rows(marc: Marc, found: Sequence[Fault] = (), *, blank: int = 0) -> list[Row]:
    known = rules(marc.scheme)
    told: dict[int | None, list[tuple[str, bool]]] = {}
    for fault in found:
        told.setdefault(fault.place, []).append((str(WORDS[fault.code]) % {"about": fault.about}, fault.hard))
    rows = [
        Row(place, one.tag, one.ind.replace(" ", "#"), typed(one), known.get(one.tag), tuple(told.get(place, ())))
        for place, one in enumerate(marc.fields)
    ]
    return [*rows, *(Row(len(rows) + extra, "", "", "", None) for extra in range(blank))]


def typed_record(request: HttpRequest, scheme: str) -> Marc:
    """Lines without a tag, and fields with nothing in them, are not there."""
    lists = [request.POST.getlist(name)[:MOST] for name in ("tag", "ind", "text")]
    fields = []
    for tag, ind, text in zip(*lists, strict=False):
        one = read_typed(scheme, tag.strip()[:4], ind[:2], text.replace("\x00", "")[:LONGEST])
        kept = tuple(sub for sub in one.subs if sub[1])
        if one.tag and (kept or one.value):
            fields.append(Field(one.tag, one.ind, one.value, kept))
    return Marc(scheme, request.POST.get("leader", "").replace("\x00", "")[:24], fields)


def _page(request: HttpRequest, marc: Marc, record: Record | None, status: int = 200, **more: Any) -> HttpResponse:
    found = more.pop("found", ())
    context = {
        "record": record,
        "marc": marc,
        "rows": _rows(marc, found, blank=3),
        "whole": [str(WORDS[one.code]) % {"about": one.about} for one in found if one.place is None],
        "known": sorted(rules(marc.scheme).values(), key=lambda rule: rule.tag),
        "crumbs": [
            (_("Каталог"), reverse("workspace:catalogue")),
            *([(record.title, reverse("workspace:record", args=[record.pk]))] if record else []),
            (_("Опис за полями"), ""),
        ],
        **more,
    }
    return render(request, "workspace/catalogue/marc.html", context, status=status)


def _answer(request: HttpRequest, marc: Marc, record: Record | None, save: Any, **more: Any) -> HttpResponse:
    """Checked, or saved; whatever is wrong is shown beside its line, with everything that was typed."""
    found = faults(marc)
    if "check" in request.POST or any(one.hard for one in found):
        status = 422 if any(one.hard for one in found) else 200
        return _page(request, marc, record, status, found=found, checked=True, **more)
    try:
        saved = save(marc)
    except Refused as refusal:
        return _page(request, marc, record, 422, found=found, problems=[problem.text for problem in refusal.problems], **more)
    messages.success(request, _("Опис збережено."))
    return redirect("workspace:record", pk=saved.pk)


@read_or_send
@access(EDIT)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = get_object_or_404(Record.objects.select_related("created_by_unit"), pk=pk)
    if not request.actor.can(EDIT, record.created_by_unit.path):
        raise Http404
    stands = record.changed_at.isoformat()
    if request.method != "POST":
        return _page(request, body_of(record), record, stands=stands)
    marc = typed_record(request, body_of(record).scheme)
    if request.POST.get("stands", "") not in ("", stands) and "check" not in request.POST:
        text = _("Поки ви писали, запис змінив хтось інший. Ваше лишилося тут; збережіть ще раз, щоб записати поверх.")
        return _page(request, marc, record, 409, found=faults(marc), problems=[text], stands=stands)
    return _answer(
        request, marc, record, lambda said: edit_body(act_of(request), record=record, scheme=said.scheme, text=said.dumps()),
        stands=stands,
    )  # fmt: skip


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    units = units_with(request, EDIT)
    sent = request.POST if request.method == "POST" else request.GET
    scheme = sent.get("scheme") or MARC21
    kinds = templates(scheme)
    kind = sent.get("kind") or Kind.BOOK
    if not kinds or kind not in Kind.values:
        raise Http404
    chosen = {
        "units": units,
        "kinds": [(one, label) for one, label in Kind.choices if one in kinds],
        "kind": kind,
        "scheme": scheme,
    }
    if request.method != "POST":
        template = kinds.get(kind) or kinds[Kind.BOOK]
        fields = [read_typed(scheme, tag, ind, text) for tag, ind, text in template.fields]
        return _page(request, Marc(scheme, template.leader, fields), None, unit=sole(units), **chosen)
    unit = unit_or_404(request, request.POST.get("unit", ""), EDIT)
    return _answer(
        request, typed_record(request, scheme), None,
        lambda said: add_described(act_of(request), unit=unit, scheme=said.scheme, text=said.dumps()), unit=unit.pk, **chosen,
    )  # fmt: skip
