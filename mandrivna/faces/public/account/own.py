"""What every page of a reader's account needs: who it is, the envelope of what they do, and the cookie of their session."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.addresses import safe_url
from mandrivna.core.problems import Blocker, Refused
from mandrivna.readers.models import Card, Reader
from mandrivna.readers.sessions import WHOLE, current

CHANNEL = "self"


def reader_here(request: HttpRequest) -> Reader | None:
    """Who of the readers is signed in in this browser, on a page that is open to everybody. The page then is nobody else's."""
    session = current(cookie_of(request))
    return session.card.reader if session else None


def reader_of(request: HttpRequest) -> Reader:
    return request.reader_session.card.reader


def card_of(request: HttpRequest) -> Card:
    return request.reader_session.card


def own_act(request: HttpRequest) -> Act:
    """The envelope of what a form asks for; its identity came with the form, so pressing twice is doing once."""
    return Act(actor=request.actor, uid=uid_of(request), channel=CHANNEL)


def uid_of(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("uid", ""))
    except ValueError:
        text = _("Форма прийшла неповною. Оновіть сторінку й повторіть дію.")
        raise Refused([Blocker(code="no_uid", text=text)]) from None


def cookie_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.READER_COOKIE_NAME, "")


def remember(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        settings.READER_COOKIE_NAME,
        token,
        max_age=int(WHOLE.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(settings.READER_COOKIE_NAME, samesite="Lax")


def way_on(request: HttpRequest, wanted: str) -> str:
    """Only to pages of the account itself."""
    home = reverse("public:account")
    return wanted if safe_url(request, wanted).startswith(home) else home
