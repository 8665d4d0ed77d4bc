"""Collecting: who has reported, who is due, links and reminders, libraries without the program, filling in for one of them."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mandrivna.core.addresses import page_url
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.geo import Mark, UkraineMap
from mandrivna.faces.look.state_forms import FileForm, FillForm, read_file
from mandrivna.faces.workspace.forms.forms import ReasonForm, SignForm
from mandrivna.faces.workspace.forms.views import asked_or_404, form_page, form_url, sheet_or_404
from mandrivna.faces.workspace.indicators.forms import DayField
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.planning import actions
from mandrivna.planning.forms.checks import deadline_of
from mandrivna.planning.forms.definitions import LIBRARY
from mandrivna.planning.forms.queries import Asked, view
from mandrivna.planning.forms.returns import Answer, answers, token_of
from mandrivna.planning.forms.rows import NetworkLibrary, Status
from mandrivna.planning.rules import NETWORK
from mandrivna.shared.geo.regions import REGIONS

LEVELS = 5
"""Shades of a region beyond the first: how many of its libraries have answered."""


class LibraryForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Назва бібліотеки"), max_length=250)
    community = forms.CharField(label=gettext_lazy("Громада"), max_length=120, required=False)
    ecmap = forms.CharField(label=gettext_lazy("Номер у системі моніторингу"), max_length=40, required=False)
    mail = forms.EmailField(label=gettext_lazy("Службова пошта"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Область"), choices=[("", "—"), *REGIONS.items()], required=False)
    closed_on = DayField(label=gettext_lazy("Закрито"), required=False)

    NAMES = ("name", "community", "ecmap", "mail", "region")

    def about(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.NAMES}


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=gettext_lazy("Що відомо"), choices=[one for one in Status.choices if one[0] != Status.HANDED])
    why = forms.CharField(label=gettext_lazy("Звідки це відомо"), max_length=250)


def _asked(request: HttpRequest, unit: int, year: int, form: str) -> Asked:
    about = asked_or_404(request, unit, year, form, NETWORK)
    if about.form.level != LIBRARY:
        raise Http404
    return about


def returns_url(about: Asked) -> str:
    return reverse("workspace:network_returns", args=[about.unit.pk, about.year, about.form.code])


@require_GET
@access(NETWORK)
def returns(request: HttpRequest, unit: int, year: int, form: str) -> HttpResponse:
    """Everybody of the network with what is known of their year; the same on a map."""
    about = _asked(request, unit, year, form)
    listed, today = answers(about.unit, form, year), timezone.localdate()
    wanted = request.GET.get("status", "")
    counted = Counter(one.status for one in listed)
    context = {
        "about": about,
        "rows": [(one, _link(one)) for one in listed if not wanted or one.status == wanted],
        "states": [(status, label, counted[status]) for status, label in Status.choices if counted[status]],
        "wanted": wanted,
        "all": len(listed),
        "due": sum(one.due for one in listed),
        "letters": sum(one.due and bool(one.library and one.library.mail and one.sheet and one.sheet.link_hash) for one in listed),
        "deadline": deadline_of(about.form.deadline, year),
        "today": today,
        "map": drawn(listed),
    }
    return render(request, "workspace/state_forms/returns.html", context)


def _link(one: Answer) -> str:
    sheet = one.sheet
    if sheet is None or sheet.link is None or sheet.link_until is None or sheet.link_until < timezone.localdate():
        return ""
    return page_url("public:network_return", token_of(sheet.link)) or reverse("public:network_return", args=[token_of(sheet.link)])


def drawn(listed: Iterable[Answer]) -> UkraineMap:
    """A region is the darker the more of its libraries have answered; who exactly, says the list."""
    by_region: dict[str, list[Answer]] = defaultdict(list)
    for one in listed:
        if one.where is not None and one.where.region in REGIONS:
            by_region[one.where.region].append(one)
    return UkraineMap(
        title=_("Хто подав форму"),
        summary=_("Бібліотек на мапі: %(libraries)d. Те саме переліком.") % {"libraries": sum(map(len, by_region.values()))},
        regions={code: _mark(found) for code, found in by_region.items()},
        levels=[
            _("ніхто"),
            _("до двадцяти відсотків"),
            _("до сорока"),
            _("до шістдесяти"),
            _("до вісімдесяти"),
            _("понад вісімдесят"),
        ],
    )


def _mark(found: list[Answer]) -> Mark:
    counted = Counter(one.status for one in found)
    words = "; ".join(f"{label} ({counted[status]})" for status, label in Status.choices if counted[status])
    answered = sum(not one.due for one in found)
    return Mark(words, level=0 if not answered else min(LEVELS, 1 + answered * LEVELS // (len(found) + 1)))


@require_POST
@access(NETWORK)
def ask(request: HttpRequest, unit: int, year: int, form: str) -> HttpResponse:
    about = _asked(request, unit, year, form)
    many = actions.ask_returns(act_of(request), unit=about.unit, form=form, year=year) or 0
    messages.success(request, ngettext("Зроблено %(many)d посилання.", "Зроблено %(many)d посилань.", many) % {"many": many})
    return redirect(returns_url(about))


@require_POST
@access(NETWORK)
def remind(request: HttpRequest, unit: int, year: int, form: str) -> HttpResponse:
    about = _asked(request, unit, year, form)
    many = actions.remind_returns(act_of(request), unit=about.unit, form=form, year=year) or 0
    messages.success(request, ngettext("У черзі %(many)d лист.", "У черзі %(many)d листів.", many) % {"many": many})
    return redirect(returns_url(about))


@require_http_methods(["GET", "POST"])
@access(NETWORK)
def status(request: HttpRequest, unit: int, year: int, form: str, whose: str) -> HttpResponse:
    about = _asked(request, unit, year, form)
    one = next((one for one in answers(about.unit, form, year) if one.key == whose), None)
    if one is None:
        raise Http404
    note = one.sheet.status_note if one.sheet else ""
    form_, code = StatusForm(request.POST if request.method == "POST" else None, initial={"status": one.status, "why": note}), 200
    if request.method == "POST":
        code = attempt(
            request, form_,
            lambda act: actions.set_return_status(act, unit=about.unit, form=form, year=year, whose=whose, **form_.cleaned_data),
        )  # fmt: skip
        if not code:
            messages.success(request, _("Стан записано."))
            return redirect(returns_url(about))
    context = {"about": about, "one": one, "form": form_, "back": returns_url(about)}
    return render(request, "workspace/state_forms/status.html", context, status=code)


# --- one library's form -----------------------------------------------------------------------------------------------


@require_GET
@access(NETWORK)
def one_return(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    about = sheet_or_404(request, uid, NETWORK)
    return form_page(request, about, returned=True) if about.library else return_url(about)


def return_url(about: Asked) -> HttpResponse:
    """A unit of the tree has the page of its own form, with its own rights."""
    if about.library is None:
        return redirect(form_url(about))
    assert about.sheet is not None
    return redirect("workspace:network_return", uid=about.sheet.pk)


@require_http_methods(["GET", "POST"])
@access(NETWORK)
def fill(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    about = sheet_or_404(request, uid, NETWORK)
    sheet = about.sheet
    if sheet is None or sheet.signed or about.library is None:
        return return_url(about)
    form_, code = FillForm(view(about), request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        code = attempt(
            request, form_,
            lambda act: actions.fill_return(
                act, sheet=sheet, cells=form_.cells(), note=form_.cleaned_data["note"], reason=form_.cleaned_data["reason"]
            ),
        )  # fmt: skip
        if not code:
            messages.success(request, _("Форму збережено."))
            return return_url(about)
    back = reverse("workspace:network_return", args=[sheet.pk])
    context = {"about": about, "form": form_, "rows": list(form_.rows()), "back": back}
    return render(request, "workspace/state_forms/fill.html", context, status=code)


@require_http_methods(["GET", "POST"])
@access(NETWORK)
def brought(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A filled spreadsheet instead of the page: what it says goes into the draft, and what was not understood is listed."""
    about = sheet_or_404(request, uid, NETWORK)
    sheet = about.sheet
    if sheet is None or sheet.signed or about.library is None:
        return return_url(about)
    form_ = FileForm(request.POST or None, request.FILES or None)
    wrong: list[str] = []
    code = 200
    if request.method == "POST":
        code = 422
        if form_.is_valid():
            cells, wrong = read_file(form_.cleaned_data["file"], view(about))
            if not wrong:
                code = attempt(request, form_, lambda act: actions.fill_return(act, sheet=sheet, cells=cells, reason=_("з файлу")))
        if not code:
            messages.success(request, _("Числа з файлу вже у формі. Перевірте їх."))
            return return_url(about)
    back = reverse("workspace:network_return", args=[sheet.pk])
    return render(
        request, "workspace/state_forms/file.html", {"about": about, "form": form_, "wrong": wrong, "back": back}, status=code
    )


@require_http_methods(["GET", "POST"])
@access(NETWORK, step_up=True)
def sign(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    about = sheet_or_404(request, uid, NETWORK)
    sheet = about.sheet
    if sheet is None or sheet.signed or about.library is None:
        return return_url(about)
    form_, code = SignForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        code = attempt(request, form_, lambda act: actions.sign_return(act, sheet=sheet, **form_.cleaned_data))
        if not code:
            messages.success(request, _("Форму підписано й закрито. Пізніші зміни стоятимуть поруч."))
            return return_url(about)
    context = {"about": about, "found": view(about), "form": form_, "back": reverse("workspace:network_return", args=[sheet.pk])}
    return render(request, "workspace/state_forms/sign.html", context, status=code)


@require_POST
@access(NETWORK)
def link(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A new link, or none."""
    about = sheet_or_404(request, uid, NETWORK)
    assert about.sheet is not None
    if request.POST.get("do") == "revoke":
        actions.revoke_return_link(act_of(request), sheet=about.sheet)
        messages.success(request, _("Посилання більше не діє."))
    else:
        actions.renew_return_link(act_of(request), sheet=about.sheet)
        messages.success(request, _("Зроблено нове посилання; попереднє більше не діє."))
    return redirect(returns_url(about) if about.library is None else reverse("workspace:network_return", args=[about.sheet.pk]))


@require_POST
@access(NETWORK)
def reopen(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A corrected form of a library: the same link leads to it."""
    about = sheet_or_404(request, uid, NETWORK)
    sheet, form_ = next(one for one in about.sheets if one.pk == uid), ReasonForm(request.POST)
    code = attempt(request, form_, lambda act: actions.reopen_return(act, sheet=sheet, reason=form_.cleaned_data["reason"]))
    if code:
        messages.error(request, " ".join(str(text) for texts in form_.errors.values() for text in texts))
        return return_url(about)
    messages.success(request, _("Відкрито нову чернетку. Підписана форма лишилася такою, якою її підписали."))
    return return_url(sheet_or_404(request, uid, NETWORK))


# --- libraries without the program ------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access(NETWORK)
def add_library(request: HttpRequest, unit: int) -> HttpResponse:
    place = unit_or_404(request, unit, NETWORK)
    form_, code = LibraryForm(request.POST or None), 200
    if request.method == "POST":
        code = attempt(request, form_, lambda act: actions.add_network_library(act, unit=place, about=form_.about()))
        if not code:
            messages.success(request, _("Бібліотеку додано."))
            return redirect(_back(request, place))
    return render(
        request, "workspace/state_forms/library.html", {"unit": place, "form": form_, "back": _back(request, place)}, status=code
    )


@require_http_methods(["GET", "POST"])
@access(NETWORK)
def library(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    found = NetworkLibrary.objects.select_related("unit").filter(pk=uid).first()
    if found is None or not request.actor.can(NETWORK, found.unit.path):
        raise Http404
    initial = {name: getattr(found, name) for name in (*LibraryForm.NAMES, "closed_on")}
    form_, code = LibraryForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        code = attempt(request, form_, _changed(found, form_))
        if not code:
            messages.success(request, _("Записано."))
            return redirect(_back(request, found.unit))
    context = {"unit": found.unit, "library": found, "form": form_, "back": _back(request, found.unit)}
    return render(request, "workspace/state_forms/library.html", context, status=code)


def _changed(found: NetworkLibrary, form: LibraryForm) -> Callable[[Any], Any]:
    def run(act: Any) -> Any:
        return actions.edit_network_library(act, library=found, about=form.about(), closed_on=form.cleaned_data["closed_on"])

    return run


def _back(request: HttpRequest, unit: Unit) -> str:
    said = {"unit": str(unit.pk), "year": str(timezone.localdate().year - 1)}
    return f"{reverse('workspace:state_forms')}?{urlencode(said)}"
