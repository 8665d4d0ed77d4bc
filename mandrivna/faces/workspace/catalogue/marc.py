"""The whole description field by field: for whoever lives on the keyboard. It saves through the same door as the plain form."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.records import add_described, edit_body
from mandrivna.catalogue.formats.marc import MARC21, Marc
from mandrivna.catalogue.formats.positions import LDR, in_words, positions
from mandrivna.catalogue.formats.retyped import LONGEST, MOST, retyped, shown, shown_leader
from mandrivna.catalogue.formats.rules import LEADER, Fault, FieldRule, rules, templates
from mandrivna.catalogue.formats.typed import read_typed
from mandrivna.catalogue.models import Kind, Record, Version
from mandrivna.catalogue.rules import EDIT
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, read_or_send, unit_or_404
from mandrivna.faces.workspace.operate import act_of, sole, units_with

WORDS = {
    "field_once": gettext_lazy("Поле може бути лише одне."),
    "field_missing": gettext_lazy("Бракує обов’язкового поля: %(about)s."),
    "no_tag": gettext_lazy("Є вміст, а мітки поля немає: допишіть мітку або приберіть вміст."),
    "too_long": gettext_lazy("У полі %(about)s знаків, а може бути до %(longest)s. Поділіть його на кілька полів."),
    "too_many": gettext_lazy("Полів %(about)s, а в одному описі може бути до %(most)s. Далі від цього рядка вони зайві."),
    "no_indicators": gettext_lazy("У цьому форматі індикаторів немає: приберіть їх."),
    "dollar_alone": gettext_lazy("Знак долара без коду підполя. Якщо це сам знак, напишіть «%(about)s»."),
    "leader_length": gettext_lazy("У маркері має бути 24 знаки, а є %(about)s."),
    "leader_place": gettext_lazy("На цьому місці маркера формат не знає такого знака: %(about)s."),
    "fixed_length": gettext_lazy("Довжина цього поля стала, а знаків не стільки: %(about)s."),
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


def _said(fault: Fault) -> str:
    return str(WORDS[fault.code]) % {"about": fault.about, "longest": LONGEST, "most": MOST}


def _rows(marc: Marc, found: Sequence[Fault] = (), *, blank: int = 0) -> list[Row]:
    known = rules(marc.scheme)
    told: dict[int | None, list[tuple[str, bool]]] = {}
    for fault in found:
        told.setdefault(fault.place, []).append((_said(fault), fault.hard))
    rows = [
        Row(place, *shown(marc.scheme, one), known.get(one.tag), tuple(told.get(place, ())))
        for place, one in enumerate(marc.fields)
    ]
    return [*rows, *(Row(len(rows) + extra, "", "", "", None) for extra in range(blank))]


def typed_record(request: HttpRequest, originals: Sequence[Marc], scheme: str) -> tuple[Marc, list[Fault]]:
    """What was typed, and what is wrong with it. Lines with nothing in them are not there; nothing else is left out."""
    lists = [request.POST.getlist(name) for name in ("tag", "ind", "text")]
    rows = [(tag, ind, text) for tag, ind, text in zip_longest(*lists, fillvalue="")]
    leader = request.POST.get("leader")
    return retyped(scheme, leader and leader.replace("\x00", ""), rows, originals)


def too_large(marc: Marc) -> bool:
    """What could be shown and not be sent back: such a description is changed as a file."""
    return len(marc.fields) > MOST or 3 * len(marc.dumps().encode()) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 0.9


def _page(request: HttpRequest, marc: Marc, record: Record | None, status: int = 200, **more: Any) -> HttpResponse:
    found = more.pop("found", ())
    rows = _rows(marc, found, blank=3)
    fixed = positions(marc.scheme).get(LDR)
    context = {
        "record": record,
        "marc": marc,
        "leader": shown_leader(marc.leader),
        "leader_said": in_words(marc.scheme, marc.leader),
        "leader_places": fixed.places if fixed else (),
        "leader_faults": [(_said(one), one.hard) for one in found if one.place == LEADER],
        "leader_wrong": any(one.hard for one in found if one.place == LEADER),
        "rows": rows,
        "wrong": [row for row in rows if row.hard],
        "whole": [_said(one) for one in found if one.place is None],
        "known": sorted(rules(marc.scheme).values(), key=lambda rule: rule.tag),
        "crumbs": [
            (_("Каталог"), reverse("workspace:catalogue")),
            *([(record.title, reverse("workspace:record", args=[record.pk]))] if record else []),
            (_("Опис за полями"), ""),
        ],
        **more,
    }
    return render(request, "workspace/catalogue/marc.html", context, status=status)


def _answer(request: HttpRequest, marc: Marc, found: list[Fault], record: Record | None, save: Any, **more: Any) -> HttpResponse:
    """Checked, or saved; whatever is wrong is shown beside its line, with everything that was typed."""
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
    stands, body = record.changed_at.isoformat(), body_of(record)
    if request.method != "POST":
        return _page(request, body, record, stands=stands, too_large=too_large(body))
    marc, found = typed_record(request, [body, *_before(record)], body.scheme)
    if request.POST.get("stands", "") not in ("", stands) and "check" not in request.POST:
        text = _("Поки ви писали, запис змінив хтось інший. Ваше лишилося тут; збережіть ще раз, щоб записати поверх.")
        return _page(request, marc, record, 409, found=found, problems=[text], stands=stands)
    return _answer(
        request, marc, found, record,
        lambda said: edit_body(act_of(request), record=record, scheme=said.scheme, text=said.dumps()), stands=stands,
    )  # fmt: skip


def _before(record: Record) -> list[Marc]:
    """The version before this one: a page opened on it still says its rows."""
    return [Marc.loads(one.scheme, one.text) for one in Version.objects.filter(record=record).order_by("-number")[:1]]


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
        day = f"{timezone.localdate():%Y%m%d}"
        fields = [read_typed(scheme, tag, ind, text.replace("{day}", day)) for tag, ind, text in template.fields]
        return _page(request, Marc(scheme, template.leader, fields), None, unit=sole(units), **chosen)
    unit = unit_or_404(request, request.POST.get("unit", ""), EDIT)
    return _answer(
        request, *typed_record(request, (), scheme), None,
        lambda said: add_described(act_of(request), unit=unit, scheme=said.scheme, text=said.dumps()), unit=unit.pk, **chosen,
    )  # fmt: skip
