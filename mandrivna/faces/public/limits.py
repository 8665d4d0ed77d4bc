"""How often one network may ask. Two ways to count, because two things are protected.

What guesses a secret or writes a row (a PIN, a request left by nobody) is counted in the database, so that all processes share
the count. Searching only reads: a write for each search would make readers wait for the desk on SQLite, so each process counts
in its own memory, and generously: a class of pupils behind one address never notices, a machine that copies the catalogue does.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mandrivna.shared.buckets import Buckets

LIMITS = {
    "reader_network": "30/5m/key",
    "reader_all": "120/m/key",
    "join_network": "20/h/key",
    "join_all": "300/h/key",
    "ask_network": "20/h/key",
    "ask_all": "300/h/key",
    "remark_network": "10/h/key",
    "remark_all": "150/h/key",
    "question_network": "20/h/key",
    "question_all": "300/h/key",
    "signup_network": "30/h/key",
    "signup_all": "900/h/key",
    "apply_network": "20/h/key",
    "apply_all": "300/h/key",
    "return_network": "120/h/key",
    "return_all": "2000/h/key",
    "certificate_network": "60/h/key",
    "certificate_all": "600/h/key",
    "survey_network": "120/h/key",
    "survey_all": "1000/h/key",
    "feedback_network": "120/h/key",
    "feedback_all": "1000/h/key",
}
"""Tries of one network (a hub's readers share one address) and of everybody together."""

type View = Callable[..., HttpResponse]


def too_many(request: HttpRequest, what: str) -> bool:
    """Counted in the database, so that all processes share it; out of reach, it refuses."""
    # The network first: what it refuses must not use up what everybody shares, or one address could shut all readers out.
    for action, key in ((f"{what}_network", network_asking(request)), (f"{what}_all", "all")):
        if not ratelimit.consume(request, app="mandrivna", action=action, config=LIMITS, key=key):
            return True
    return False


def network_asking(request: HttpRequest) -> str:
    return network_of(get_adapter().get_client_ip(request))


def network_of(address: str) -> str:
    """Neighbours count together: whoever has one address of a network mostly has the others."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 56}", strict=False))


SEARCH = Buckets(1_500, 20)
TYPING = Buckets(3_000, 60)
"""A person who types asks five times a second at most."""


def gently(buckets: Buckets, *, page: bool = True) -> Callable[[View], View]:
    """Of a view that searches: 429 with a word of why, and after how many seconds it goes on."""

    def mark(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if buckets.take(network_asking(request)):
                return view(request, *args, **kwargs)
            answer = render(request, "public/too_often.html", status=429) if page else HttpResponse(status=429)
            answer["Retry-After"] = "10"
            answer["Cache-Control"] = "no-store"
            return answer

        return counted

    return mark
