"""What every page of a reader's account needs: who it is, the envelope of what they do, and the cookie of their session."""

from __future__ import annotations

import ipaddress
import uuid

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.addresses import safe_url
from mandrivna.core.problems import Blocker, Refused
from mandrivna.readers.models import Card, Reader
from mandrivna.readers.sessions import WHOLE

CHANNEL = "self"
LIMITS = {"reader_network": "30/5m/key", "reader_all": "120/m/key"}
"""Tries of one network (a hub's readers share one address) and of everybody together: each costs a slow hash."""


def reader_of(request: HttpRequest) -> Reader:
    return request.reader_session.card.reader


def card_of(request: HttpRequest) -> Card:
    return request.reader_session.card


def own_act(request: HttpRequest) -> Act:
    """The envelope of what a form asks for; its identity came with the form, so pressing twice is doing once."""
    try:
        uid = uuid.UUID(request.POST.get("uid", ""))
    except ValueError:
        text = _("Форма прийшла неповною. Оновіть сторінку й повторіть дію.")
        raise Refused([Blocker(code="no_uid", text=text)]) from None
    return Act(actor=request.actor, uid=uid, channel=CHANNEL)


def too_many(request: HttpRequest) -> bool:
    """Counted in the database, so that all processes share it; out of reach, it refuses."""
    # The network first: what it refuses must not use up what everybody shares, or one address could shut all readers out.
    for action, key in (("reader_network", network_of(get_adapter().get_client_ip(request))), ("reader_all", "all")):
        if not ratelimit.consume(request, app="mandrivna", action=action, config=LIMITS, key=key):
            return True
    return False


def network_of(address: str) -> str:
    """Neighbours count together: whoever has one address of a network mostly has the others."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 56}", strict=False))


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
