"""Every address says who may use it; what says nothing is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from mandrivna.config import urls
from mandrivna.core.permissions import PERMISSIONS
from mandrivna.faces.access import Declared, declared


def views(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def undeclared(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [route for route, view in views(patterns) if declared(view) is None]


def naked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


urlpatterns = [path("naked/", naked), *urls.urlpatterns]


def test_every_address_declares_who_may_use_it() -> None:
    assert undeclared(get_resolver().url_patterns) == []


def test_the_walk_sees_an_address_that_declares_nothing() -> None:
    assert undeclared([*get_resolver().url_patterns, urlpatterns[0]]) == ["naked/"]


def test_a_class_that_only_looks_declared_is_not() -> None:
    def fake(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    fake.access = "public"  # type: ignore[attr-defined]
    assert declared(fake) is None


def test_whatever_is_open_says_why_and_whatever_is_closed_names_a_known_right() -> None:
    for route, view in views(get_resolver().url_patterns):
        says = declared(view)
        assert isinstance(says, Declared), route
        if says.kind == "permission":
            assert says.permission is PERMISSIONS[str(says.permission)], route
        else:
            assert len(says.reason) > 10, route


@override_settings(ROOT_URLCONF=__name__, GATE_RAISES=False)
@pytest.mark.django_db
def test_in_service_an_undeclared_view_is_refused_and_never_runs() -> None:
    response = Client().get("/naked/")
    assert (response.status_code, b"secret" in response.content) == (403, False)


@override_settings(ROOT_URLCONF=__name__, GATE_RAISES=True)
def test_while_developing_it_is_a_loud_error() -> None:
    with pytest.raises(ImproperlyConfigured, match="naked does not declare"):
        Client().get("/naked/")
