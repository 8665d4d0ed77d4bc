"""What the browser is sent is made of the parts that lie beside it, and weighs what it may."""

from __future__ import annotations

import gzip

import pytest

from scripts.bundle import BUNDLES, OUT, _bare, _dark, _tight


@pytest.mark.parametrize("name", BUNDLES)
def test_the_bundle_is_made_of_the_present_parts(name):
    assert (OUT / name).read_text(encoding="utf-8") == BUNDLES[name](), "run: python -m scripts.bundle"


def test_comments_and_white_space_go_and_meaning_stays():
    assert (
        _bare("/* why */\na:hover ,\n b { color: red ;\n  margin: 0 auto; }\n\n.c { x: y }")
        == "a:hover,b{color:red;margin:0 auto}\n.c{x:y}"
    )


def test_the_dark_tokens_stand_under_both_ways_into_the_dark():
    assert (
        _dark("--a:1") == "@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--a:1}}\n:root[data-theme=dark]{--a:1}"
    )


def test_a_script_keeps_its_strings():
    assert _tight('/* why */\n  // gone\n  const url = "https://x"; // stays\n') == 'const url = "https://x"; // stays'


def test_the_whole_look_leaves_room_for_the_page():
    """45 KB over the wire for a first visit: the page itself, the look and htmx."""
    weight = sum(len(gzip.compress((OUT / name).read_bytes(), 9)) for name in ("look.css", "look.js", "htmx.min.js"))
    assert weight < 34_000
