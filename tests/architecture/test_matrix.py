"""The authorisation matrix: every address × every role × three places × GET and POST, against a reviewed table.

`matrix.yaml` says for each named address which right it needs and how far the right must reach. The expected answer
follows from that table and roles.yaml alone, never from the view. An address that is not in the table fails; so does
one that answers otherwise. The world has an owner (right where the thing is), a colleague (another hub of the same
institution) and a stranger (another institution), and every thing asked for lies at the owner's place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from mandrivna.core import policy
from mandrivna.faces.access import declared
from mandrivna.faces.public.pages import SOMEBODYS
from mandrivna.planning.forms.rows import FormSheet
from tests.architecture.world import World, build
from tests.factories.staff import browser_of, person

TABLE: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text(encoding="utf-8"))
ROLES: dict[str, list[str]] = policy.seed("roles")["permissions"]
ROLE_NAMES = list(policy.seed("roles")["roles"])
REACHES = {"anywhere", "unit", "held", "institution", "root", "own", "public", "signed_in", "reader", "token"}
OPEN = ("public", "signed_in")
SIGN_IN = "/my/enter/"
PLACES = ("owner", "colleague", "stranger", "root")
EVERYBODY = [(role, place) for role in ROLE_NAMES for place in PLACES]


@dataclass(frozen=True)
class Address:
    name: str
    view: Any


def addresses(patterns: list[Any] | None = None, space: str = "") -> Iterator[Address]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name}", pattern.callback)


ADDRESSES = {address.name: address for address in addresses()}


def test_every_address_is_in_the_table_and_nothing_else_is():
    assert set(ADDRESSES) - set(TABLE) == set(), "addresses without a row"
    assert set(TABLE) - set(ADDRESSES) == set(), "rows without an address"


def test_the_table_speaks_of_known_reaches_and_the_rights_the_views_declare():
    for name, row in TABLE.items():
        says = declared(ADDRESSES[name].view)
        assert row["reach"] in REACHES, name
        expected = str(says.permission) if says.kind == "permission" else says.kind
        assert row.get("right", row["reach"]) == expected, name


def reaches(role: str, place: str, row: dict[str, Any]) -> bool:
    """Does a role held at this place extend to the owner's thing?"""
    if row["reach"] == "anywhere":
        return True
    if row["reach"] == "institution":
        return place != "stranger"
    if row["reach"] == "root":
        return place == "root"
    if row["reach"] == "held":
        return place == "owner" or (place == "root" and role in ROLES[row["over"]])
    if row["reach"] == "own":
        return False  # one person's own, and nobody's here: whoever else holds the right finds nothing
    return place in ("owner", "root")


def expected(role: str, place: str, row: dict[str, Any], method: str = "get") -> str:
    if method == "post" and "post" in row:
        return row["post"]
    if row["reach"] in OPEN:
        return "in"
    if role not in ROLES[row["right"]]:
        return "refused"
    return "in" if reaches(role, place, row) else "hidden"


IN_GET = {200, 302, 405}
IN_POST = {200, 302, 400, 405, 409, 422}


def judge(wanted: str, method: str, status: int) -> bool:
    """`hidden`: what one may not reach is as good as absent. A verb may also refuse what a form named."""
    if wanted == "in":
        return status in (IN_GET if method == "get" else IN_POST)
    if wanted == "refused":
        return status in (403, 405)
    return status in (403, 404, 405)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all addresses, everybody in it signed in: building it anew for each was half of the time."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        for role, place in EVERYBODY:
            world.client(role, place)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    """As it was built: `db` takes back, by a savepoint, what a test does to it."""
    return built


def ask(client: Client, method: str, url: str, row: dict[str, Any], form: dict[str, Any] | None = None) -> int:
    if method == "get":
        return client.get(url).status_code
    if row.get("json"):
        return client.post(url, data="{}", content_type="application/json").status_code
    return client.post(url, form or {}).status_code


READERS_OWN = sorted(name for name, row in TABLE.items() if row["reach"] == "reader")


def to_sign_in(client: Client, method: str, url: str) -> bool:
    response = getattr(client, method)(url)
    return response.status_code == 405 or (response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN))


@pytest.mark.parametrize("name", READERS_OWN)
def test_a_readers_account_is_for_its_reader(world, name):
    """Nobody, and nobody of the staff however mighty, gets anything but the reader's sign-in; another reader finds nothing."""
    row = TABLE[name]
    url = reverse(name, kwargs=world.kwargs(row.get("with", {})))
    outsiders = [Client(), *(world.client(role, "root") for role in ROLE_NAMES)]
    assert [(client, method) for client in outsiders for method in ("get", "post") if not to_sign_in(client, method, url)] == []
    for method in ("get", "post"):
        assert judge(
            "hidden" if row.get("with") and not row.get("shared") else "in", method, ask(world.reader("other"), method, url, row)
        ) or (
            method == "post" and name.endswith("withdraw")  # there is no request to take back
        )
        assert judge("in", method, ask(world.reader("reader"), method, url, row)) or name.endswith("withdraw")


QUICK = [("director", "owner"), ("director", "stranger"), ("guardian", "owner")]
"""Who may almost everything and who may little, here and in another institution: asked in the quick loop; all, by `make test`."""
OTHERS = pytest.param([who for who in EVERYBODY if who not in QUICK], marks=[pytest.mark.thorough, pytest.mark.once], id="others")


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - set(READERS_OWN)))
@pytest.mark.parametrize("people", [pytest.param(QUICK, id="quick"), OTHERS])
def test_who_may(world, name, people):
    row = TABLE[name]
    url = reverse(name, kwargs=world.kwargs(row.get("with", {})))
    wrong = []
    anonymous = Client()
    for method in ("get", "post"):
        status = ask(anonymous, method, url, row)
        wanted = (200, 302, 400, 404, 405, 410, 422) if row["reach"] == "public" else (302, 403, 401, 405)
        if status not in wanted:
            wrong.append(f"anonymous {method} {status}")
    if row["reach"] in OPEN:
        assert wrong == []
        return
    if row["reach"] == "token":  # no session opens it; keys are asked in test_tokens.py
        clients = [world.client(role, place) for role, place in people if place == "owner"]
        answers = {ask(client, method, url, row) for client in clients for method in ("get", "post")}
        assert (wrong, answers - {401, 405}) == ([], set())
        return
    for role, place in people:
        if role not in ROLES[row["right"]] and place != "owner":
            continue  # a right one lacks is lacking everywhere; once is enough
        client = world.client(role, place)
        for method in ("get", "post"):
            status = ask(client, method, url, row, world.form(row.get("form", {}), place))
            wanted = expected(role, place, row, method)
            if not judge(wanted, method, status):
                wrong.append(f"{role} at {place}: {method} {status}, wanted {wanted}")
    assert wrong == []


RETURNS = ("fill", "file", "sign", "reopen")


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_a_form_of_a_unit_is_not_signed_on_the_pages_of_libraries_outside(world, role):
    """Who collects signs for libraries without the program; a unit's own form has a right and a page of its own."""
    sheet = FormSheet.objects.get(unit=world.lib.hub, library=None, state="draft")
    signing = {"post": "Завідувачка", "signer": "Сойка Лісова", "on": "2026-01-04", "reason": "виправлення"}
    for name in RETURNS:
        url = reverse(f"workspace:network_return_{name}", kwargs={"uid": sheet.pk})
        status = ask(world.client(role, "root"), "post", url, {}, signing)
        assert judge("in" if role in ROLES["planning.network"] else "refused", "post", status), (name, status)
    assert list(FormSheet.objects.filter(unit=world.lib.hub, library=None, year=sheet.year).values_list("state", "number")) == [
        ("draft", 1)
    ]


@pytest.mark.thorough
def test_somebody_of_the_staff_without_any_role_gets_in_nowhere(world):
    nobody = person("nobody", "guardian", world.stranger_hub)
    nobody.memberships.update(until="2020-01-01", since="2020-01-01")
    client = browser_of(nobody)
    wrong = []
    for name, row in sorted(TABLE.items()):
        if row["reach"] not in (*OPEN, "reader", "token"):
            status = ask(client, "get", reverse(name, kwargs=world.kwargs(row.get("with", {}))), row)
            if status not in (403, 405):
                wrong.append(f"{name}: {status}")
    assert wrong == []


@pytest.mark.thorough
def test_reading_changes_nothing(world):
    """ASVS 3.5.3: as the director, GET of every address leaves the database as it was (sessions and the audit of reading apart)."""
    client = world.client("director", "root")
    before = world.digest()
    for name, row in sorted(TABLE.items()):
        if not row.get("writes_on_get"):
            ask(client, "get", reverse(name, kwargs=world.kwargs(row.get("with", {}))), row)
    assert world.digest() == before


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def kept_as(row: dict[str, Any], client: Client) -> str:
    """What browsers may do with the answer."""
    if row.get("kept"):
        return "immutable"
    if row.get("day"):
        return "max-age=86400"
    return "public, max-age=60" if row.get("brief") and not any(name in client.cookies for name in SOMEBODYS) else "no-store"


@pytest.mark.thorough
def test_every_address_answers_with_the_security_headers(world):
    """To somebody signed in and to nobody: a strict policy for contents, and nothing kept by browsers."""
    wrong = []
    for client in (Client(), world.client("director", "root")):
        for name, row in sorted(TABLE.items()):
            response = client.get(reverse(name, kwargs=world.kwargs(row.get("with", {}))))
            policy_of_contents = response.headers.get("Content-Security-Policy", "")
            if response.headers.get("Referrer-Policy") == "no-referrer" and b'method="post"' in response.content:
                wrong.append(f"{name}: a form sent from here says «Origin: null», and is refused as a forgery")
            wanted = HEADERS | ({"Referrer-Policy": "no-referrer"} if row.get("secret") else {})
            if row.get("framed"):
                wanted = {name: value for name, value in wanted.items() if name != "X-Frame-Options"}
                assert "X-Frame-Options" not in response.headers and "frame-ancestors *" in policy_of_contents
            elif "frame-ancestors 'none'" not in policy_of_contents:
                wanted = {**wanted, "frame-ancestors": "'none'"}
            lacking = [header for header, value in wanted.items() if response.headers.get(header) != value]
            if row.get("wasm") and response.status_code == 200:
                policy_of_contents = policy_of_contents.replace("script-src 'self' 'wasm-unsafe-eval'", "script-src 'self'", 1)
            if "default-src 'none'" not in policy_of_contents or "unsafe-" in policy_of_contents:
                lacking.append("Content-Security-Policy")
            if kept_as(row, client) not in response.headers.get("Cache-Control", ""):
                lacking.append("Cache-Control")
            wrong += [f"{name} {response.status_code}: {header}" for header in lacking]
    assert wrong == []


def test_the_judge_goes_red():
    """Negative control: each kind of wrong answer is seen."""
    assert not judge("refused", "get", 200)
    assert not judge("hidden", "get", 200)
    assert not judge("in", "get", 404)
    assert not judge("in", "post", 500)
    assert not judge("refused", "post", 302)
    assert expected("guardian", "owner", {"reach": "unit", "right": "core.staff.edit"}) == "refused"
    assert expected("director", "stranger", {"reach": "unit", "right": "core.staff.edit"}) == "hidden"
