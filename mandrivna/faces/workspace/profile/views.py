"""«Заклад»: what the institution says of itself, and each part of it changed on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.act import Act
from mandrivna.core.actions import profile as actions
from mandrivna.core.models import Kind, Unit
from mandrivna.core.profile import NIGHT, PAPER, profile_of, rules_on
from mandrivna.core.rules import PROFILE_EDIT
from mandrivna.faces.access import access, read_or_send, unit_or_404
from mandrivna.faces.look.site import accent_url, logo_url
from mandrivna.faces.workspace.editing import Editing
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.profile.forms import ColourForm, LogoForm, ProfileForm, RulesForm, ShadesForm, standing
from mandrivna.faces.workspace.units.words import told
from mandrivna.shared import colour

OWN = "#8a3d1e"
"""What the colour field shows while the institution has chosen none."""


def _institutions(request: HttpRequest) -> list[Unit]:
    return list(Unit.objects.visible_to(request.actor, PROFILE_EDIT).open().filter(kind=Kind.INSTITUTION).order_by("pk"))


def institution_or_404(request: HttpRequest, pk: int) -> Unit:
    unit = unit_or_404(request, pk, PROFILE_EDIT)
    if unit.kind != Kind.INSTITUTION:
        raise Http404
    return unit


@require_safe
@access(PROFILE_EDIT)
def profile(request: HttpRequest) -> HttpResponse:
    """The only institution there is, or a choice of them."""
    found = _institutions(request)
    if len(found) == 1:
        return redirect("workspace:profile_of", pk=found[0].pk)
    return render(request, "workspace/profile/choose.html", {"institutions": found})


@require_safe
@access(PROFILE_EDIT)
def profile_of_institution(request: HttpRequest, pk: int) -> HttpResponse:
    unit = institution_or_404(request, pk)
    said, today = profile_of(unit), timezone.localdate()
    what = unit.events.model.What
    events = unit.events.filter(what__in=(what.PROFILE, what.RULES)).order_by("-on", "-pk")[:30]
    context = {
        "unit": unit,
        "profile": said,
        "logo_url": logo_url(said.logo_id or ""),
        "accent_url": accent_url(said.accent, said.accent_dark),
        "rules": rules_on(unit, today),
        "versions": unit.use_rules.all(),
        "events": [(event, told(event)) for event in events],
    }
    return render(request, "workspace/profile/profile.html", context)


def _form(
    request: HttpRequest, unit: Unit, form: forms.Form, template: str, run: Callable[[Act], Any], **about: Any
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        editing = about.get("editing")
        status = editing.attempt(run) if editing else attempt(request, form, run)
        if not status:
            messages.success(request, _("Збережено."))
            return redirect("workspace:profile_of", pk=unit.pk)
    return render(request, template, {"unit": unit, "form": form, **about}, status=status)


@read_or_send
@access(PROFILE_EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = institution_or_404(request, pk)
    said = standing(profile_of(unit))
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm(initial=said)
    editing = Editing(request, f"core.Profile:{unit.pk}", form, said)
    run = lambda act: actions.edit_profile(act, unit=unit, about=form.said())  # noqa: E731 - as short as it is
    return _form(request, unit, form, "workspace/profile/edit.html", run, editing=editing)


@read_or_send
@access(PROFILE_EDIT)
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    unit = institution_or_404(request, pk)
    said = profile_of(unit)
    about = {"logo_url": logo_url(said.logo_id or ""), "profile": said}
    if request.method == "POST" and request.POST.get("remove"):
        nothing = forms.Form(request.POST)
        return _form(
            request, unit, nothing, "workspace/profile/logo.html", lambda act: actions.set_logo(act, unit=unit, picture=""), **about
        )
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    run = lambda act: actions.set_logo(act, unit=unit, picture=form.cleaned_data["logo"])  # noqa: E731 - as short as it is
    return _form(request, unit, form, "workspace/profile/logo.html", run, **about)


@dataclass(frozen=True)
class Offer:
    """A wished colour as it can be read on one of the two grounds."""

    ground: str
    shade: str
    ratio: str
    changed: bool
    wished_ratio: str

    @classmethod
    def on(cls, ground: str, wished: str, shade: str) -> Offer:
        ratio, was = colour.contrast(shade, ground), colour.contrast(wished, ground)
        return cls(ground, shade, number_format(colour.shown(ratio)), shade != wished, number_format(colour.shown(was)))


@read_or_send
@access(PROFILE_EDIT)
def accent(request: HttpRequest, pk: int) -> HttpResponse:
    """Two steps: a wished colour is weighed and shown, by GET; what was shown is then taken, by POST."""
    unit = institution_or_404(request, pk)
    said = profile_of(unit)
    if request.method == "POST":
        shades = ShadesForm(request.POST)
        run = lambda act: actions.set_accent(act, unit=unit, **shades.cleaned_data)  # noqa: E731 - as short as it is
        return _form(request, unit, shades, "workspace/profile/accent.html", run, profile=said, wish=_wish(said.accent))
    asked = "wished" in request.GET
    wish = ColourForm(request.GET) if asked else _wish(said.accent)
    context: dict[str, Any] = {"unit": unit, "profile": said, "wish": wish, "form": None}
    if not asked:
        return render(request, "workspace/profile/accent.html", context)
    if not wish.is_valid():
        return render(request, "workspace/profile/accent.html", context, status=422)
    wished = wish.cleaned_data["wished"]
    light, dark = actions.shades_of(wished)
    context |= {
        "form": ShadesForm(initial={"accent": light, "accent_dark": dark}),
        "light": Offer.on(PAPER, wished, light),
        "dark": Offer.on(NIGHT, wished, dark),
        "wished": wished,
        "accent_url": accent_url(light, dark),
    }
    return render(request, "workspace/profile/accent.html", context)


def _wish(accent: str) -> ColourForm:
    return ColourForm(initial={"wished": accent or OWN})


@read_or_send
@access(PROFILE_EDIT)
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins from the words that stand, so that a change of one line is a change of one line."""
    unit = institution_or_404(request, pk)
    last = unit.use_rules.first()
    form = RulesForm(request.POST) if request.method == "POST" else RulesForm(initial={"text": last.text} if last else None)
    run = lambda act: actions.adopt_rules(act, unit=unit, **form.cleaned_data)  # noqa: E731 - as short as it is
    return _form(request, unit, form, "workspace/profile/rules.html", run, last=last)


@require_safe
@access(PROFILE_EDIT)
def rules_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    unit = institution_or_404(request, pk)
    found = unit.use_rules.filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    return render(request, "workspace/profile/version.html", {"unit": unit, "version": found})
