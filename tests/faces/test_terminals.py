"""The page of self-check machines: a secret shown once, an end to it, and what nobody else sees."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actions.units import close_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Refused
from mandrivna.lending.actions.terminals import add_terminal, revoke_terminal
from mandrivna.lending.models import Terminal
from mandrivna.lending.terminals import known_terminal
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of

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
    terminal = add_terminal(world.lib.act(), place=world.lib.shelf, name="Автомат")
    owner = world.browser("owner")
    assert [owner.get(reverse(f"workspace:{name}")).status_code for name in ("terminals", "terminal_add")] == [403, 403]
    for name in ("renew", "revoke"):
        assert owner.post(reverse(f"workspace:terminal_{name}", args=[terminal.pk]), form()).status_code == 403


def test_a_machine_of_another_institution_is_not_there(world):
    terminal = add_terminal(Act(actor=SYSTEM), place=world.far_hub, name="Далекий автомат")
    director = world.browser("director")
    assert "Далекий автомат" not in text_of(director.get(reverse("workspace:terminals")))
    for name in ("renew", "revoke"):
        assert director.post(reverse(f"workspace:terminal_{name}", args=[terminal.pk]), form()).status_code == 404
    assert director.post(reverse("workspace:terminal_add"), form(name="Автомат", place=world.far_hub)).status_code == 422
    assert (known_terminal(terminal.login, terminal.shown), Terminal.objects.count()) == (terminal, 1)


def test_a_secret_is_given_and_a_machine_revoked_only_after_a_fresh_proof(world):
    terminal = add_terminal(world.lib.act(), place=world.lib.shelf, name="Автомат")
    stale = browser_of(world.staff["director"], proved=301)
    sent = form(name="Другий", place=world.lib.shelf)
    answers = [stale.post(reverse("workspace:terminal_add"), sent)]
    answers += [stale.post(reverse(f"workspace:terminal_{name}", args=[terminal.pk]), form()) for name in ("renew", "revoke")]
    assert [(one.status_code, "reauthenticate" in one.content.decode()) for one in answers] == [(403, True)] * 3
    assert (known_terminal(terminal.login, terminal.shown), Terminal.objects.count()) == (terminal, 1)


def test_a_secret_is_never_shown_again_and_what_is_wrong_stands_beside_its_field(world):
    director = world.browser("director")
    assert "Автоматів ще немає" in text_of(director.get(reverse("workspace:terminals")))
    shown = director.post(reverse("workspace:terminal_add"), form(name="Автомат", place=world.lib.shelf))
    later = director.get(reverse("workspace:terminals")).content.decode()
    assert (secret_of(shown) in later, "no-store" in shown.headers["Cache-Control"]) == (False, True)
    refused = director.post(reverse("workspace:terminal_add"), form(name="Без місця"))
    assert (refused.status_code, 'value="Без місця"' in refused.content.decode()) == (422, True)
    assert "Оберіть зі списку." in text_of(refused)


def test_where_the_place_is_closed_none_is_added_and_the_one_there_is_marked(world):
    terminal = add_terminal(world.lib.act(), place=world.lib.shelf, name="Автомат")
    close_unit(world.lib.act(), unit=world.lib.shelf)
    world.lib.shelf.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        add_terminal(world.lib.act(), place=world.lib.shelf, name="Другий")
    assert (refusal.value.codes, known_terminal(terminal.login, terminal.shown)) == (["place_closed"], None)
    assert "не діє: місце закрито" in text_of(world.browser("director").get(reverse("workspace:terminals")))
