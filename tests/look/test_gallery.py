"""The sampler: everything the look has, only where it harms nobody."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from mandrivna.faces.look.undo import undo_url
from scripts.bundle import LOOK

pytestmark = pytest.mark.django_db
ADDRESS = "/gallery/"
CLASS = re.compile(r"\.([a-z][a-z-]*[a-z0-9]|[a-z])(?![\w.]*\d*rem)")
ELSEWHERE = {
    "qr", "codes", "entrance", "secret",  # the door
    "alone", "messages", "toasts",  # pages of errors, and the place where messages stand
    "narrow", "form-sum", "over", "short", "role", "on", "htmx-request", "tree",  # states that come with data or a script
    "combo", "day",  # made by scripts
    "shelf-photo",  # a photograph that somebody took
    "columns", "ticks", "large", "picks", "taps", "log", "more",  # counting people and questions with one thumb
    "lights", "board", "diary",  # a plan and how it goes, a month of days
    "offers", "offers-many",  # what places are for: a list of rows whose button stays beside it
    "stacked", "paper-lines",  # tables of a whole sheet and a whole import, one under another on a telephone
}  # fmt: skip


def page(settings, query=""):
    settings.DEMO = True
    return Client().get(f"{ADDRESS}{query}").content.decode()


def test_it_is_not_there_for_the_public(settings):
    settings.DEMO = settings.DEBUG = False
    assert Client().get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("query", "sign"),
    [
        ("?theme=dark", 'data-theme="dark"'),
        ("?theme=light&lang=en", 'lang="en" data-theme="light"'),
        ("?lang=en", '<html lang="en">'),
        ("?theme=рожева&lang=xx", '<html lang="uk">'),
    ],
)
def test_both_themes_and_languages(settings, query, sign):
    assert sign in page(settings, query)


def test_it_shows_every_part_of_the_look(settings):
    """A class of the stylesheets that no specimen wears would be a part nobody has looked at."""
    shown = {name for value in re.findall(r'class="([^"]*)"', page(settings)) for name in value.split()}
    declared = set()
    for name in ("40-parts", "50-forms", "51-day", "60-tables", "61-lists"):
        css = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", (LOOK / f"css/{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
        declared |= set(CLASS.findall(css))
    assert declared - shown - ELSEWHERE == set()


def test_every_line_that_makes_a_part_is_shown_as_it_is_written(settings):
    found = page(settings)
    assert "[%" not in found
    assert "{% include &quot;look/_table.html&quot; %}" in found


def test_nothing_is_inline_and_one_heading_rules(settings):
    found = page(settings)
    assert (" style=" in found, "<style" in found, found.count("<h1")) == (False, False, 1)
    ids = re.findall(r'\sid="([^"]+)"', found)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


@pytest.mark.parametrize(
    ("tags", "url"),
    [
        ("undo /work/x/", "/work/x/"),
        ("", ""),
        (None, ""),
        ("undo", ""),
        ("undo //evil.example/", ""),
        ("undo https://e/", ""),
        ("x /y", ""),
    ],
)
def test_only_an_address_of_ours_takes_a_message_back(tags, url):
    assert undo_url(tags) == url
