"""The guide to resources of the network and the addresses that have stopped to answer, for the staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.actions.guide import add_resource, check_link_again, edit_resource
from mandrivna.catalogue.links import FAILING, OK, failing
from mandrivna.catalogue.models import Access, Language, Link, Record, Resource
from mandrivna.catalogue.rules import EDIT, VIEW
from mandrivna.core.models.units import below_any
from mandrivna.core.queries import institutions_for
from mandrivna.faces.access import access, read_or_send, scoped
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, sole, units_with
from mandrivna.shared.text import fold, words

PAGE, THEMES = 50, 100
SAID = {
    "blocked": gettext_lazy("веде в закриту мережу"),
    "unknown_host": gettext_lazy("такого сайту немає"),
    "no_answer": gettext_lazy("не відповідає"),
    "redirect": gettext_lazy("пересилає без кінця"),
    "bad_address": gettext_lazy("адресу записано неправильно"),
    "status": gettext_lazy("відповідає помилкою"),
}


class ResourceFilter(forms.Form):
    lang = forms.ChoiceField(
        label=gettext_lazy("Мова"), choices=[("", gettext_lazy("усі мови")), *Language.choices], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Стан"),
        choices=[("", gettext_lazy("усі")), ("shown", gettext_lazy("на сайті")), ("hidden", gettext_lazy("не показано"))],
        required=False,
    )


class ResourceForm(forms.Form):
    theme = forms.CharField(
        label=gettext_lazy("Тема"), max_length=100, help_text=gettext_lazy("Та сама назва теми збирає ресурси разом.")
    )
    title = forms.CharField(label=gettext_lazy("Назва"), max_length=200)
    url = forms.URLField(label=gettext_lazy("Адреса"), max_length=500, assume_scheme="https")
    words = forms.CharField(
        label=gettext_lazy("Що там є"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=gettext_lazy("Мова"), choices=Language.choices, initial=Language.UKR)
    access = forms.ChoiceField(label=gettext_lazy("Хто може читати"), choices=Access.choices, initial=Access.FREE)
    shown = forms.BooleanField(label=gettext_lazy("Показувати читачам"), required=False, initial=True)

    def __init__(self, themes: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = themes
        self.fields["theme"].widget.attrs |= {"list": "themes", "autocomplete": "off"}


class NewResourceForm(ResourceForm):
    unit = UnitChoice(label=gettext_lazy("Хто веде"))

    def __init__(self, themes: list[str], units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(themes, *args, **kwargs)
        self.fields["unit"].queryset = units


def said_of(link: Link) -> str:
    """Why an address does not answer, in words."""
    said = str(SAID.get(link.outcome, SAID["no_answer"]))
    return f"{said} ({link.detail})" if link.outcome == "status" else said


def _tag(resource: Any) -> Tag:
    if resource.failures is None or not resource.outcome:
        return Tag(_("ще не перевірено"))
    if resource.failures >= FAILING:
        return Tag(_("не відкривається"), "bad")
    return Tag(_("відкривається"), "good") if resource.outcome == OK else Tag(_("перевіримо ще раз"), "warn")


def _title(resource: Resource) -> Cell:
    hidden = () if resource.shown else (Tag(_("не показано")),)
    url = reverse("workspace:resource_edit", args=[resource.pk])
    return Cell(text=resource.title, url=url, note=resource.url, tags=hidden)


COLUMNS: tuple[Column[Any], ...] = (
    Column(
        key="title",
        label=gettext_lazy("Назва"),
        cell=_title,
        sort="title",
        words=True,
        head=True,
        level=1,
        export=lambda o: o.title,
    ),
    Column(key="theme", label=gettext_lazy("Тема"), cell=lambda one: one.theme, sort=("theme", "title"), words=True, level=1),
    Column(key="url", label=gettext_lazy("Адреса"), cell=lambda one: one.url, level=1, shown=False),
    Column(key="language", label=gettext_lazy("Мова"), cell=lambda one: one.get_language_display(), level=1),
    Column(key="access", label=gettext_lazy("Хто може читати"), cell=lambda one: one.get_access_display(), level=1),
    Column(key="answers", label=gettext_lazy("Адреса"), cell=_tag, level=1),
    Column(key="checked", label=gettext_lazy("Перевірено"), cell=lambda one: one.checked_at, sort="checked_at", level=1),
)


def _seen(request: HttpRequest) -> QuerySet[Resource]:
    paths = institutions_for(request.actor, VIEW).values_list("path", flat=True)
    return Resource.objects.filter(below_any([*paths, *request.actor.paths(VIEW)], "unit__path"))


def _searched(rows: QuerySet[Resource], text: str) -> QuerySet[Resource]:
    """A guide is a few hundred lines: they are read and compared as people write, which no database does alike."""
    wanted = words(text)
    known = rows.order_by().values_list("pk", "title", "theme", "words", "url")
    return rows.filter(pk__in=[pk for pk, *said in known if all(word in fold(" ".join(said)) for word in wanted)])


def _narrowed(rows: QuerySet[Resource], chosen: dict[str, Any]) -> QuerySet[Resource]:
    if language := chosen.get("lang"):
        rows = rows.filter(language=language)
    if state := chosen.get("state"):
        rows = rows.filter(shown=state == "shown")
    return rows


@require_safe
@access(VIEW)
def guide(request: HttpRequest) -> HttpResponse:
    may_edit = request.actor.can(EDIT)
    link = Link.objects.filter(address=OuterRef("url"))
    about = {name: Subquery(link.values(name)[:1]) for name in ("outcome", "failures", "checked_at")}
    table = Table(
        request,
        _seen(request).annotate(**about),
        COLUMNS,
        name="guide",
        title=_("Ресурси в мережі"),
        sort="theme",
        search=_searched,
        search_label=_("Назва, тема або адреса"),
        filters=ResourceFilter(request.GET),
        narrow=_narrowed,
        empty=Empty(
            title=_("Путівник порожній"),
            text=_(
                "Запишіть сайти, які радите читачам: електронні бібліотеки, архіви, довідники. Адреси програма перевірятиме сама."
            ),
            mark="globe",
            action=_("Додати ресурс") if may_edit else "",
            url=reverse("workspace:resource_add") if may_edit else "",
        ),
    )
    context = {"may_edit": may_edit, "broken": failing().count() if may_edit else 0, "crumbs": _crumbs()}
    return table.render("workspace/catalogue/guide.html", context)


def _crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    own = reverse("workspace:guide") if further else ""
    return [(_("Каталог"), reverse("workspace:catalogue")), (_("Ресурси в мережі"), own), *further]


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    units, themes = units_with(request, EDIT), _themes(request)
    if request.method != "POST":
        return _form(request, NewResourceForm(themes, units, initial={"unit": sole(units), "shown": True}), _("Новий ресурс"))
    form = NewResourceForm(themes, units, request.POST)
    status = attempt(request, form, lambda act: add_resource(act, **form.cleaned_data))
    return _form(request, form, _("Новий ресурс"), status=status) if status else _saved(request)


@read_or_send
@access(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(scoped(request, EDIT, Resource.objects.select_related("unit"), "unit__path"), pk=pk)
    themes = _themes(request)
    if request.method != "POST":
        about = {name: getattr(found, name) for name in ResourceForm.base_fields}
        return _form(request, ResourceForm(themes, initial=about), _("Змінити ресурс"))
    form = ResourceForm(themes, request.POST)
    status = attempt(request, form, lambda act: edit_resource(act, resource=found, **form.cleaned_data))
    return _form(request, form, _("Змінити ресурс"), status=status) if status else _saved(request)


def _themes(request: HttpRequest) -> list[str]:
    return list(_seen(request).order_by("theme").values_list("theme", flat=True).distinct()[:THEMES])


def _form(request: HttpRequest, form: ResourceForm, heading: str, status: int = 200) -> HttpResponse:
    return render(request, "workspace/catalogue/resource_form.html", {"form": form, "heading": heading}, status=status)


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Збережено. Адресу перевіримо найближчим часом."))
    return redirect("workspace:guide")


# --- addresses that do not answer ---------------------------------------------------------------------------------------


@require_safe
@access(EDIT)
def links(request: HttpRequest) -> HttpResponse:
    page = Paginator(failing(), PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    addresses = [one.address for one in listed]
    named: dict[str, list[tuple[str, str]]] = {address: [] for address in addresses}
    for one in _seen(request).filter(url__in=addresses).order_by("title"):
        named[one.url].append((one.title, reverse("workspace:resource_edit", args=[one.pk])))
    for record in Record.objects.current().filter(url__in=addresses).order_by("title")[: 4 * PAGE]:
        named[record.url].append((str(record), reverse("workspace:record", args=[record.pk])))
    context = {
        "page": page,
        "rows": [(one, said_of(one), named[one.address]) for one in listed],
        "crumbs": _crumbs((_("Адреси, що не відкриваються"), "")),
    }
    return render(request, "workspace/catalogue/links.html", context)


@require_POST
@access(EDIT)
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    check_link_again(act_of(request), link=get_object_or_404(Link, pk=pk))
    messages.success(request, _("Адресу поставлено на перевірку."))
    return redirect("workspace:links")
