"""Who belongs to a group or a club, who was at its meetings, who gets a certificate. Only for whoever may see people."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.look.certificates import paper
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.faces.workspace.programme.circle_forms import CertifyForm, MemberForm, VoidForm
from mandrivna.faces.workspace.programme.circles import crumbs, found
from mandrivna.programme.actions.attending import mark_attendance
from mandrivna.programme.actions.certificates import certify, void_certificate
from mandrivna.programme.actions.circles import enrol_member, leave, tell_member
from mandrivna.programme.circle_queries import markable, may_see_people, people_of
from mandrivna.programme.models import Certificate, Circle, Event, Member, MemberState
from mandrivna.programme.progress import Row, matrix
from mandrivna.programme.roll import strangers
from mandrivna.programme.rules import PEOPLE
from mandrivna.programme.states import WAYS, State, Way
from mandrivna.readers.models import Reader
from mandrivna.readers.queries import by_card

COLUMNS = 8
TABLE, SINGLE = "workspace/programme/attendance.html", "workspace/programme/mark.html"


def seen(request: HttpRequest, pk: uuid.UUID) -> Circle:
    one = found(request, pk)
    if not may_see_people(request.actor, one):
        raise Http404
    return one


def crumbs_of(circle: Circle, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((str(circle), reverse("workspace:circle", args=[circle.pk])), *more)


@require_safe
@access(PEOPLE)
def people(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _people(request, seen(request, pk))


def _people(
    request: HttpRequest, circle: Circle, status: int = 200, *, form: MemberForm | None = None, said: Sequence[Any] = ()
) -> HttpResponse:
    members = people_of(circle)
    papers = {paper.member_id: paper for paper in circle.certificates.filter(void_on=None)}
    rows = matrix(circle, [member for member in members if member.state != MemberState.WAITING], [])
    context = {
        "circle": circle,
        "rows": [(row, papers.get(row.member.pk)) for row in rows],
        "waiting": [member for member in members if member.state == MemberState.WAITING],
        "form": form or MemberForm(),
        "problems": said,
        "void": VoidForm(),
        "crumbs": crumbs_of(circle, (_("Люди"), "")),
    }
    return render(request, "workspace/programme/circle_people.html", context, status=status)


@require_POST
@access(PEOPLE)
def enrol(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, form, done = seen(request, pk), MemberForm(request.POST), list[Member]()

    def run(act: Any) -> None:
        said = dict(form.cleaned_data)
        done.append(enrol_member(act, circle=one, reader=_reader(one, said.pop("card")), **said))

    status = attempt(request, form, run)
    if status:
        return _people(request, one, status, form=form)
    if done[0].state == MemberState.WAITING:
        messages.success(request, _("Місць немає: записано в чергу."))
    else:
        messages.success(request, _("Записано."))
    return redirect("workspace:circle_people", pk=pk)


def _reader(circle: Circle, card: str) -> Reader | None:
    if not card.strip():
        return None
    reader = by_card(Reader.objects.of([circle.series.institution_id]), card)
    if reader is None:
        refuse_if(
            [Blocker(code="unknown_card", text=_("Такого квитка немає. Перевірте номер або запишіть за іменем."), field="card")]
        )
    return reader


def _member(request: HttpRequest, pk: uuid.UUID) -> Member:
    rows = Member.objects.select_related("circle__course", "circle__series__place", "reader")
    one = get_object_or_404(rows, pk=pk)
    seen(request, one.circle_id)
    return one


@require_POST
@access(PEOPLE)
def member_leave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _member(request, pk)
    leave(act_of(request), member=one)
    messages.success(request, _("Вибуття записано. Якщо хтось чекав, місце тепер його."))
    return redirect("workspace:circle_people", pk=one.circle_id)


@require_POST
@access(PEOPLE)
def member_told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _member(request, pk)
    tell_member(act_of(request), member=one)
    messages.success(request, _("Записано: людина знає."))
    return redirect("workspace:circle_people", pk=one.circle_id)


# --- attendance -------------------------------------------------------------------------------------------------------


@read_or_send
@access(PEOPLE)
def attendance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The latest meetings as a table of people and days; `?before=` earlier ones."""
    one = seen(request, pk)
    events = list(markable(one, timezone.localdate()))
    last = _at(request.GET.get("page", ""), len(events))
    shown = events[max(0, last - COLUMNS) : last]
    here = f"{request.path}?page={last}" if last != len(events) else request.path
    return _marking(
        request,
        one,
        shown,
        here,
        earlier=max(0, last - COLUMNS),
        later=min(last + COLUMNS, len(events)) if last < len(events) else 0,
    )


def _at(said: str, many: int) -> int:
    return min(max(int(said), 1), many) if said.isascii() and said.isdigit() and many else many


@read_or_send
@access(PEOPLE)
def mark(request: HttpRequest, pk: uuid.UUID, event: uuid.UUID) -> HttpResponse:
    """One meeting, for a thumb: who is here today."""
    one = seen(request, pk)
    shown = list(markable(one, timezone.localdate()).filter(pk=event))
    if not shown:
        raise Http404
    return _marking(request, one, shown, reverse("workspace:circle_attendance", args=[pk]), single=True)


def _marking(
    request: HttpRequest, circle: Circle, events: list[Event], here: str, *, single: bool = False, earlier: int = 0, later: int = 0
) -> HttpResponse:
    members = [member for member in people_of(circle) if member.state != MemberState.WAITING]
    rows, problems, status = matrix(circle, members, events), list[Any](), 200
    guests = strangers(events)
    if request.method == "POST":
        marks = [found for at, event in enumerate(events) if (found := _told(request, event, at, rows, guests, single))]
        try:
            if marks:
                mark_attendance(act_of(request), circle=circle, marks=marks)
            messages.success(request, _("Записано. Показники вже оновилися.") if marks else _("Нічого не змінилося."))
            return redirect(here)
        except Refused as refusal:
            problems, status = refusal.problems, status_of(refusal)
    context = {
        "circle": circle,
        "columns": [(event, guests[event.pk]) for event in events],
        "rows": [(row, list(zip(events, row.marks, strict=True))) for row in rows],
        "event": events[0] if single else None,
        "ways": [(way.value, way.label) for way in Way],
        "problems": problems,
        "earlier": earlier,
        "later": later,
        "crumbs": crumbs_of(circle, (_("Хто був"), "")),
    }
    return render(request, SINGLE if single else TABLE, context, status=status)


def _told(
    request: HttpRequest, event: Event, at: int, rows: list[Row], guests: dict[Any, int], single: bool
) -> dict[str, Any] | None:
    """What the form says of a meeting; nothing where it says what is known already. An empty column of a meeting that nobody has
    counted is no word about it, unless it is the only one asked about."""
    sent = request.POST
    if f"g-{event.pk}" not in sent:
        return None
    present = {str(row.member.pk): way for row in rows if (way := _way(sent.get(f"m-{event.pk}-{row.member.pk}", ""), event))}
    before = {str(row.member.pk): row.marks[at] for row in rows if row.marks[at]}
    said = sent.get(f"g-{event.pk}", "").strip() or "0"
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else -1
    left = said == sent.get(f"w-{event.pk}", str(guests[event.pk]))
    if present == before and left and (event.state == State.HELD or not single):
        return None
    return {"event": str(event.pk), "present": present, "guests": None if left else number}


def _way(said: str, event: Event) -> str:
    return (WAYS[event.format][0].value if said == "on" else said) if said else ""


# --- certificates -----------------------------------------------------------------------------------------------------


@require_POST
@access(PEOPLE)
def member_certify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, form = _member(request, pk), CertifyForm(request.POST)
    status = attempt(request, form, lambda act: certify(act, member=one, **form.cleaned_data))
    if status:
        return _people(
            request, seen(request, one.circle_id), status, said=[text for texts in form.errors.values() for text in texts]
        )
    messages.success(request, _("Сертифікат видано: роздрукуйте його."))
    return redirect("workspace:circle_people", pk=one.circle_id)


def _certificate(request: HttpRequest, pk: uuid.UUID) -> Certificate:
    one = get_object_or_404(Certificate.objects.select_related("institution", "circle__series", "place"), pk=pk)
    seen(request, one.circle_id)
    return one


@require_safe
@access(PEOPLE)
def certificate_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _certificate(request, pk)
    if one.name is None or one.code is None or one.void_on:
        raise Http404
    answer = HttpResponse(paper(request, one), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="certificate-{one.year}-{one.number}.pdf"'
    return answer


@require_POST
@access(PEOPLE)
def certificate_void(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, form = _certificate(request, pk), VoidForm(request.POST)
    status = attempt(request, form, lambda act: void_certificate(act, certificate=one, **form.cleaned_data))
    if status:
        return _people(
            request, seen(request, one.circle_id), status, said=[text for texts in form.errors.values() for text in texts]
        )
    messages.success(request, _("Сертифікат скасовано: перевірка про це скаже."))
    return redirect("workspace:circle_people", pk=one.circle_id)
