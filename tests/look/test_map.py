"""The map: every region once, what it says in words, pins that can be hit and read, and a size that a phone bears."""

from __future__ import annotations

import gzip
import itertools
import re
from math import hypot
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from mandrivna.faces.look.geo import Mark, Pin, State, UkraineMap, ukraine_map
from mandrivna.faces.look.geo.drawing import NARROW_HIT, WIDE_DISC, WIDE_HIT
from mandrivna.faces.look.geo.pins import Box, clusters, labels
from mandrivna.shared.geo.regions import REGIONS
from mandrivna.shared.geo.ukraine import WIDTH

CHERKASY, POLTAVA, SIMFEROPOL = (49.4444, 32.0598), (49.588, 34.5514), (44.948, 34.104)


def drawn(**about) -> ElementTree.Element:
    return ElementTree.fromstring(str(ukraine_map(UkraineMap("Мапа", "Підсумок", **about))))


def region(root: ElementTree.Element, code: str) -> ElementTree.Element:
    (found,) = (one for one in root.iter("path") if one.get("data-region") == code)
    return found


def pins(root: ElementTree.Element, layer: str) -> list[ElementTree.Element]:
    (found,) = (one for one in root.iter("g") if layer in one.get("class", "").split())
    return list(found)


def pin(name: str, place: tuple[float, float], **about) -> Pin:
    return Pin(name, *place, **about)


def page(about: UkraineMap) -> str:
    return Template("{% load charts %}{% ukraine_map about %}").render(Context({"about": about}))


def test_every_region_is_there_once_with_its_name():
    root = drawn()
    found = {one.get("data-region"): one.findtext("title") for one in root.iter("path") if one.get("data-region")}
    assert (found, sum(1 for one in root.iter("path") if one.get("data-region"))) == (REGIONS, 27)


def test_a_region_says_in_words_what_it_shows():
    root = drawn(regions={"UA-43": Mark("на тимчасово окупованій території (1)", State.OCCUPIED)})
    crimea = region(root, "UA-43")
    words = "Автономна Республіка Крим: на тимчасово окупованій території (1)"
    assert (crimea.get("role"), crimea.get("aria-label"), crimea.findtext("title")) == ("img", words, words)


def test_a_region_with_nothing_to_say_is_silent():
    assert (region(drawn(), "UA-46").get("aria-hidden"), region(drawn(), "UA-46").get("role")) == ("true", None)


def test_states_differ_in_hatching_and_not_only_in_colour():
    codes = dict(zip(State.values, REGIONS, strict=False))
    root = drawn(regions={code: Mark("", state) for state, code in codes.items()})
    fills = {state: region(root, code).get("fill") for state, code in codes.items()}
    defined = {f"url(#{one.get('id')})" for one in root.iter("pattern")}
    assert fills == {
        "working": None,
        "suspended": "url(#map-suspended)",
        "occupied": "url(#map-occupied)",
        "no_data": "url(#map-no_data)",
    }
    assert {fill for fill in fills.values() if fill} == defined
    assert [region(root, code).get("class") for code in codes.values()] == [f"map-region map-is-{state}" for state in State.values]


@pytest.mark.parametrize(("level", "kind"), [(0, "heat-0"), (5, "heat-5"), (9, "heat-5"), (-1, "heat-0")])
def test_a_level_is_a_shade(level, kind):
    assert region(drawn(regions={"UA-71": Mark("12", level=level)}), "UA-71").get("class") == f"map-region {kind}"


def test_signs_of_places_differ_in_shape():
    spots = [(49.44, 32.06), (48.3, 25.9), (46.6, 32.6), (50.0, 36.2)]
    root = drawn(pins=[Pin(state, *spot, state=state) for state, spot in zip(State.values, spots, strict=True)])
    shapes = [
        [(part.tag, "stroke-dasharray" in part.attrib) for part in one if part.get("class") in ("map-sign", "map-bars")]
        for one in pins(root, "map-wide")
    ]
    assert shapes == [[("circle", False)], [("circle", False), ("path", False)], [("rect", False)], [("circle", True)]]


def test_a_place_is_a_link_that_says_its_name_and_mode():
    (link,) = pins(drawn(pins=[pin("Хаб «Обрій»", CHERKASY, words="мандрівна бібліотека", href="/work/units/7/")]), "map-wide")
    assert (link.tag, link.get("href"), link.get("aria-label")) == ("a", "/work/units/7/", "Хаб «Обрій»: мандрівна бібліотека")
    assert [one.text for one in link if one.get("class") == "map-label"] == ["Хаб «Обрій»"]


def test_a_place_without_a_page_is_an_image_with_a_name():
    (sign,) = pins(drawn(pins=[pin("Хаб", CHERKASY)]), "map-wide")
    assert (sign.tag, sign.get("role"), sign.get("aria-label")) == ("g", "img", "Хаб")


def test_places_of_one_town_are_one_sign_with_a_number_that_leads_to_the_list():
    together = [
        pin(f"Хаб {n}", CHERKASY, words="працює", href=f"/{n}/", state=state)
        for n, state in ((1, "occupied"), (2, "working"), (3, "no_data"))
    ]
    (link,) = pins(drawn(pins=together), "map-wide")
    count = next(one.text for one in link if one.get("class") == "map-count")
    assert (count, link.get("href"), link.get("aria-label")) == ("3", "#ua-71", "Хаб 1: працює; Хаб 2: працює; Хаб 3: працює")
    assert (link.get("class"), [one.text for one in link if one.get("class") == "map-label"]) == (
        "map-pin map-pin-working",
        ["Хаб 1 і ще 2"],
    )


def test_a_telephone_gathers_more_and_writes_no_labels():
    root = drawn(pins=[pin("А", CHERKASY), pin("Б", (49.05, 33.3)), pin("В", SIMFEROPOL)])
    assert (len(pins(root, "map-wide")), len(pins(root, "map-narrow"))) == (3, 2)
    assert [text.get("class") for one in pins(root, "map-narrow") for text in one.iter("text")] == ["map-count"]


CROWD = [Pin(f"Публічна бібліотека № {n}", 48.0 + (n * 37 % 100) / 50, 24.5 + (n * 53 % 100) / 8) for n in range(60)]


@pytest.mark.parametrize(("hit", "width"), [(WIDE_HIT, 700), (NARROW_HIT, 290)])
def test_targets_are_24_pixels_and_never_lie_upon_one_another(hit, width):
    """WCAG 2.2, 2.5.8, at the narrowest page that shows this layer."""
    found = clusters(CROWD, hit * 2)
    apart = min(hypot(one.x - other.x, one.y - other.y) for one, other in itertools.combinations(found, 2))
    assert (apart >= hit * 2, hit * 2 * width / WIDTH >= 24, sum(len(one.pins) for one in found)) == (True, True, 60)


def test_labels_lie_neither_upon_one_another_nor_upon_a_sign_nor_beyond_the_edge():
    spots = clusters(CROWD, WIDE_HIT * 2)
    beside = labels(spots, WIDE_DISC)
    boxes = [one.box for one in beside if one]
    signs = [Box(spot.x - WIDE_DISC, spot.y - WIDE_DISC, spot.x + WIDE_DISC, spot.y + WIDE_DISC) for spot in spots]
    assert len(boxes) >= 5
    assert not any(one.meets(other) for one, other in itertools.combinations(boxes, 2))
    own = dict(zip(map(id, beside), signs, strict=True))
    assert not any(one.box.meets(sign) for one in beside if one for sign in signs if sign is not own[id(one)])
    assert all(box.on_the_map for box in boxes)


def test_the_map_is_a_group_with_a_name_since_its_pins_are_links():
    root = drawn()
    assert (root.get("role"), root.findtext("title"), root.findtext("desc")) == ("group", "Мапа", "Підсумок")


def test_the_legend_names_what_is_on_the_map():
    about = UkraineMap("Мапа", regions={"UA-71": Mark("", State.WORKING)}, pins=[pin("Б", SIMFEROPOL, state=State.OCCUPIED)])
    assert re.findall(r"</svg>\s*([^<]+?)\s*</li>", page(about)) == [
        "працює",
        "на тимчасово окупованій території",
        "тут місць немає",
    ]
    shades = UkraineMap("Мапа", regions={"UA-71": Mark("3", level=0)}, levels=["0–9", "10–99"])
    assert re.findall(r"</svg>\s*([^<]+?)\s*</li>", page(shades)) == ["0–9", "10–99", "тут місць немає"]


def test_what_people_typed_is_text():
    text = page(UkraineMap("<b>М</b>", "<i>", {"UA-71": Mark("<u>")}, [pin("<script>", CHERKASY, words="&", href="/?a=1&b='\"")]))
    assert re.findall(r"<(?:b|i|u|script)\b|style=|https?:", text) == []


def test_the_map_of_sixty_places_fits_its_budget():
    """Without pins 6 KB over the wire; sixty of them with names and links 9 KB."""
    bare = len(gzip.compress(page(UkraineMap("Мапа")).encode()))
    full = UkraineMap("Мапа", pins=[Pin(one.name, one.lat, one.lon, href=f"/work/units/{n}/") for n, one in enumerate(CROWD)])
    assert (bare <= 6 * 1024, len(gzip.compress(page(full).encode())) <= 9 * 1024) == (True, True)
