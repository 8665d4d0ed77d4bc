"""The map is Ukraine's: every region once, Crimea where it belongs, neighbours without gaps, areas as they are."""

from __future__ import annotations

import gzip
import itertools
from collections import Counter

import pytest

from mandrivna.shared.geo.regions import REGIONS
from mandrivna.shared.geo.ukraine import DATA, HEIGHT, KM, WIDTH, area_km2, inside, off_map, place_on_map, region_of, regions

TOWNS = {
    "Сімферополь": (44.948, 34.104, "UA-43"),
    "Ялта": (44.495, 34.166, "UA-43"),
    "Керч": (45.357, 36.468, "UA-43"),
    "Армянськ": (46.105, 33.692, "UA-43"),
    "Севастополь": (44.605, 33.522, "UA-40"),
    "Луганськ": (48.574, 39.308, "UA-09"),
    "Старобільськ": (49.276, 38.907, "UA-09"),
    "Донецьк": (48.003, 37.804, "UA-14"),
    "Маріуполь": (47.096, 37.543, "UA-14"),
    "Херсон": (46.636, 32.617, "UA-65"),
    "Генічеськ": (46.171, 34.804, "UA-65"),
    "Мелітополь": (46.849, 35.366, "UA-23"),
    "Запоріжжя": (47.838, 35.140, "UA-23"),
    "Київ": (50.450, 30.523, "UA-30"),
    "Біла Церква": (49.796, 30.131, "UA-32"),
    "Черкаси": (49.444, 32.060, "UA-71"),
    "Одеса": (46.484, 30.733, "UA-51"),
    "Ізмаїл": (45.350, 28.840, "UA-51"),
    "Миколаїв": (46.975, 31.995, "UA-48"),
    "Кропивницький": (48.508, 32.262, "UA-35"),
    "Дніпро": (48.465, 35.046, "UA-12"),
    "Полтава": (49.588, 34.551, "UA-53"),
    "Харків": (49.994, 36.230, "UA-63"),
    "Суми": (50.908, 34.798, "UA-59"),
    "Чернігів": (51.494, 31.294, "UA-74"),
    "Житомир": (50.255, 28.659, "UA-18"),
    "Вінниця": (49.233, 28.468, "UA-05"),
    "Хмельницький": (49.423, 26.987, "UA-68"),
    "Чернівці": (48.292, 25.935, "UA-77"),
    "Тернопіль": (49.553, 25.595, "UA-61"),
    "Рівне": (50.620, 26.251, "UA-56"),
    "Луцьк": (50.747, 25.325, "UA-07"),
    "Львів": (49.839, 24.029, "UA-46"),
    "Івано-Франківськ": (48.922, 24.711, "UA-26"),
    "Ужгород": (48.621, 22.288, "UA-21"),
}
FOREIGN = {
    "Москва": (55.756, 37.617),
    "Варшава": (52.230, 21.011),
    "Бєлгород": (50.597, 36.588),
    "Ростов-на-Дону": (47.236, 39.713),
    "Краснодар": (45.039, 38.976),
    "Кишинів": (47.011, 28.858),
    "Гомель": (52.441, 30.988),
    "Чорне море": (45.5, 31.5),
}
EDGES = Counter(
    frozenset(edge)
    for region in regions().values()
    for ring in region.rings
    for edge in itertools.pairwise([*ring, ring[0]])
)  # fmt: skip


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_lies_in_its_region(town):
    lat, lon, code = TOWNS[town]
    assert region_of(lat, lon) == code


def test_every_region_is_named_by_a_town_above():
    assert {code for _lat, _lon, code in TOWNS.values()} == set(REGIONS)


@pytest.mark.parametrize("town", FOREIGN)
def test_what_is_not_ukraine_lies_in_no_region(town):
    assert region_of(*FOREIGN[town]) == ""


def test_every_region_is_drawn_once():
    assert (len(regions()), set(regions())) == (27, set(REGIONS))


@pytest.mark.parametrize(
    ("code", "square_kilometres"),
    [
        ("UA-43", 26_081),
        ("UA-51", 33_310),
        ("UA-09", 26_684),
        ("UA-14", 26_517),
        ("UA-77", 8_097),
        ("UA-21", 12_777),
        ("UA-40", 864),
    ],
)
def test_a_region_is_as_large_as_it_is(code, square_kilometres):
    """Equal-area projection. Sevastopol's line is coarse."""
    assert area_km2(regions()[code].rings) == pytest.approx(square_kilometres, rel=0.03 if code != "UA-40" else 0.2)


def test_the_whole_country_is_there():
    assert sum(area_km2(region.rings) for region in regions().values()) == pytest.approx(603_628, rel=0.015)


def test_neighbours_share_their_border_point_by_point():
    """Each edge belongs to one region (coast, state border) or to exactly two; the former close into lines without loose ends."""
    assert set(EDGES.values()) == {1, 2}
    ends = Counter(point for edge, times in EDGES.items() if times == 1 for point in edge)
    assert {point: number for point, number in ends.items() if number % 2} == {}


@pytest.mark.thorough
def test_no_line_crosses_another():
    """Simplifying has not pushed a border over its neighbour: otherwise a point would lie in two regions."""
    spots = [(x + 0.37, y + 0.41) for x in range(0, WIDTH, 7) for y in range(0, HEIGHT, 7)]
    assert [spot for spot in spots if sum(inside(spot, region.rings) for region in regions().values()) > 1] == []


def test_a_sign_of_a_region_stands_inside_it():
    assert [code for code, region in regions().items() if not inside(region.label, region.rings)] == []


def test_the_drawing_fills_its_frame_and_no_more():
    points = [point for region in regions().values() for ring in region.rings for point in ring]
    xs, ys = zip(*points, strict=True)
    assert (min(xs), WIDTH - max(xs), min(ys), HEIGHT - max(ys)) == (8, 8, 8, 8)


def test_a_point_goes_onto_the_map_and_back():
    assert off_map(*place_on_map(49.276, 38.907)) == pytest.approx((49.276, 38.907))


def test_a_step_of_the_drawing_is_as_long_as_it_says():
    """One degree of latitude is 111.2 km on the sphere of the projection; a conic one is true within a per cent here."""
    (x1, y1), (x2, y2) = place_on_map(48, 31.3), place_on_map(49, 31.3)
    assert (x1, (y1 - y2) * KM) == (pytest.approx(x2), pytest.approx(111.2, rel=0.01))


def test_the_file_is_small():
    assert len(gzip.compress(DATA.read_bytes())) <= 6 * 1024
