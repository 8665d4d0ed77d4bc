"""Headings: found by any form of the name, kept, made one and apart again. What descriptions say is changed on their own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue import browsing
from mandrivna.catalogue.actions.headings import (
    add_heading,
    add_heading_name,
    edit_heading,
    merge_headings,
    remove_heading_name,
    separate_heading,
)
from mandrivna.catalogue.models import Authority
from mandrivna.catalogue.models.authorities import Sort, folded_heading
from mandrivna.catalogue.rules import EDIT, VIEW
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.cells import Cell, Column
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.shared.text import words

LISTS = {
    Sort.PERSON: gettext_lazy("Особи"),
    Sort.BODY: gettext_lazy("Установи"),
    Sort.SUBJECT: gettext_lazy("Предметні рубрики"),
    Sort.SERIES: gettext_lazy("Серії"),
    Sort.UDC: gettext_lazy("Індекси УДК"),
    Sort.BBK: gettext_lazy("Індекси ББК (давній фонд)"),
}
CLASSES = (Sort.UDC, Sort.BBK)
RECORDS, OFFERED = 30, 10


class HeadingFilter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Що це"), choices=list(LISTS.items()), required=False)


class HeadingForm(forms.Form):
    heading = forms.CharField(label=gettext_lazy("Заголовок"), max_length=300)
    dates = forms.CharField(
        label=gettext_lazy("Роки життя або діяльності"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Розрізняють тезок: «1871–1913»."),
    )
    note = forms.CharField(
        label=gettext_lazy("Примітка"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, sort: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sort == Sort.PERSON:
            self.fields["heading"].help_text = _("Спершу прізвище, після коми ім’я: «Українка, Леся».")
        if sort in CLASSES:
            self.fields["heading"].label = _("Індекс")
        if sort not in (Sort.PERSON, Sort.BODY):
            del self.fields["dates"]


class NewHeadingForm(HeadingForm):
    names = forms.CharField(
        label=gettext_lazy("Інші форми"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("По одній у рядку: псевдонім, давня назва, іншою мовою."),
    )

    def __init__(self, sort: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(sort, *args, **kwargs)
        if sort in CLASSES:
            self.fields["names"].label = _("Словами")
            self.fields["names"].help_text = _("Що означає індекс; по одній назві в рядку. За цими словами теж шукатимуть.")


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Ще одна форма"), max_length=300)


def _columns(numbers: dict[int, int], meanings: dict[int, str]) -> tuple[Column[Authority], ...]:
    """What is counted of the rows of one page is filled in when they are known; a file has the headings alone."""

    def cell(heading: Authority) -> Cell:
        url = reverse("workspace:heading", args=[heading.pk])
        return Cell(text=str(heading), url=url, note=meanings.get(heading.pk, ""))

    return (
        Column(key="heading", label=_("Заголовок"), cell=cell, sort="order", head=True, level=1, export=str),
        Column(
            key="records",
            label=_("Записів"),
            cell=lambda heading: numbers.get(heading.pk, 0),
            number=True,
            level=1,
            exported=False,
        ),
    )


@require_safe
@access(VIEW)
def headings(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in Sort.values else Sort.PERSON
    may_edit = request.actor.can(EDIT)
    add = f"{reverse('workspace:heading_add')}?kind={kind}"
    numbers: dict[int, int] = {}
    meanings: dict[int, str] = {}
    table = Table(
        request,
        browsing.standing(kind),
        _columns(numbers, meanings),
        name="headings",
        title=_("Заголовки"),
        sort="heading",
        search=browsing.matching,
        search_label=_("Будь-яка форма імені чи назви"),
        filters=HeadingFilter({"kind": kind}),
        narrow=_as_it_is,
        empty=Empty(
            title=_("Тут іще нічого немає"),
            text=_("Заголовки з’являються самі, щойно їх назве опис. Можна й записати наперед."),
            mark="list",
            action=_("Новий заголовок") if may_edit else "",
            url=add if may_edit else "",
        ),
    )
    rows = list(table.page.object_list)
    numbers.update(browsing.counted(rows))
    meanings.update(browsing.meanings(rows) if kind in CLASSES else {})
    crumbs = [(_("Каталог"), reverse("workspace:catalogue")), (_("Заголовки"), "")]
    return table.render("workspace/catalogue/headings.html", {"may_edit": may_edit, "add": add, "crumbs": crumbs})


def _as_it_is(rows: QuerySet[Authority], _chosen: dict[str, Any]) -> QuerySet[Authority]:
    """The kind is chosen before the list is asked for: each has an index of its own."""
    return rows


@require_safe
@access(VIEW)
def heading(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Authority.objects.select_related("merged_into"), pk=pk)
    return _page(request, found, NameForm())


def _page(request: HttpRequest, found: Authority, form: NameForm, status: int = 200) -> HttpResponse:
    may_edit = request.actor.can(EDIT) and found.merged_into_id is None
    asked = " ".join(request.GET.get("with", "").replace("\x00", "").split())[:200]
    own = {found.folded, folded_heading(found.heading)}
    context = {
        "crumbs": [
            (_("Каталог"), reverse("workspace:catalogue")),
            (_("Заголовки"), f"{reverse('workspace:headings')}?kind={found.sort}"),
            (found.heading, ""),
        ],
        "heading": found,
        "names": [one for one in found.names.order_by("name") if one.folded not in own],
        "merged": found.taken_in.order_by("heading"),
        "page": Paginator(browsing.records_of(found).order_by("title", "pk"), RECORDS).get_page(request.GET.get("page")),
        "may_edit": may_edit,
        "name_form": form,
        "alike": browsing.alike(found) if may_edit else [],
        "asked": asked,
        "candidates": _candidates(found, asked) if may_edit and asked else [],
        "is_class": found.sort in CLASSES,
    }
    return render(request, "workspace/catalogue/heading.html", context, status=status)


def _candidates(found: Authority, text: str) -> QuerySet[Authority]:
    return browsing.matching(browsing.standing(found.sort), text).exclude(pk=found.pk)[:OFFERED]


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind not in Sort.values:
        kind = Sort.PERSON
    form = NewHeadingForm(kind, request.POST) if request.method == "POST" else NewHeadingForm(kind)
    made: list[Authority] = []
    status = 200
    if form.is_bound:
        status = attempt(request, form, lambda act: made.append(add_heading(act, sort=kind, **form.cleaned_data)))
    if status:
        return _form(request, form, None, kind, status)
    messages.success(request, _("Заголовок записано."))
    return redirect("workspace:heading", pk=made[0].pk)


@read_or_send
@access(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Authority, pk=pk)
    about = {"heading": found.heading, "dates": found.dates, "note": found.note}
    form = HeadingForm(found.sort, request.POST) if request.method == "POST" else HeadingForm(found.sort, initial=about)
    status = 200
    if form.is_bound:
        status = attempt(request, form, lambda act: edit_heading(act, authority=found, **form.cleaned_data))
    if status:
        return _form(request, form, found, found.sort, status)
    messages.success(request, _("Заголовок змінено. Давня форма лишилася серед інших: за нею теж знаходять."))
    return redirect("workspace:heading", pk=pk)


def _form(request: HttpRequest, form: HeadingForm, found: Authority | None, kind: str, status: int) -> HttpResponse:
    context = {
        "form": form,
        "heading": found,
        "list_name": LISTS[Sort(kind)],
        "back": reverse("workspace:heading", args=[found.pk]) if found else f"{reverse('workspace:headings')}?kind={kind}",
    }
    return render(request, "workspace/catalogue/heading_form.html", context, status=status)


@require_POST
@access(EDIT)
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """A form of the name put in; or, of one that is there: taken out, or made the chosen one."""
    found = get_object_or_404(Authority, pk=pk)
    form = NameForm(request.POST)
    status = attempt(request, form, lambda act: _named(act, request.POST.get("do", ""), found, form.cleaned_data["name"]))
    if status:
        return _page(request, get_object_or_404(Authority, pk=pk), form, status)
    messages.success(request, _("Збережено. Пошук уже знає про це."))
    return redirect("workspace:heading", pk=pk)


def _named(act: Any, what: str, found: Authority, said: str) -> None:
    if what == "remove":
        remove_heading_name(act, authority=found, name=said)
    elif what == "prefer":
        edit_heading(act, authority=found, heading=said, dates=found.dates, note=found.note)
    else:
        add_heading_name(act, authority=found, name=said)


@require_safe
@access(EDIT)
def twins(request: HttpRequest) -> HttpResponse:
    groups = browsing.alike_groups()
    numbers = browsing.counted([one for group in groups for one in group])
    listed = []
    for group in groups:
        kept = max(group, key=lambda one: (_fullness(one), numbers.get(one.pk, 0)))
        rest = [(one, numbers.get(one.pk, 0)) for one in group if one is not kept]
        listed.append((kept, numbers.get(kept.pk, 0), LISTS[Sort(kept.sort)], rest))
    context = {
        "groups": listed,
        "crumbs": [
            (_("Каталог"), reverse("workspace:catalogue")),
            (_("Заголовки"), reverse("workspace:headings")),
            (_("Схожі заголовки"), ""),
        ],
    }
    return render(request, "workspace/catalogue/heading_twins.html", context)


def _fullness(one: Authority) -> int:
    """Initials tell less than names, however many there are."""
    return sum(len(word) for word in words(one.heading) if len(word) > 1)


@require_POST
@access(EDIT)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    kept, gone = get_object_or_404(Authority, pk=pk), request.POST.get("gone", "")
    if not (gone.isascii() and gone.isdigit() and len(gone) < 18):
        raise Http404
    merge_headings(act_of(request), kept=kept, gone=get_object_or_404(Authority, pk=int(gone)))
    messages.success(request, _("Заголовки об’єднано. Якщо це помилка, роз’єднайте їх на цій сторінці."))
    return redirect("workspace:heading", pk=pk)


@require_POST
@access(EDIT)
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    separate_heading(act_of(request), authority=get_object_or_404(Authority, pk=pk))
    messages.success(request, _("Заголовки роз’єднано: кожен знову стоїть окремо."))
    return redirect("workspace:heading", pk=pk)
