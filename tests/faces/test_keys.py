"""The map of the keyboard: only what this person may open, one key for one section, and a switch that is remembered."""

from __future__ import annotations

import re

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.menu import MENU
from mandrivna.faces.workspace.keys.views import OWN, cap
from tests.faces.screens import World, text_of

pytestmark = pytest.mark.django_db
KEYS = "/work/keys/"
PART = {"HX-Request": "true"}


@pytest.fixture
def world():
    return World()


def test_every_key_leads_to_one_section():
    keys = [item.key for item in MENU if item.key] + [key for key, _name, _label in OWN]
    assert sorted(keys) == sorted(set(keys))
    assert all(len(key) == 1 and "a" <= key <= "z" for key in keys)


def test_a_key_is_shown_with_both_its_letters():
    assert [cap("d"), cap("g"), cap("/"), cap("Esc")] == ["D В", "G П", "/", "Esc"]


def test_the_map_has_what_the_person_may_open(world):
    shown = {
        who: [key for key, _url, _label in world.browser(who).get(KEYS).context["sections"]] for who in ("guardian", "auditor")
    }
    assert shown == {
        "guardian": ["C С", "B И", "D В", "G П", "M Ь", "E У", "R К", "O Щ", "U Г"],
        "auditor": ["C С", "B И", "G П", "E У", "Z Я", "R К", "O Щ", "I Ш", "U Г", "A Ф", "S І", "K Л"],
    }


def test_the_dialog_gets_the_map_without_the_page_around_it(world):
    client = world.browser("guardian")
    part, page = client.get(KEYS, headers=PART).content.decode(), client.get(KEYS).content.decode()
    assert ("<html" in part, "<html" in page, "Ctrl" in part, "Ctrl" in page) == (False, True, True, True)


def test_single_keys_are_turned_off_and_on_and_the_choice_is_kept(world):
    client = world.browser("guardian")
    assert 'data-keys="on"' in client.get("/work/").content.decode()
    done = client.post(KEYS, {"keys": "off", "next": "/work/desk/"})
    assert (done.headers["Location"], client.cookies["mandrivna_keys"]["httponly"]) == ("/work/desk/", True)
    assert 'data-keys="off"' in client.get("/work/").content.decode()
    assert "Клавіші з однієї літери вимкнено." in text_of(client.get(KEYS))
    client.post(KEYS, {"keys": "on"})
    assert 'data-keys="on"' in client.get("/work/").content.decode()


@pytest.mark.parametrize("sent", [{}, {"keys": "казна-що"}, {"keys": "off", "next": "https://elsewhere.example/"}])
def test_what_makes_no_sense_changes_nothing_and_leads_nowhere_else(world, sent):
    done = world.browser("guardian").post(KEYS, sent)
    assert done.headers["Location"] == KEYS
    assert ("mandrivna_keys" in done.cookies) is ("keys" in sent and sent["keys"] == "off")


MENU_PART = re.compile(r'<nav class="side".*?</nav>', re.DOTALL)


def menu_on(client, path: str, **headers: str) -> str:
    return MENU_PART.search(client.get(path, headers=headers).content.decode())[0]


def test_the_menu_kept_for_others_with_the_same_rights_shows_nobody_more_than_their_own(world):
    menus = {who: menu_on(world.browser(who), "/work/bell/") for who in ("owner", "auditor", "owner", "guardian")}
    assert {who: (("/work/desk/" in menu), ("/work/staff/" in menu)) for who, menu in menus.items()} == {
        "owner": (True, True), "auditor": (False, True), "guardian": (True, False),
    }  # fmt: skip
    other = {who: menu_on(world.browser(who), "/work/bell/") for who in ("guardian", "auditor", "owner")}
    assert other == menus


def test_the_menu_marks_the_page_where_one_is_and_speaks_its_language(world):
    client = world.browser("owner")
    marked = [
        re.findall(r'href="([^"]+)"[^>]* aria-current="page"', menu_on(client, path))
        for path in ("/work/", "/work/desk/", "/work/bell/")
    ]
    assert marked == [["/work/"], ["/work/desk/"], []]
    assert ("Сьогодні" in menu_on(client, "/work/"), "Today" in menu_on(client, "/work/", accept_language="en")) == (True, False)
    client.cookies["mandrivna_language"] = "en"
    assert ("Today" in menu_on(client, "/work/")) is True


def test_rights_taken_away_are_gone_from_the_menu_at_once(world):
    client = world.browser("owner")
    assert "/work/desk/" in menu_on(client, "/work/bell/")
    policy.edit(Act(actor=SYSTEM), policy="roles", key="permissions/lending.issue", value=["director"], reason="перевірка")
    assert "/work/desk/" not in menu_on(client, "/work/bell/")
