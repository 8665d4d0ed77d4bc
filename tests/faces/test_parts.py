"""Parts of one whole, as people number them: on the staff's page of a title and on the readers'."""

from __future__ import annotations

import pytest
from django.test import Client

from mandrivna.catalogue.models import Kind, Record
from tests.faces.screens import World, queries

pytestmark = pytest.mark.django_db
STAFF, PUBLIC = "/work/catalogue/{}/", "/catalogue/{}/"


@pytest.fixture
def world() -> World:
    return World()


def made(world: World, kind: str, whole: str, *parts: tuple[int | None, str]) -> Record:
    host = world.lib.record("Степова сага", kind=whole)
    for year, part in parts:
        world.lib.copy(world.lib.record("Криниця", kind=kind, host=host, part=part, year=year))
    return host


def listed(world: World, host: Record) -> list[list[tuple[int | None, str]]]:
    answers = [world.browser("guardian").get(page.format(host.pk)) for page in (STAFF, PUBLIC)]
    return [[(one.year, one.part) for one in answer.context["parts"]] for answer in answers]


def test_volume_two_stands_before_volume_ten_whenever_they_were_printed(world):
    volumes = [(2024, "Т. 1"), (2022, "Т. 2"), (None, "Т. 2, кн. 1"), (2023, "Т. 10")]
    assert listed(world, made(world, Kind.VOLUME, Kind.BOOK, *reversed(volumes))) == [volumes, volumes]


def test_issues_of_the_last_year_stand_first_and_issue_two_before_issue_ten(world):
    issues = [(2025, "№ 1"), (2024, "№ 2"), (2024, "№ 10"), (None, "№ 3")]
    host = made(world, Kind.ISSUE, Kind.SERIAL, *reversed(issues))
    assert listed(world, host) == [issues, issues]
    assert "№ 10. Криниця</a>, 2024" in Client().get(PUBLIC.format(host.pk)).content.decode()


def test_one_part_and_three_cost_the_same(world):
    few, more = (made(world, Kind.VOLUME, Kind.BOOK, *((2024, f"Т. {at}") for at in range(many))) for many in (1, 3))
    for client, page in ((world.browser("guardian"), STAFF), (Client(), PUBLIC)):
        assert len({queries(client, page.format(host.pk)) for host in (few, more)}) == 1
