"""Courses, groups and clubs as whoever plans sees them: what is taught, when they meet, how many belong. No names here."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, sole
from mandrivna.faces.workspace.programme.circle_forms import CircleForm, CourseForm, LedForm, LessonForm, led_by
from mandrivna.faces.workspace.programme.series import staff_of
from mandrivna.faces.workspace.programme.warned import warn_all
from mandrivna.programme.actions.circles import add_course, edit_circle, edit_course, found_circle, lay_topics, set_lesson
from mandrivna.programme.circle_queries import circles_for, courses_for, may_plan_circle, may_see_people, meetings, with_figures
from mandrivna.programme.models import Circle, Course, Event, Lesson
from mandrivna.programme.queries import events_for, may_plan, places_to_plan, units_to_plan
from mandrivna.programme.rules import PLAN, VIEW
from mandrivna.programme.states import State
from mandrivna.programme.terms import terms
from mandrivna.readers.models import Age

PAGE = 40
FORM = "workspace/programme/form.html"


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Програма"), reverse("workspace:programme")), (_("Курси й клуби"), reverse("workspace:circles")), *more]


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Who meets now, then the courses there are; with `?ended=1` those who meet no more."""
    ended = request.GET.get("ended") == "1"
    rows = with_figures(circles_for(request.actor).filter(series__ended_on__isnull=not ended), timezone.localdate())
    context = {
        "page": Paginator(rows.order_by("kind", "series__title", "series__subtitle", "pk"), PAGE).get_page(request.GET.get("page")),
        "courses": list(courses_for(request.actor).order_by("ended_on", "title", "pk")[:PAGE]),
        "ended": ended,
        "query": "&ended=1" if ended else "",
        "may_plan": request.actor.can(PLAN),
        "crumbs": [*crumbs()[:1], (_("Курси й клуби"), "")],
    }
    return render(request, "workspace/programme/circles.html", context)


# --- courses ----------------------------------------------------------------------------------------------------------


def _course(request: HttpRequest, pk: uuid.UUID, *, planned: bool = False) -> Course:
    one = get_object_or_404(courses_for(request.actor).select_related("unit"), pk=pk)
    if planned and not request.actor.can(PLAN, one.unit.path):
        raise Http404
    return one


@require_safe
@access(VIEW)
def course(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, known = _course(request, pk), terms()
    groups = with_figures(circles_for(request.actor).filter(course=one), timezone.localdate())
    context = {
        "course": one,
        "groups": list(groups.order_by("-made_at", "pk")[:PAGE]),
        "form_label": known.form_label(one.form),
        "direction": known.direction_label(one.direction),
        "audiences": known.audience_words(one.audiences),
        "may_plan": request.actor.can(PLAN, one.unit.path),
        "crumbs": crumbs((str(one), "")),
    }
    return render(request, "workspace/programme/course.html", context)


@read_or_send
@access(PLAN)
def course_add(request: HttpRequest) -> HttpResponse:
    units, status, done = units_to_plan(request.actor), 200, list[Course]()
    if request.method == "POST":
        form = CourseForm(units, request.POST)
        status = attempt(request, form, lambda act: done.append(add_course(act, unit=form.cleaned_data["unit"], **form.told())))
        if not status:
            messages.success(request, _("Курс записано. Тепер зберіть групу."))
            return redirect("workspace:course", pk=done[0].pk)
    else:
        form = CourseForm(units, initial={"unit": sole(units), "form": "course", "audiences": ["general"]})
    return _form(request, form, _("Новий курс"), _("Записати"), status)


def _form(
    request: HttpRequest, form: Any, title: str, button: str, status: int, *above: tuple[str, str], note: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "crumbs": crumbs(*above, (title, "")), "note": note}
    return render(request, FORM, context, status=status)


@read_or_send
@access(PLAN)
def course_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, units, status = _course(request, pk, planned=True), units_to_plan(request.actor), 200
    if request.method == "POST":
        form = CourseForm(units, request.POST, kept=one)
        status = attempt(request, form, lambda act: edit_course(act, course=one, ended=form.cleaned_data["ended"], **form.told()))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:course", pk=pk)
    else:
        names = ("title", "about", "topics", "needed", "form", "direction", "audiences", "project")
        initial = {name: getattr(one, name) for name in names}
        form = CourseForm(units, initial={**initial, "ended": bool(one.ended_on)}, kept=one)
    return _form(request, form, _("Змінити курс"), _("Записати"), status, (str(one), reverse("workspace:course", args=[pk])))


# --- groups and clubs ---------------------------------------------------------------------------------------------------


def found(request: HttpRequest, pk: uuid.UUID) -> Circle:
    return get_object_or_404(circles_for(request.actor), pk=pk)


def _planned(request: HttpRequest, pk: uuid.UUID) -> Circle:
    one = found(request, pk)
    if not may_plan_circle(request.actor, one):
        raise Http404
    return one


@read_or_send
@access(PLAN)
def add(request: HttpRequest) -> HttpResponse:
    """A club, or with `?course=` a group of that course."""
    of = _of(request)
    units, places = units_to_plan(request.actor), places_to_plan(request.actor)
    staff = staff_of(places)
    status, done = 200, list[Circle]()
    kind = "group" if of else "club"
    if request.method == "POST":
        form = CircleForm(units, places, staff, request.POST)
        status = attempt(request, form, lambda act: done.append(found_circle(act, kind=kind, **form.told(of))))
        if not status:
            messages.success(request, _("Записано. Тепер запишіть людей."))
            warn_all(request, Event.objects.filter(series=done[0].series_id).ahead())
            return redirect("workspace:circle", pk=done[0].pk)
    else:
        usual = {"title": of.title, "form": of.form, "audiences": of.audiences} if of else {"form": "book_club"}
        initial = {"year": timezone.localdate().year, "unit": sole(units), "place": default_place(request, places), **usual}
        form = CircleForm(units, places, staff, initial=initial)
    above = [(str(of), reverse("workspace:course", args=[of.pk]))] if of else []
    return _form(request, form, _("Нова група") if of else _("Новий клуб"), _("Записати"), status, *above)


def _of(request: HttpRequest) -> Course | None:
    said = request.POST.get("course") or request.GET.get("course") or ""
    try:
        return _course(request, uuid.UUID(said)) if said else None
    except ValueError:
        raise Http404 from None


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    circle = get_object_or_404(with_figures(circles_for(request.actor), timezone.localdate()), pk=pk)
    events, today = list(meetings(circle)[:120]), timezone.localdate()
    plans = may_plan_circle(request.actor, circle)
    context = {
        "circle": circle,
        "events": events,
        "held": sum(event.state == State.HELD for event in events),
        "people": sum(event.people for event in events if event.state == State.HELD),
        "ages": ", ".join(str(Age(age).label) for age in circle.ages),
        "form_label": terms().form_label(circle.series.form),
        "certified": circle.certificates.filter(void_on=None).count(),
        "unlaid": _unlaid(circle, events),
        "today": today,
        "may_plan": plans,
        "may_people": may_see_people(request.actor, circle),
        "crumbs": crumbs(*_above(circle), (str(circle), "")),
    }
    return render(request, "workspace/programme/circle.html", context)


def _above(circle: Circle) -> list[tuple[str, str]]:
    return [(str(circle.course), reverse("workspace:course", args=[circle.course_id]))] if circle.course else []


def _unlaid(circle: Circle, events: list[Event]) -> bool:
    """Whether the topics stand otherwise than the course has them."""
    topics = [title for title, _hours in circle.course.topics] if circle.course else []
    wanted = [topics[at] if at < len(topics) else "" for at in range(len(events))]
    return any(event.state != State.HELD and event.subtitle != title for event, title in zip(events, wanted, strict=True))


@read_or_send
@access(PLAN)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, staff, status = _planned(request, pk), staff_of(places_to_plan(request.actor)), 200
    form = LedForm(staff, initial=led_by(one))
    if request.method == "POST":
        form = LedForm(staff, request.POST)
        status = attempt(request, form, lambda act: edit_circle(act, circle=one, **form.led()))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:circle", pk=pk)
    note = _("Назву, місце, термін і години змінюють на сторінці циклу.")
    above = (str(one), reverse("workspace:circle", args=[pk]))
    return _form(request, form, _("Хто веде й скільки місць"), _("Записати"), status, above, note=note)


@require_POST
@access(PLAN)
def topics(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _planned(request, pk)
    lay_topics(act_of(request), circle=one)
    messages.success(request, _("Теми розкладено по заняттях."))
    return redirect("workspace:circle", pk=pk)


@read_or_send
@access(PLAN)
def lesson(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Homework and the link to it, of one meeting."""
    event = get_object_or_404(
        events_for(request.actor).select_related("unit", "series__circle"), pk=pk, series__circle__isnull=False
    )
    if not may_plan(request.actor, event):
        raise Http404
    kept, status = Lesson.objects.filter(event=event).first(), 200
    form = LessonForm(initial={"homework": kept.homework, "link": kept.link} if kept else None)
    circle = event.series.circle  # type: ignore[union-attr]
    if request.method == "POST":
        form = LessonForm(request.POST)
        status = attempt(request, form, lambda act: set_lesson(act, event=event, **form.cleaned_data))
        if not status:
            messages.success(request, _("Завдання записано: учасники побачать його у своєму кабінеті."))
            return redirect("workspace:circle", pk=circle.pk)
    above = (str(circle), reverse("workspace:circle", args=[circle.pk]))
    return _form(request, form, _("Завдання до заняття"), _("Записати"), status, above)
