"""Changing the tree: opening, copying, correcting, moving, switching the mode, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.act import Act
from mandrivna.core.actions import units as actions
from mandrivna.core.models import Kind, Unit
from mandrivna.core.rules import UNITS_EDIT
from mandrivna.enquiries.actions.offers import PLACES, say_offers
from mandrivna.enquiries.offers import standing
from mandrivna.faces.access import access, read_or_send, unit_or_404
from mandrivna.faces.workspace.editing import Editing
from mandrivna.faces.workspace.operate import attempt, units_with
from mandrivna.faces.workspace.units.forms import CopyPlaceForm, ModeForm, MoveForm, NewUnitForm, NoteForm, ParticularsForm
from mandrivna.faces.workspace.units.offers import OffersForm


def _form(
    request: HttpRequest,
    unit: Unit,
    form: forms.Form,
    title: Any,
    button: Any,
    run: Callable[[Act], Unit],
    *,
    help_text: Any = "",
    editing: Editing | None = None,
    dangerous: bool = False,
) -> HttpResponse:
    """One form about one unit: shown, or carried out and answered by the unit's page."""
    status, made = 200, []
    if request.method == "POST":
        keep = lambda act: made.append(run(act))  # noqa: E731 - as short as it is
        status = editing.attempt(keep) if editing else attempt(request, form, keep)
        if not status:
            messages.success(request, _("Збережено."))
            return redirect("workspace:unit", pk=made[0].pk if made[0] else unit.pk)
    context = {
        "unit": unit,
        "form": form,
        "title": title,
        "button": button,
        "help_text": help_text,
        "editing": editing,
        "dangerous": dangerous,
        "crumbs": [
            (_("Підрозділи"), reverse("workspace:units")),
            (unit, reverse("workspace:unit", args=[unit.pk])),
            (title, ""),
        ],
    }
    return render(request, "workspace/units/form.html", context, status=status)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@read_or_send
@access(UNITS_EDIT)
def create(request: HttpRequest, pk: int) -> HttpResponse:
    parent = unit_or_404(request, pk, UNITS_EDIT)
    form = NewUnitForm([kind for kind in Kind.values if parent.kind in actions.INSIDE[kind]], _data(request))

    def run(act: Act) -> Unit:
        data = form.cleaned_data
        return actions.create_unit(act, parent=parent, kind=data["kind"], name=data["name"], mode=data["mode"], about=form.about())

    return _form(request, parent, form, gettext_lazy("Новий підрозділ"), gettext_lazy("Відкрити"), run)


@read_or_send
@access(UNITS_EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, UNITS_EDIT)
    form = ParticularsForm(request.POST) if request.method == "POST" else ParticularsForm.of(unit)
    editing = Editing(request, f"core.Unit:{unit.pk}", form, ParticularsForm.of(unit).initial)
    run = lambda act: actions.edit_unit(act, unit=unit, about=form.about())  # noqa: E731 - as short as it is
    title, button = gettext_lazy("Відомості про підрозділ"), gettext_lazy("Зберегти")
    return _form(request, unit, form, title, button, run, editing=editing)


@read_or_send
@access(UNITS_EDIT)
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    """For whom and for what it is; a shelf is what stands on it."""
    unit = unit_or_404(request, pk, UNITS_EDIT)
    if unit.kind not in PLACES or unit.closed_on:
        raise Http404
    stands = standing(unit)
    form = OffersForm(stands, _data(request))
    editing = Editing(request, f"enquiries.Offer:{unit.pk}", form, form.initial)
    run = lambda act: say_offers(act, place=unit, codes=form.codes())  # noqa: E731 - as short as it is
    about = gettext_lazy("Позначене побачать читачі на сторінці місця, а в показниках воно рахується від сьогодні.")
    title, button = gettext_lazy("Спеціалізація й послуги"), gettext_lazy("Зберегти")
    return _form(request, unit, form, title, button, run, help_text=about, editing=editing)


@read_or_send
@access(UNITS_EDIT)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """«Нове місце за хвилину»: a name and an address, the rest as in this one."""
    unit = unit_or_404(request, pk, UNITS_EDIT)
    parent = unit.parent
    if parent is None or not request.actor.can(UNITS_EDIT, parent.path):
        raise Http404
    form = CopyPlaceForm(_data(request))

    def run(act: Act) -> Unit:
        return actions.copy_place(act, source=unit, parent=parent, **form.cleaned_data)

    about = gettext_lazy("Вид, години роботи, режим і полиці всередині будуть такі самі. Книги, люди й показники не копіюються.")
    return _form(request, unit, form, gettext_lazy("Нове місце за зразком"), gettext_lazy("Створити"), run, help_text=about)


@read_or_send
@access(UNITS_EDIT)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, UNITS_EDIT)
    parents = units_with(request, UNITS_EDIT).filter(kind__in=actions.INSIDE[unit.kind]).exclude(path__startswith=unit.path)
    form = MoveForm(parents, _data(request))
    about = gettext_lazy("Показники до цього дня лишаться там, де їх записано.")
    run = lambda act: actions.move_unit(act, unit=unit, **form.cleaned_data)  # noqa: E731 - as short as it is
    return _form(request, unit, form, gettext_lazy("Перемістити підрозділ"), gettext_lazy("Перемістити"), run, help_text=about)


@read_or_send
@access(UNITS_EDIT)
def mode(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, UNITS_EDIT)
    form = ModeForm(_data(request))
    run = lambda act: actions.set_mode(act, unit=unit, **form.cleaned_data)  # noqa: E731 - as short as it is
    about = gettext_lazy("Діє тут і в усьому, що нижче, якщо там не вказано свого режиму.")
    return _form(request, unit, form, gettext_lazy("Режим роботи"), gettext_lazy("Змінити режим"), run, help_text=about)


@read_or_send
@access(UNITS_EDIT)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, UNITS_EDIT)
    form = NoteForm(_data(request))
    run = lambda act: actions.close_unit(act, unit=unit, **form.cleaned_data)  # noqa: E731 - as short as it is
    about = gettext_lazy("Підрозділ лишиться в історії та звітах, але видавати тут більше не можна.")
    title, button = gettext_lazy("Закрити підрозділ"), gettext_lazy("Закрити")
    return _form(request, unit, form, title, button, run, help_text=about, dangerous=True)
