"""Contests and conferences on the site: what is announced, applying, results; and the page of an invited juror."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.places import shown_on
from mandrivna.core.problems import Refused
from mandrivna.faces.access import public, read_or_send, status_of
from mandrivna.faces.look.applications import StrangersApplication, points_told, sent
from mandrivna.faces.public.account.own import CHANNEL, uid_of
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.secret import kept_secret
from mandrivna.faces.public.strangers import heard
from mandrivna.programme.actions.calls import apply, score_invited
from mandrivna.programme.call_queries import calls_shown, files_for, juror_by_link, sections, works_for
from mandrivna.programme.models import Application, Call, Event, Juror
from mandrivna.programme.queries import announced


@public("contests and conferences are for everybody")
@require_safe
@briefly
def calls(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(calls_shown(shown_on(today).institution, today)[:60])
    context = {
        "open": [one for one in rows if one.takes(today)],
        "others": [one for one in rows if not one.takes(today)],
        "crumbs": [(_("Події"), reverse("public:events")), (_("Конкурси й конференції"), "")],
    }
    return render(request, "public/calls.html", context)


def _call(pk: uuid.UUID) -> Call:
    today = timezone.localdate()
    return get_object_or_404(calls_shown(shown_on(today).institution, today), pk=pk)


@read_or_send
@public("contests and conferences are for everybody, and so is applying")
def call(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _call(pk)
    if request.method != "POST":
        return _page(request, one, StrangersApplication(one))
    form = StrangersApplication(one, request.POST, request.FILES)
    return heard(
        request, form, "apply", unheard=lambda: _thanks(one), page=lambda status: _page(request, one, form, status),
        done=lambda: _sent(request, one, form),
    )  # fmt: skip


def _sent(request: HttpRequest, one: Call, form: StrangersApplication) -> HttpResponse:
    apply(Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), call=one, **form.told())
    return _thanks(one)


def _thanks(one: Call) -> HttpResponse:
    return redirect(f"{reverse('public:call', args=[one.pk])}?sent=1#h-apply")


def _page(request: HttpRequest, one: Call, form: StrangersApplication, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "call": one,
        "event": _event(one),
        "sections": sections(one),
        "form": form if one.takes(timezone.localdate()) else None,
        "sent": request.GET.get("sent") == "1",
        "today": timezone.localdate(),
        "crumbs": [(_("Події"), reverse("public:events")), (_("Конкурси й конференції"), reverse("public:calls")), (one.title, "")],
    }
    response = render(request, "public/call.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _event(one: Call) -> Event | None:
    """Only where the site has a page for it: what is not announced is not named here either."""
    if one.event is None:
        return None
    rows = announced(shown_on(timezone.localdate()), one.event.on, one.event.last_day, gone=True)
    return rows.filter(pk=one.event.pk).first()


# --- an invited juror -------------------------------------------------------------------------------------------------


def _juror(link: str) -> Juror:
    found = juror_by_link(link)
    if found is None:
        raise Http404
    return found


@read_or_send
@public("the address is the secret: the library gave it to this juror")
def jury(request: HttpRequest, link: str) -> HttpResponse:
    """Works without their authors; points for each, changed as long as the jury sits."""
    juror, problems, status = _juror(link), list[Any](), 200
    if request.method == "POST":
        work = _work(juror, request.POST.get("work", ""))
        points = points_told(request.POST, max(1, len(juror.call.criteria)))
        try:
            act = Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL)
            score_invited(act, juror=juror, application=work, points=points, link=Withheld(link))
            return kept_secret(redirect(f"{request.path}#w-{work.pk}"))
        except Refused as refusal:
            problems, status = refusal.problems, status_of(refusal)
    context = {"call": juror.call, "works": works_for(juror), "problems": problems, "link": link}
    return kept_secret(render(request, "public/jury.html", context, status=status))


def _work(juror: Juror, said: str) -> Application:
    try:
        return get_object_or_404(Application.objects.filter(call=juror.call_id), pk=uuid.UUID(said))
    except ValueError:
        raise Http404 from None


@public("a file of a work, for the juror whose link this is")
@require_safe
def jury_file(request: HttpRequest, link: str, pk: uuid.UUID) -> HttpResponse:
    response = kept_secret(sent(get_object_or_404(files_for(_juror(link)), pk=pk)))
    response["Referrer-Policy"] = "no-referrer"
    return response
