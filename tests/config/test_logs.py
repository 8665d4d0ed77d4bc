"""Logs and headers: nothing a reader typed gets into the one, nothing is missing from the other."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from gunicorn.config import Config

from mandrivna.config.logs import JsonFormatter, request_id
from mandrivna.config.middleware import RequestLog
from mandrivna.config.weblog import GunicornLogger
from mandrivna.faces.access import public

CANARY = "Солоха-Канарка"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


def rows(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


@public("a view of this test")
def explode(request: HttpRequest) -> HttpResponse:
    raise IntegrityError(f"Key (name)=({CANARY}) already exists")


@public("a view of this test")
def nothing(request: HttpRequest, card: str) -> HttpResponse:
    raise Http404(CANARY)


urlpatterns = [
    path("explode/", explode, name="explode"),
    path("reader/<str:card>/", nothing, name="reader"),
    path("work/", include("mandrivna.faces.workspace.urls")),  # pages of errors lead there
    path("accounts/", include("mandrivna.config.accounts")),
]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.config.test_logs")
@pytest.mark.parametrize(
    ("address", "status", "route"), [("/explode/", 500, "explode"), (f"/reader/{CANARY}/", 404, "reader"), (f"/{CANARY}", 404, "-")]
)
def test_a_request_is_logged_by_its_route_alone(address: str, status: int, route: str, written: io.StringIO) -> None:
    client = Client(raise_request_exception=False, headers={"user-agent": CANARY, "referer": CANARY})
    assert client.get(address, {"q": CANARY}).status_code == status
    (row,) = [row for row in rows(written) if row["logger"] == "mandrivna.request"]
    assert {key: row[key] for key in ("event", "method", "route", "status")} == {
        "event": "request",
        "method": "GET",
        "route": route,
        "status": status,
    }
    assert isinstance(row["ms"], float)
    assert CANARY not in written.getvalue()
    assert CANARY.encode("unicode_escape").decode() not in written.getvalue()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.config.test_logs")
def test_an_error_is_its_class_and_its_lines_under_the_number_of_the_request(written: io.StringIO) -> None:
    response = Client(raise_request_exception=False).get("/explode/")
    (error,) = [row for row in rows(written) if row["logger"] == "django.request"]
    assert error["error"] == "django.db.utils.IntegrityError"
    assert any(str(frame).startswith("tests/config/test_logs.py:") and str(frame).endswith(" explode") for frame in error["frames"])  # type: ignore[attr-defined]
    assert error["request"] == response["X-Request-ID"]


def test_only_listed_fields_of_the_right_kind_get_in(written: io.StringIO) -> None:
    logging.getLogger("mandrivna.test").warning("said", extra={"task": "a.b", "reader": CANARY, "status": CANARY, "staff": 7})
    (row,) = rows(written)
    del row["time"]
    assert row == {"level": "warning", "logger": "mandrivna.test", "event": "said", "task": "a.b", "staff": 7}


def test_others_say_their_template_without_values(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("cannot read %s", CANARY)
    logging.getLogger("some.library").warning(f"cannot read {CANARY}")
    assert [row.get("event") for row in rows(written)] == ["cannot read %s", None]


def test_the_number_of_a_request_ends_with_it() -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request_id.get())
        return HttpResponse()

    first, second = (RequestLog(view)(RequestFactory().get("/"))["X-Request-ID"] for _ in range(2))
    assert seen == [first, second]
    assert first != second
    assert request_id.get() == ""


def test_the_web_server_logs_neither_addresses_nor_requests() -> None:
    logger = GunicornLogger(Config())
    (handler,) = [h for h in logger.error_log.handlers if isinstance(h.formatter, JsonFormatter)]
    out = io.StringIO()
    handler.setStream(out)  # type: ignore[attr-defined]
    logger.warning(f"Invalid request from ip=203.0.113.7: {CANARY}")
    logger.error("Error handling request %s", f"/reader/{CANARY}")
    logger.access(None, None, {"RAW_URI": CANARY}, None)
    assert [row.get("event") for row in rows(out)] == [None, "Error handling request %s"]
    assert "203.0.113.7" not in out.getvalue()
    logging.getLogger("gunicorn.error").handlers.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/health/", "/metrics/", "/", "/accounts/login/", "/nowhere/"])
def test_every_answer_carries_the_headers(address: str) -> None:
    response = Client().get(address)
    assert response["Content-Security-Policy"].split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: response[name] for name in wanted} == wanted
    kept = "public, max-age=60" if address == "/" else "no-store"  # the site for readers is the same for everybody
    assert kept in response["Cache-Control"]
    assert all(f"{what}=()" in response["Permissions-Policy"] for what in ("geolocation", "microphone", "camera"))
