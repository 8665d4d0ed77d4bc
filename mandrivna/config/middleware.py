"""One line of log a request, and the headers Django has no setting for."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from mandrivna.config.logs import request_id
from mandrivna.faces.public.addresses import on_the_site
from mandrivna.lending.seeing import notice
from mandrivna.shared.ids import new_uid

logger = logging.getLogger("mandrivna.request")

type Next = Callable[[HttpRequest], HttpResponse]

FORBIDDEN = ("accelerometer", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb")
OWN = ("publickey-credentials-get=(self)", "publickey-credentials-create=(self)")
PERMISSIONS_POLICY = ", ".join((*(f"{what}=()" for what in FORBIDDEN), "camera=()", *OWN))
WITH_CAMERA = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)")
"""Only of the page that scans barcodes: its view says so on the response."""


class Headers:
    """What a page made for somebody may not be kept by a browser or a proxy; static files say themselves how long they live."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not hasattr(response, "framed"):  # the one page that other sites may show; its own policy says so
            response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Permissions-Policy", WITH_CAMERA if hasattr(response, "uses_camera") else PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _chosen(request: HttpRequest) -> str:
    """Ukrainian until the person says otherwise: what a phone was sold with is nobody's wish."""
    try:
        return translation.get_supported_language_variant(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    except LookupError:
        return settings.LANGUAGE_CODE


class Language(LocaleMiddleware):
    """A page for readers has an address in each language, and the address decides. Elsewhere it is the person's own choice."""

    def process_request(self, request: HttpRequest) -> None:
        if on_the_site(request.path_info):
            language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        else:
            language = _chosen(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class SiteVisits:
    """Pages of the site that a person opened, for the sum of the day (`lending.seeing`). No cookie is set and none asked for, but
    the staff's own: whoever is signed in there works, and visits nothing."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self.counts(request, response) and not self.works(request):
            agent = request.headers.get("User-Agent", "")
            with contextlib.suppress(PermissionDenied):  # behind a proxy that says nothing of whom it speaks for
                notice(get_adapter().get_client_ip(request), agent)
        return response

    @staticmethod
    def counts(request: HttpRequest, response: HttpResponse) -> bool:
        """A whole page that was found, asked for by somebody and not fetched ahead by a browser."""
        match = request.resolver_match
        return (
            response.status_code == 200
            and request.method == "GET"
            and match is not None
            and match.namespace == "public"
            and response.headers.get("Content-Type", "").startswith("text/html")
            and "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
            and "HX-Request" not in request.headers
        )

    @staticmethod
    def works(request: HttpRequest) -> bool:
        """Asked of the database only for those who carry a session of the staff."""
        return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


class RequestLog:
    """Never the path, the query or the address: they carry card numbers and searches. The route's name says enough."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(new_uid().hex)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            self.write(request, response.status_code, started)
            return response
        finally:
            request_id.reset(token)

    @staticmethod
    def write(request: HttpRequest, status: int, started: float) -> None:
        match = request.resolver_match
        user = getattr(request, "_cached_user", None)  # only if somebody has asked for it: no query for the log's sake
        logger.info(
            "request",
            extra={
                "method": request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "OTHER",
                "route": match.view_name if match else "-",
                "status": status,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "staff": getattr(user, "pk", None),
            },
        )
