"""Collections for readers: made, filled from lists and from pages of records, put in order by buttons that need no script."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.actions.collections import (
    MOST,
    add_collection,
    edit_collection,
    move_in_collection,
    note_in_collection,
    put_in_collection,
    take_out_of_collection,
)
from mandrivna.catalogue.models import Chosen, Collection, Record
from mandrivna.catalogue.rules import EDIT, VIEW
from mandrivna.catalogue.search.records import best
from mandrivna.core.models.units import below_any
from mandrivna.core.queries import institutions_for
from mandrivna.faces.access import access, read_or_send, scoped
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, sole, units_with

OFFERED, LONGEST = 8, 200


class CollectionForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Назва"), max_length=200)
    words = forms.CharField(
        label=gettext_lazy("Про що добірка"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    local = forms.BooleanField(label=gettext_lazy("Краєзнавча: стоятиме й на сторінці «Краєзнавство»"), required=False)
    shown = forms.BooleanField(label=gettext_lazy("Показувати читачам"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Показувати з"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Показувати до"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Порожньо: без кінця."),
    )


class NewCollectionForm(CollectionForm):
    unit = UnitChoice(label=gettext_lazy("Чия це добірка"))

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class EditCollectionForm(CollectionForm):
    cover = forms.ModelChoiceField(
        label=gettext_lazy("Чия обкладинка стоятиме за всіх"),
        queryset=Record.objects.none(),
        required=False,
        empty_label=gettext_lazy("перше видання добірки"),
    )

    def __init__(self, found: Collection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = Record.objects.filter(pk__in=found.items.values("record")).order_by("title", "pk")


class PutForm(forms.Form):
    collection = forms.ModelChoiceField(
        label=gettext_lazy("До якої добірки"), queryset=Collection.objects.none(), empty_label=gettext_lazy("— оберіть —")
    )
    note = forms.CharField(label=gettext_lazy("Слово про книжку"), max_length=500, required=False)

    def __init__(self, known: QuerySet[Collection], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"].queryset = known


def _seen(request: HttpRequest) -> QuerySet[Collection]:
    """Of one's own institutions, whichever of their departments made it."""
    paths = institutions_for(request.actor, VIEW).values_list("path", flat=True)
    return Collection.objects.filter(below_any([*paths, *request.actor.paths(VIEW)], "unit__path"))


def _editable(request: HttpRequest) -> QuerySet[Collection]:
    return scoped(request, EDIT, Collection.objects.select_related("unit"), "unit__path")


def _state(found: Collection) -> Tag:
    today = timezone.localdate()
    if not found.shown:
        return Tag(_("не показано"))
    if found.until and found.until < today:
        return Tag(_("минула"))
    return Tag(_("буде"), "info") if found.since and found.since > today else Tag(_("на сайті"), "good")


def _cell(found: Collection) -> Cell:
    return Cell(text=found.title, url=reverse("workspace:collection", args=[found.pk]), tags=(_state(found),))


COLUMNS: tuple[Column[Any], ...] = (
    Column(key="title", label=gettext_lazy("Добірка"), cell=_cell, sort="title", words=True, head=True, level=1),
    Column(key="number", label=gettext_lazy("Видань"), cell=lambda one: one.number, number=True, level=1),
    Column(key="made", label=gettext_lazy("Створено"), cell=lambda one: one.made_on, sort="made_on", level=1),
)


@require_safe
@access(VIEW)
def collections(request: HttpRequest) -> HttpResponse:
    may_edit = request.actor.can(EDIT)
    table = Table(
        request,
        _seen(request).annotate(number=Count("items")),
        COLUMNS,
        name="collections",
        title=_("Добірки"),
        sort="-made",
        empty=Empty(
            title=_("Добірок ще немає"),
            text=_("Складіть книжки разом: до свята, для підлітків, про рідний край. Читачі побачать їх на сайті."),
            mark="layers",
            action=_("Створити добірку") if may_edit else "",
            url=reverse("workspace:collection_add") if may_edit else "",
        ),
    )
    crumbs = [(_("Каталог"), reverse("workspace:catalogue")), (_("Добірки"), "")]
    return table.render("workspace/catalogue/collections.html", {"may_edit": may_edit, "crumbs": crumbs})


@require_safe
@access(VIEW)
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request).select_related("unit", "cover"), pk=pk)
    may_edit = request.actor.can(EDIT, found.unit.path)
    items = list(found.items.select_related("record").order_by("place", "pk"))
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    known = {one.record_id for one in items}
    context = {
        "collection": found,
        "state": _state(found),
        "items": items,
        "most": MOST,
        "may_edit": may_edit,
        "q": text,
        "offered": [one for one in best(text, OFFERED + len(known)) if one.pk not in known][:OFFERED] if text and may_edit else [],
        "crumbs": _crumbs((found.title, "")),
    }
    return render(request, "workspace/catalogue/collection.html", context)


def _crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Каталог"), reverse("workspace:catalogue")), (_("Добірки"), reverse("workspace:collections")), *further]


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    units = units_with(request, EDIT)
    made: list[Collection] = []
    if request.method != "POST":
        return _form(request, NewCollectionForm(units, initial={"unit": sole(units)}), _("Нова добірка"))
    form = NewCollectionForm(units, request.POST)
    status = attempt(request, form, lambda act: made.append(add_collection(act, **form.cleaned_data)))
    if status:
        return _form(request, form, _("Нова добірка"), status=status)
    messages.success(request, _("Добірку створено. Додайте до неї книжки."))
    return redirect("workspace:collection", pk=made[0].pk)


@read_or_send
@access(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_editable(request), pk=pk)
    if request.method != "POST":
        about = {name: getattr(found, name) for name in EditCollectionForm(found).fields}
        return _form(request, EditCollectionForm(found, initial=about), _("Змінити добірку"), found)
    form = EditCollectionForm(found, request.POST)
    status = attempt(request, form, lambda act: edit_collection(act, collection=found, **form.cleaned_data))
    if status:
        return _form(request, form, _("Змінити добірку"), found, status)
    messages.success(request, _("Збережено."))
    return redirect("workspace:collection", pk=pk)


def _form(request: HttpRequest, form: forms.Form, heading: str, found: Collection | None = None, status: int = 200) -> HttpResponse:
    back = reverse("workspace:collection", args=[found.pk]) if found else reverse("workspace:collections")
    context = {"form": form, "heading": heading, "back": back}
    return render(request, "workspace/catalogue/collection_form.html", context, status=status)


@read_or_send
@access(EDIT)
def put(request: HttpRequest) -> HttpResponse:
    """Records picked in a list or named by a page come with the question into which collection; then they are put there."""
    asked = request.POST if request.method == "POST" else request.GET
    rows = [one for one in asked.getlist("row")[:MOST] if _is_uid(one)]
    known = _editable(request).order_by("-made_on", "-pk")
    status, form = 200, PutForm(known)
    if "collection" in request.POST:
        form = PutForm(known, request.POST)
        status = attempt(request, form, lambda act: put_in_collection(act, records=rows, **form.cleaned_data))
        if not status:
            messages.success(request, _("Додано до добірки."))
            return redirect("workspace:collection", pk=form.cleaned_data["collection"].pk)
    records = list(Record.objects.current().filter(pk__in=rows).order_by("title", "pk"))
    context = {"form": form, "records": records, "any": known.exists(), "crumbs": _crumbs((_("Додати до добірки"), ""))}
    return render(request, "workspace/catalogue/collection_put.html", context, status=status)


@require_POST
@access(EDIT)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One record of a collection: its note, its place, or out. Named by its own key."""
    rows = Chosen.objects.select_related("collection__unit", "record")
    item = get_object_or_404(scoped(request, EDIT, rows, "collection__unit__path"), pk=pk)
    what = request.POST.get("do", "")
    if what == "out":
        take_out_of_collection(act_of(request), item=item)
        messages.success(request, _("Прибрано з добірки: %s.") % item.record)
    elif what == "note":
        note_in_collection(act_of(request), item=item, note=request.POST.get("note", ""))
        messages.success(request, _("Збережено."))
    else:
        move_in_collection(act_of(request), item=item, to=_place(item, what))
    return redirect(f"{reverse('workspace:collection', args=[item.collection_id])}{'' if what == 'out' else f'#item-{item.pk}'}")


def _place(item: Chosen, what: str) -> int:
    """Which place, counted from one, the button means."""
    order = list(item.collection.items.order_by("place", "pk").values_list("pk", flat=True))
    now = order.index(item.pk) + 1
    places = {"up": now - 1, "down": now + 1, "first": 1, "last": len(order)}
    if what not in places:
        raise Http404
    return max(places[what], 1)


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
