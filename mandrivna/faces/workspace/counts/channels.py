"""«Канали й сайт»: a month's numbers typed on one page or taken from a platform's file, and what of them enters the indicators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.core.rules import POLICY_EDIT
from mandrivna.faces.access import access, add_problems, read_or_send
from mandrivna.faces.workspace.counts.forms import ChoiceForm, FileForm, MonthForm, PreviewForm
from mandrivna.faces.workspace.operate import attempt
from mandrivna.lending.actions.channel_months import read_month, record_channels
from mandrivna.lending.channel_files import Told, read
from mandrivna.lending.channels import (
    YEARS_BACK,
    Channel,
    Measure,
    channel_units,
    channels,
    month_rows,
    months_to_write,
    site_months,
    site_today,
)
from mandrivna.lending.models import ChannelMonth
from mandrivna.lending.rules import CHANNELS
from mandrivna.planning.definitions import POLICY as INDICATORS
from mandrivna.planning.definitions import load
from mandrivna.planning.figures import number

NEEDED = "post"


@dataclass(frozen=True)
class Here:
    """The institution and the month one looks at."""

    units: list[Unit]
    unit: Unit
    month: dt.date

    def query(self, **about: str) -> str:
        return urlencode({"unit": str(self.unit.pk), "month": f"{self.month:%Y-%m}", **about})

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [(_("Канали й сайт"), f"{reverse('workspace:channels')}?{self.query()}")]


def _here(request: HttpRequest) -> Here | None:
    """Nothing for whoever has no institution as a whole: channels belong to no department."""
    units, today = list(channel_units(request.actor)), timezone.localdate()
    said = request.GET.get("unit", "")
    if not units:
        return None
    unit = next((one for one in units if str(one.pk) == said), None if said else units[0])
    if unit is None:
        raise Http404
    try:
        month = read_month(request.GET.get("month"))
    except ValueError:  # what most people come for: the month that is over
        month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    if not dt.date(today.year - YEARS_BACK, 1, 1) <= month <= today:
        month = today.replace(day=1)
    return Here(units, unit, month)


@read_or_send
@access(CHANNELS)
def listed(request: HttpRequest) -> HttpResponse:
    if (here := _here(request)) is None:
        return render(request, "workspace/counts/channels_none.html")
    used = channels().used
    rows = month_rows(here.unit, here.month.year)
    form, status = MonthForm(used, rows, here.month, request.POST or None), 200
    if request.method == "POST":
        if form.is_valid() and not form.said():
            messages.info(request, _("Нічого не змінилося."))
            return redirect(f"{reverse('workspace:channels')}?{here.query()}")
        status = attempt(request, form, lambda act: record_channels(act, institution=here.unit, rows=form.said()))
        if not status:
            messages.success(request, _("Записано: %s. Показники змінилися на різницю.") % date_format(here.month, "F Y"))
            return redirect(f"{reverse('workspace:channels')}?{here.query()}")
    context = {"here": here, "form": form, **_boxes(form, used, rows, here), **_year(here, used, rows), **_chosen(request)}
    return render(request, "workspace/counts/channels.html", context, status=status)


def _boxes(form: MonthForm, used: list[Channel], rows: dict[Any, ChannelMonth], here: Here) -> dict[str, Any]:
    """Each channel with a box for each measure some channel has, and under the box what the month before said."""
    before = (here.month - dt.timedelta(days=1)).replace(day=1)
    measures = [one for one in Measure if any(one in channel.measures for channel in used)]

    def box(channel: Channel, measure: str) -> tuple[Any, str]:
        if measure not in channel.measures:
            return None, ""
        row = rows.get((channel.code, before))
        stood = getattr(row, measure) if row else None
        return form[f"{channel.code}_{measure}"], "" if stood is None else number(stood)

    lines = [(channel, [(one, *box(channel, one)) for one in measures]) for channel in used]
    return {"measures": measures, "lines": lines, "before": before}


def _year(here: Here, used: list[Channel], rows: dict[Any, ChannelMonth]) -> dict[str, Any]:
    """Months of the year down, channels across; the site's own sessions first."""
    site, today = site_months(here.unit, here.month.year), timezone.localdate()
    heads = [(channel, [Measure(one) for one in channel.measures]) for channel in used]
    table = []
    for month in months_to_write(today, here.month.year):
        cells = [_cell(rows.get((channel.code, month)), measure) for channel, measures in heads for measure in measures]
        table.append((month, number(site[month.month]) if month.month in site else "", cells))
    years = range(today.year, today.year - YEARS_BACK - 1, -1)
    return {
        "heads": heads, "year_rows": table, "years": years, "months": [(n, str(MONTHS[n])) for n in range(1, 13)],
        "site_today": number(site_today()),
    }  # fmt: skip


def _cell(row: ChannelMonth | None, measure: str) -> str:
    stands = getattr(row, measure) if row else None
    return "" if stands is None else number(stands)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    definitions = load()
    rows = [definitions[code] for code in ("visits_virtual", "users_virtual")]
    return {"chosen": [row.said_of_choice for row in rows], "may_choose": request.actor.can(POLICY_EDIT)}


# --- a platform's file --------------------------------------------------------------------------------------------------


@read_or_send
@access(CHANNELS)
def imported(request: HttpRequest) -> HttpResponse:
    """First what was understood, each number in a box; nothing is written before somebody has seen it."""
    if (here := _here(request)) is None:
        return render(request, "workspace/counts/channels_none.html")
    used = channels().used
    if request.method == "POST" and request.POST.get("step") == NEEDED:
        return _written(request, here, used)
    form = FileForm(used, request.POST or None, request.FILES or None)
    preview, told, status = None, None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            channel = channels().all[form.cleaned_data["channel"]]
            try:
                told = _read(here, channel, form)
                preview, status = PreviewForm(channel, told.months), 200
            except Refused as refusal:
                add_problems(form, refusal)
    return _import_page(request, here, form, preview, told, status)


def _read(here: Here, channel: Channel, form: forms.Form) -> Told:
    def stood(first: dt.date) -> int | None:
        """A year begins with the whole number, but the last month of the year before still says how many there were."""
        row = month_rows(here.unit, first.year).get((channel.code, (first - dt.timedelta(days=1)).replace(day=1)))
        return row.subscribers if row else None

    return read(channel, form.cleaned_data["file"].read(), before=form.cleaned_data["before"], known=stood)


def _written(request: HttpRequest, here: Here, used: list[Channel]) -> HttpResponse:
    channel = next((one for one in used if one.code == request.POST.get("channel")), None)
    if channel is None:
        raise Http404
    preview = PreviewForm(channel, None, request.POST)
    status = attempt(request, preview, lambda act: record_channels(act, institution=here.unit, rows=preview.said()))
    if status:
        return _import_page(request, here, FileForm(used), preview, None, status)
    months = len(preview.said())
    text = ngettext("%(channel)s: записано %(n)d місяць.", "%(channel)s: записано %(n)d місяців.", months)
    messages.success(request, text % {"channel": channel, "n": months})
    return redirect(f"{reverse('workspace:channels')}?{here.query()}")


def _import_page(request: HttpRequest, here: Here, form: Any, preview: Any, told: Told | None, status: int) -> HttpResponse:
    context = {"here": here, "form": form, "preview": preview, "told": told, "crumbs": [*here.crumbs, (_("З файлу платформи"), "")]}
    return render(request, "workspace/counts/channels_file.html", context, status=status)


# --- what is counted ----------------------------------------------------------------------------------------------------


@read_or_send
@access(POLICY_EDIT, step_up=True)
def choice(request: HttpRequest) -> HttpResponse:
    used, stands = channels().used, load().settings
    form = ChoiceForm(used, request.POST or None, initial={"visits": stands["virtual_visits"], "users": stands["virtual_users"]})
    status = 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: _choose(act, form, stands))
        if not status:
            messages.success(request, _("Вибір записано. Показники перелічено за ним, і він надрукований разом із ними."))
            return redirect("workspace:channels")
    crumbs = [(_("Канали й сайт"), reverse("workspace:channels")), (_("Що рахувати"), "")]
    return render(request, "workspace/counts/channels_choice.html", {"form": form, "crumbs": crumbs}, status=status)


@transaction.atomic
def _choose(act: Act, form: ChoiceForm, stands: Any) -> None:
    for key, value in form.said().items():
        if value != stands[key]:
            reason = form.cleaned_data["reason"]
            change = {"value": value}
            policy.edit_policy(act.part(key), policy=INDICATORS, key=f"settings/{key}", change=change, reason=reason)
