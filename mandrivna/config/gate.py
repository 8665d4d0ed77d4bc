"""The gate every request passes: default deny, session age, the compulsory second factor, and `request.actor`.

Two kinds of people come: staff with Django's session, readers with one of their own (readers/sessions.py). Neither opens
what is the other's. Programs come with a key (faces/api/endpoint.py); no session plays any part there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from mandrivna.config.accounts import WAYS_TO_A_SECOND_FACTOR, WAYS_TO_PROVE_IT
from mandrivna.core import drafts
from mandrivna.core.accounts import has_second_factor, proved_with_second_factor
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.roles import actor_for, sees
from mandrivna.faces.access import declared
from mandrivna.faces.public.account.own import forget
from mandrivna.readers import sessions as reader_sessions

log = logging.getLogger("mandrivna.gate")

SET_UP = _("Ваша роль бачить персональні дані, тому потрібен другий чинник входу. Додайте ключ доступу або застосунок із кодами.")

NOTE_EVERY = 60
"""Seconds between two notes of "seen": not every page is worth a write."""


def _actor(request: HttpRequest) -> Actor:
    return actor_for(request.user) if request.user.is_authenticated else NOBODY


def _for_program(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.namespace == "api")


def _told(text: Any) -> JsonResponse:
    """A program cannot follow a redirect to a page for people; its operations stay with it."""
    return JsonResponse({"error": {"code": "signed_out", "text": text}}, status=403)


def _page_to_return_to(request: HttpRequest) -> str:
    """What was typed comes back there, too."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return drafts.keep(request) or reverse("workspace:home")


class Gate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))
        response = self.get_response(request)
        if getattr(request, "reader_gone", False):
            forget(response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        says = declared(view)
        if says is None:
            return self._undeclared(view)
        if says.kind == "reader":
            self._reader(request)
            return None
        if says.kind in ("public", "token") or not request.user.is_authenticated:
            return None
        return self._too_old(request) or self._second_factor(request)

    def _undeclared(self, view: Any) -> HttpResponse:
        name = f"{getattr(view, '__module__', '?')}.{getattr(view, '__qualname__', view)}"
        if settings.GATE_RAISES:
            raise ImproperlyConfigured(f"{name} does not declare who may use it: see mandrivna/faces/access.py")
        log.error("undeclared view refused", extra={"view": name})
        raise PermissionDenied

    def _reader(self, request: HttpRequest) -> None:
        """A reader's own session; the staff's, if there is one in this browser, says nothing here. The view refuses without it.

        Why it ended (time, a new PIN, a closed card) is not told; the dead cookie goes, so that this is said once.
        """
        token = request.COOKIES.get(settings.READER_COOKIE_NAME, "")
        request.reader_session = reader_sessions.current(token)
        request.reader_gone = bool(token) and request.reader_session is None
        if request.reader_gone:
            messages.info(request, _("Сеанс завершено. Увійдіть ще раз."))

    def _too_old(self, request: HttpRequest) -> HttpResponse | None:
        now = time.time()
        known = request.session.get("gate") or {"since": now, "seen": now}
        idle, whole = now - known["seen"], now - known["since"]
        if idle > settings.SESSION_IDLE_SECONDS or whole > settings.SESSION_COOKIE_AGE:
            back = _page_to_return_to(request)
            logout(request)
            if _for_program(request):
                return _told(_("Сеанс завершено, бо минуло забагато часу. Увійдіть і надішліть операції ще раз."))
            messages.info(request, _("Сеанс завершено, бо минуло забагато часу. Увійдіть ще раз."))
            return redirect_to_login(back)
        if "gate" not in request.session or idle > NOTE_EVERY:
            request.session["gate"] = {"since": known["since"], "seen": now}
        return None

    def _second_factor(self, request: HttpRequest) -> HttpResponse | None:
        if settings.DEMO or sees(request.actor) < 3 or proved_with_second_factor(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if _for_program(request):
            return _told(_("Потрібен другий чинник входу: підтвердьте його в робочому просторі й надішліть операції ще раз."))
        if has_second_factor(request.user.pk):
            if name in WAYS_TO_PROVE_IT:
                return None
            url = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
            back = _page_to_return_to(request)
            return HttpResponseRedirect(f"{url}?{urlencode({'next': back})}")
        if name in WAYS_TO_A_SECOND_FACTOR:
            return None
        messages.warning(request, SET_UP)
        return HttpResponseRedirect(reverse("mfa_index"))
