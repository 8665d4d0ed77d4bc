"""schemathesis against every address for programs: whatever is sent, the answer is one the description promises, and never 500.

Half of the well-formed cases name things that exist, to get past «not found». The seed is fixed; `make drill` asks longer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import override_settings
from django.urls import path
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks as openapi_checks

from mandrivna.config import urls as real
from mandrivna.core.actions.tokens import issue_token
from mandrivna.core.tokens import OFFERED
from mandrivna.faces.api import limits, shapes
from mandrivna.faces.api.endpoint import Call, at, endpoint
from mandrivna.faces.api.openapi import described, endpoints
from mandrivna.faces.api.urls import urlpatterns as addresses
from tests.architecture.test_matrix import TABLE
from tests.architecture.world import World, build
from tests.drills.kit import LONG
from tests.factories.staff import act, person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = 300 if LONG else 6
CHECKS = [
    not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.missing_required_header,
    openapi_checks.negative_data_rejection,
    openapi_checks.allow_header_conformance,
]
ROWS = {
    "/api/" + str(pattern.pattern).replace("<str:pk>", "{pk}"): TABLE[f"api:{pattern.name}"]
    for pattern in addresses
    if hasattr(pattern.callback, "endpoints")
}
LISTED = sorted((route, method) for route, method, _found in endpoints())


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, str]]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        director = person("issuer", "director", made.lib.root, password=None)
        key = issue_token(act(director), unit=made.lib.root, name="schemathesis", permissions=OFFERED.keys(), days=9)[1]
        yield made, key
        transaction.set_rollback(True)


@pytest.fixture
def world(built: tuple[World, str], db: None) -> Iterator[tuple[World, str]]:
    """As Django's own client does it: a request in a test does not close the test's connection."""
    logging.disable(logging.CRITICAL)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield built
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def tried(world: tuple[World, str], route: str, method: str, mode: GenerationMode, described: dict[str, Any]) -> set[int]:
    """The statuses that came; raises for what the description does not promise."""
    made, key = world
    schema: Any = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    row, came = ROWS.get(route, {}), set()

    def asked(known: bool) -> None:
        @settings(max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=schema[route][method].as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            limits.KEYS.forget()
            limits.STRANGERS.forget()
            if known:
                name(case)
            came.add(case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS).status_code)

        ask()

    def name(case: Any) -> None:
        for part, thing in row.get("with", {}).items():
            case.path_parameters[part] = str(made.things[thing])
        if isinstance(case.body, dict):
            case.body |= {field: plain(made.things[thing]) for field, thing in row["say"].items()}

    for known in (False, True) if mode == GenerationMode.POSITIVE else (False,):
        asked(known)
    return came


def plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


@pytest.mark.parametrize(("route", "method"), LISTED)
def test_whatever_is_sent_the_answer_is_a_promised_one(world, route, method):
    came = tried(world, route, method, GenerationMode.POSITIVE, described())
    assert came & {200, 201, 409, 422}, f"never got past the door: {came}"
    if "parameters" in described()["paths"][route][method] or method == "post":
        assert tried(world, route, method, GenerationMode.NEGATIVE, described()) & {400, 404, 415, 422}


@endpoint(None, tells=shapes.Key, summary="a handler with a mistake in it")
def broken(call: Call) -> shapes.Key:
    raise LookupError("a mistake")


@endpoint(None, tells=shapes.Key, summary="a handler that answers something else")
def other(call: Call) -> shapes.Said:
    return shapes.AtPlace(place=1)


urlpatterns = [path("api/broken", at(get=broken)), path("api/other", at(get=other)), *real.urlpatterns]


@pytest.mark.parametrize("name", ["broken", "other"])
@override_settings(ROOT_URLCONF=__name__)
def test_a_handler_with_a_mistake_is_found(world, name):
    """Negative control."""
    text = described()
    text["paths"][f"/api/{name}"] = text["paths"]["/api/v1/key"]
    with pytest.raises(FailureGroup):
        tried(world, f"/api/{name}", "get", GenerationMode.POSITIVE, text)
