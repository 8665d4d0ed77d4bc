"""The page of self-check machines: a secret shown once, an end to it, and what nobody else sees."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from mandrivna.lending.actions.terminals import add_terminal, revoke_terminal
from mandrivna.lending.models import Terminal
from mandrivna.lending.terminals import known_terminal
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def secret_of(response) -> str:
    return re.search(r'id="secret"[^>]*value="([0-9a-f]{32})"', response.content.decode())[1]


def test_a_machine_is_added_its_secret_shown_once_renewed_and_revoked(world):
    director, shelf = world.browser("director"), world.lib.shelf
    sent = form(name="Автомат біля входу", place=shelf)
    shown = director.post(reverse("workspace:terminal_add"), sent)
    terminal = Terminal.objects.get()
    assert (shown.status_code, known_terminal(terminal.login, secret_of(shown))) == (201, terminal)
    again = director.post(reverse("workspace:terminal_add"), sent)
    assert ("Секрет уже показано" in text_of(again), Terminal.objects.count()) == (True, 1)
    page = text_of(director.get(reverse("workspace:terminals")))
    assert ("ще не озивався" in page, "зараз вимкнено" in page) == (True, True)
    renewed = director.post(reverse("workspace:terminal_renew", args=[terminal.pk]), form())
    assert (known_terminal(terminal.login, secret_of(shown)), known_terminal(terminal.login, secret_of(renewed))) == (
        None,
        terminal,
    )
    for status in (302, 422):
        assert director.post(reverse("workspace:terminal_revoke", args=[terminal.pk]), form()).status_code == status
    assert director.post(reverse("workspace:terminal_renew", args=[terminal.pk]), form()).status_code == 422
    assert known_terminal(terminal.login, secret_of(renewed)) is None
    assert director.post(reverse("workspace:terminal_add"), form(name=" ", place=shelf)).status_code == 422
    assert director.post(reverse("workspace:terminal_add"), form(name="А", place=world.lib.root)).status_code == 422


def test_the_list_asks_the_same_however_many_there_are(world):
    director, asked = world.browser("director"), []
    for count in (1, 2):
        for number in range(count):
            terminal = add_terminal(world.lib.act(), place=world.lib.shelf, name=f"Автомат {count}{number}")
            revoke_terminal(world.lib.act(), terminal=add_terminal(world.lib.act(), place=world.lib.hub, name="Старий"))
        asked.append(queries(director, reverse("workspace:terminals")))
    assert (asked[0], terminal.name in text_of(director.get(reverse("workspace:terminals")))) == (asked[1], True)


def test_whoever_lends_has_no_say_in_machines(world):
    assert world.browser("owner").get(reverse("workspace:terminals")).status_code == 403
