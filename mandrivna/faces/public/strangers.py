"""A form that anybody on the site may send: machines first, then mistakes, then how often, then the act."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render

from mandrivna.core import crypto
from mandrivna.core.problems import Refused
from mandrivna.faces.access import add_problems, status_of
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.faces.public.limits import too_many


def heard(
    request: HttpRequest, form: StrangersForm, limit: str, *, page: Callable[[int], HttpResponse],
    done: Callable[[], HttpResponse], unheard: Callable[[], HttpResponse],
) -> HttpResponse:  # fmt: skip
    """`done` acts and says where to go, `page` shows the form again; a machine goes where `unheard` says."""
    if form.is_valid() and form.cleaned_data.pop("website"):
        return unheard()  # a machine is told nothing it could learn from
    if not form.is_valid():
        return page(422)
    if too_many(request, limit):
        return render(request, "public/too_often.html", status=429)
    try:
        return done()
    except Refused as refusal:
        add_problems(form, refusal)
        return page(status_of(refusal))


def once(request: HttpRequest, what: str, pk: uuid.UUID) -> uuid.UUID:
    """Of the browser's own token against forged forms, which it has anyway, and the thing: one identity, and nobody behind it."""
    get_token(request)
    made = crypto.seal_mac(what, f"{pk} {request.META.get('CSRF_COOKIE', '')}".encode())
    return uuid.UUID(bytes=made[:16], version=4)
