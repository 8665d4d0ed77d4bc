"""Excursions: routes for whoever plans, requests of groups for whoever may see who asks."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.codec import Withheld
from mandrivna.core.models import Staff
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.excursions import GroupForm
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, default_place, sole
from mandrivna.faces.workspace.programme.forms import ClockField
from mandrivna.faces.workspace.programme.series import staff_of
from mandrivna.programme.actions.excursions import (
    REQUEST,
    ROUTE,
    accept_excursion,
    add_route,
    decline_excursion,
    edit_route,
    record_excursion,
    told_group,
)
from mandrivna.programme.excursion_notices import writes_to
from mandrivna.programme.excursion_queries import may_plan_route, may_see_askers, requests_of, routes_for
from mandrivna.programme.models import GroupRequest, RequestState, Route
from mandrivna.programme.queries import places_to_plan, units_to_plan
from mandrivna.programme.rules import PEOPLE, PLAN, VIEW
from mandrivna.programme.terms import terms

FORM = "workspace/programme/form.html"
MOST = 200


class RouteForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Назва"), max_length=ROUTE["title"])
    unit = UnitChoice(label=gettext_lazy("Хто відповідає"))
    place = UnitChoice(label=gettext_lazy("Де рахувати людей"))
    about = forms.CharField(
        label=gettext_lazy("Про що розповідаємо"),
        max_length=ROUTE["about"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    stops = forms.CharField(
        label=gettext_lazy("Зупинки"), max_length=ROUTE["stops"], required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Кожна окремим рядком."),
    )  # fmt: skip
    meets = forms.CharField(label=gettext_lazy("Де збираємося"), max_length=ROUTE["meets"], required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Скільки хвилин"), min_value=1, max_value=600, initial=60)
    most = forms.IntegerField(label=gettext_lazy("Найбільше людей"), min_value=1, max_value=500, initial=25)
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Для кого"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"})
    )
    guide = forms.ModelChoiceField(
        label=gettext_lazy("Хто водить"), queryset=Staff.objects.none(), required=False, empty_label=gettext_lazy("— не вказано —")
    )
    shown = forms.BooleanField(label=gettext_lazy("Показувати на сайті"), required=False, initial=True)
    ended = forms.BooleanField(label=gettext_lazy("Більше не водимо"), required=False)

    def __init__(self, units: Any, places: Any, staff: Any, *args: Any, kept: Route | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset, fields["place"].queryset, fields["guide"].queryset = units, places, staff
        fields["audiences"].choices = terms().audience_choices(tuple(kept.audiences) if kept else ())
        del fields["unit" if kept else "ended"]

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        about = {name: said[name] for name in ("title", "about", "stops", "meets", "minutes", "most", "audiences", "shown")}
        return {**{name: said[name] for name in ("unit", "place", "guide", "ended") if name in said}, "about": about}


class AgreeForm(forms.Form):
    on = DayField(label=gettext_lazy("Домовлений день"))
    starts = ClockField(label=gettext_lazy("Початок"))
    ends = ClockField(label=gettext_lazy("Кінець"))
    shown = forms.BooleanField(label=gettext_lazy("Показати подію на сайті"), required=False)
    answer = forms.CharField(
        label=gettext_lazy("Що відповіли"), max_length=REQUEST["answer"], required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "answer": Withheld(self.cleaned_data["answer"])}


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Що відповіли"), max_length=REQUEST["answer"], required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def told(self) -> dict[str, Any]:
        return {"answer": Withheld(self.cleaned_data["answer"])}


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Програма"), reverse("workspace:programme")), (_("Екскурсії"), reverse("workspace:routes")), *more]


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    context = {
        "routes": list(routes_for(request.actor).order_by("ended_on", "title", "pk")[:MOST]),
        "may_plan": request.actor.can(PLAN),
        "crumbs": [*_crumbs()[:1], (_("Екскурсії"), "")],
    }
    return render(request, "workspace/programme/routes.html", context)


def _found(request: HttpRequest, pk: uuid.UUID) -> Route:
    return get_object_or_404(routes_for(request.actor), pk=pk)


def _choices(request: HttpRequest) -> tuple[Any, Any, Any]:
    places = places_to_plan(request.actor)
    return units_to_plan(request.actor), places, staff_of(places)


@read_or_send
@access(PLAN)
def add(request: HttpRequest) -> HttpResponse:
    choices = _choices(request)
    status, done = 200, list[Route]()
    form = RouteForm(
        *choices, initial={"unit": sole(choices[0]), "place": default_place(request, choices[1]), "audiences": ["general"]}
    )
    if request.method == "POST":
        form = RouteForm(*choices, request.POST)
        status = attempt(request, form, lambda act: done.append(add_route(act, **form.told())))
        if not status:
            messages.success(request, _("Маршрут записано."))
            return redirect("workspace:route", pk=done[0].pk)
    context = {"form": form, "title": _("Новий маршрут"), "button": _("Записати"), "crumbs": _crumbs((_("Новий маршрут"), ""))}
    return render(request, FORM, context, status=status)


@read_or_send
@access(PLAN)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status = _found(request, pk), 200
    if not may_plan_route(request.actor, one):
        raise Http404
    choices = _choices(request)
    names = ("title", "about", "stops", "meets", "minutes", "most", "audiences", "shown")
    kept = {name: getattr(one, name) for name in names}
    form = RouteForm(
        *choices, initial={**kept, "place": one.place_id, "guide": one.guide_id, "ended": bool(one.ended_on)}, kept=one
    )
    if request.method == "POST":
        form = RouteForm(*choices, request.POST, kept=one)
        status = attempt(request, form, lambda act: edit_route(act, route=one, **form.told()))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:route", pk=pk)
    above = _crumbs((str(one), reverse("workspace:route", args=[pk])), (_("Змінити"), ""))
    return render(request, FORM, {"form": form, "title": _("Змінити"), "button": _("Записати"), "crumbs": above}, status=status)


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, route: Route, status: int = 200, form: GroupForm | None = None) -> HttpResponse:
    people = may_see_askers(request.actor, route)
    context = {
        "route": route,
        "requests": list(requests_of(route)[:MOST]) if people else [],
        "form": (form or GroupForm(route)) if people and not route.ended_on else None,
        "audiences": terms().audience_words(route.audiences),
        "may_plan": may_plan_route(request.actor, route),
        "may_people": people,
        "crumbs": _crumbs((str(route), "")),
    }
    return render(request, "workspace/programme/route.html", context, status=status)


@require_POST
@access(PEOPLE)
def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    route = _found(request, pk)
    if not may_see_askers(request.actor, route):
        raise Http404
    form = GroupForm(route, request.POST)
    status = attempt(request, form, lambda act: record_excursion(act, route=route, **form.told()))
    if status:
        return _page(request, route, status, form)
    messages.success(request, _("Запит записано."))
    return redirect("workspace:route", pk=pk)


def _asked(request: HttpRequest, pk: uuid.UUID) -> GroupRequest:
    rows = GroupRequest.objects.select_related("route__place", "route__unit", "event")
    one = get_object_or_404(rows.filter(route__in=routes_for(request.actor).values("pk")), pk=pk)
    if not may_see_askers(request.actor, one.route):
        raise Http404
    return one


@read_or_send
@access(PEOPLE)
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agreed with a day, which makes the event, or declined with a word."""
    one = _asked(request, pk)
    declines, status = request.POST.get("decline") == "1", 200
    agree, decline = AgreeForm(initial={"on": one.wished_on, "starts": one.wished_at}), DeclineForm()
    mail = writes_to(one)
    if request.method == "POST" and declines:
        decline = DeclineForm(request.POST)
        status = attempt(request, decline, lambda act: decline_excursion(act, request=one, **decline.told()))
    elif request.method == "POST":
        agree = AgreeForm(request.POST)
        status = attempt(request, agree, lambda act: accept_excursion(act, request=one, **agree.told()))
    if request.method == "POST" and not status:
        return _answered(request, one, mail)
    context = {
        "asked": one,
        "mail": mail,
        "agree": agree if one.state == RequestState.NEW else None,
        "decline": decline,
        "audience": terms().audience_label(one.audience),
        "crumbs": _crumbs((str(one.route), reverse("workspace:route", args=[one.route_id])), (_("Запит групи"), "")),
    }
    return render(request, "workspace/programme/group_request.html", context, status=status)


@require_POST
@access(PEOPLE)
def told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _asked(request, pk)
    told_group(act_of(request), request=one)
    messages.success(request, _("Записано: люди знають."))
    return redirect("workspace:route", pk=one.route_id)


def _answered(request: HttpRequest, one: GroupRequest, mail: str) -> HttpResponse:
    """Whom no letter reaches a colleague tells: the page stays open at the number, with what was agreed beside it."""
    if one.contact and not mail:
        messages.warning(request, _("Відповідь записано, але листа не буде: зателефонуйте."))
        return redirect("workspace:group_request", pk=one.pk)
    messages.success(request, _("Відповідь записано. Лист піде на пошту, яку лишили.") if mail else _("Відповідь записано."))
    return redirect("workspace:route", pk=one.route_id)
