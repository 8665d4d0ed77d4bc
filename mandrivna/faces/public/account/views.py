"""A reader's own loans: what is in hand, until when, keep it longer; and the list of what was read, if they want one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandrivna.core.problems import Problem, Refused
from mandrivna.enquiries.queries import own_wishes
from mandrivna.faces.access import reader_only, status_of
from mandrivna.faces.public.account.own import card_of, own_act, reader_of
from mandrivna.lending.actions.own import keep_history, renew_all, renew_own
from mandrivna.lending.eloans import own_eloans
from mandrivna.lending.queries import own_history, own_holds, own_loan, own_loans


def _page(request: HttpRequest, status: int = 200, problems: Any = ()) -> HttpResponse:
    reader = reader_of(request)
    loans = own_loans(reader, timezone.localdate())
    context = {
        "reader": reader,
        "card": card_of(request),
        "loans": loans,
        "holds": own_holds(reader),
        "wishes": own_wishes(reader),
        "eloans": own_eloans(reader, timezone.localdate()),
        "renewable": sum(loan.may_renew for loan in loans),
        "problems": problems,
    }
    return render(request, "public/account/loans.html", context, status=status)


@require_safe
@reader_only("one's own loans")
def loans(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@reader_only("one's own loans")
def renew_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody else's loan is as good as absent."""
    loan = get_object_or_404(own_loan(reader_of(request)), pk=pk)
    try:
        renew_own(own_act(request), loan=loan)
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal.problems)
    messages.success(request, _("Строк продовжено: %s.") % loan.copy.record)
    return redirect("public:account")


@require_POST
@reader_only("one's own loans")
def renew_everything(request: HttpRequest) -> HttpResponse:
    answer = renew_all(own_act(request), reader_of(request))
    if answer.done:
        done = ngettext("Продовжено %(count)d книгу.", "Продовжено %(count)d книги.", len(answer.done))
        messages.success(request, done % {"count": len(answer.done)})
    for loan, problems in answer.refused:
        messages.warning(request, f"{loan.copy.record}: {_said(problems)}")
    return redirect("public:account")


def _said(problems: list[Problem]) -> str:
    return " ".join(str(problem.text) for problem in problems)


@require_http_methods(["GET", "HEAD", "POST"])
@reader_only("one's own list of what was read")
def history(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    if request.method == "POST":
        keep = request.POST.get("keep") == "yes"
        keep_history(own_act(request), reader=reader, keep=keep)
        messages.success(request, _("Відтепер ведемо ваш перелік прочитаного.") if keep else _("Перелік прочитаного знищено."))
        return redirect("public:account_history")
    return render(request, "public/account/history.html", {"history": own_history(reader)})
