"""The authorisation matrix of programs: every address × method × every right a key can have × three units, against matrix.yaml.

A key with exactly the right and the thing in its unit gets in; a key of another institution finds nothing there; a key with every
right but the one gets 403; a key whose issuer has lost the right, too.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from mandrivna.core.act import Act
from mandrivna.core.actions.staff import end_role
from mandrivna.core.actions.tokens import issue_token
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Membership
from mandrivna.core.tokens import OFFERED
from mandrivna.faces.api import limits
from mandrivna.shared.ids import new_uid
from tests.architecture.test_matrix import ADDRESSES, TABLE
from tests.architecture.world import World, build
from tests.factories.staff import act, person

ROWS = sorted(
    (name, method) for name, row in TABLE.items() if row["reach"] == "token" for method in ("get", "post") if method in row
)
RIGHTS = OFFERED.keys()
PLACES = ("owner", "colleague", "stranger")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        units = {"owner": world.lib.hub, "colleague": world.lib.other_hub, "stranger": world.stranger_hub}
        directors = {place: person(f"issuer-{place}", "director", unit, password=None) for place, unit in units.items()}
        yield world, units, directors
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    limits.KEYS.forget()
    return built


def key_of(world: Any, place: str, rights: list[str]) -> str:
    _world, units, directors = world
    return issue_token(act(directors[place]), unit=units[place], name=place, permissions=rights, days=9)[1]


def ask(world: World, name: str, method: str, secret: str) -> Any:
    row = TABLE[name]
    url = reverse(name, kwargs=world.kwargs(row.get("with", {})))
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": str(new_uid())}
    if method == "get":
        return Client().get(url, headers=headers)
    body = {
        field: value if isinstance(value := world.things[thing], int | str) else str(value) for field, thing in row["say"].items()
    }
    return Client().post(url, json.dumps(body), content_type="application/json", headers=headers)


def test_every_address_for_programs_declares_the_right_of_each_method_as_the_table_has_it():
    api = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "api")
    declared = {f"api:{one.name}": getattr(one.callback, "endpoints", {}) for one in api.url_patterns}
    found = {name: {way: str(one.right or "any") for way, one in ways.items()} for name, ways in declared.items() if ways}
    wanted = {
        name: {way: row[way] for way in ("get", "post") if way in row} for name, row in TABLE.items() if row["reach"] == "token"
    }
    assert found == wanted
    assert {name for name, one in ADDRESSES.items() if one.view.access.kind == "token"} == set(wanted)
    assert set(RIGHTS) == {right for ways in wanted.values() for right in ways.values()} - {"any"}


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "method"), ROWS)
def test_a_key_opens_what_its_right_and_its_unit_say(world, name, method):
    row, right, wrong = TABLE[name], TABLE[name][method], []
    for place in PLACES:
        answer = ask(world[0], name, method, key_of(world, place, RIGHTS if right == "any" else [right]))
        far = row.get("far") if method == "post" or "with" in row else None
        inside = far is None or place == "owner" or (far == "institution" and place == "colleague")
        wanted = (row.get("refused") or (201 if ADDRESSES[name].view.endpoints[method].writes else 200)) if inside else 404
        got = answer.json()["code"] if answer.status_code == 422 else answer.status_code
        wrong += [] if got == wanted else [f"{place}: {got}, wanted {wanted}"]
    if right != "any":
        answer = ask(world[0], name, method, key_of(world, "owner", [one for one in RIGHTS if one != right]))
        wrong += [] if answer.status_code == 403 else [f"without the right: {answer.status_code}"]
    assert wrong == []


def test_a_key_loses_what_its_issuer_loses(world):
    secret = key_of(world, "owner", ["lending.view", "fund.view"])
    assert ask(world[0], "api:place", "get", secret).status_code == 200
    role = Membership.objects.get(staff=world[2]["owner"])
    person("another", "director", world[1]["owner"], password=None)
    end_role(Act(actor=SYSTEM), membership=role, reason="перейшла до іншого закладу")
    assert [ask(world[0], name, "get", secret).status_code for name in ("api:place", "api:copies", "api:key")] == [403, 403, 200]
    assert ask(world[0], "api:key", "get", secret).json()["may"] == []
