"""A heading that people have changed is found in the index itself, a moment later."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.actions import headings
from mandrivna.catalogue.models import Authority
from mandrivna.catalogue.search.keeper import catch_up
from tests.catalogue.search.kit import found

pytestmark = pytest.mark.django_db


def test_every_form_of_a_heading_finds_its_records(lib, place):
    lib.record("Бояриня", authors="Косач Лариса", udc="821.161.2")
    lib.record("Лісова пісня", authors="Українка Леся")
    kosach, ukrainka = (Authority.objects.get(heading=text) for text in ("Косач, Лариса", "Українка, Леся"))
    catch_up()
    assert (found("автор:українка"), found("шеставина")) == (["Лісова пісня"], [])

    headings.add_heading_name(lib.act(), authority=kosach, name="Шеставина")
    catch_up()
    assert found("автор:шеставина") == ["Бояриня"]
    headings.merge_headings(lib.act(), kept=ukrainka, gone=kosach)
    catch_up()
    assert (sorted(found("автор:українка")), sorted(found("шеставина"))) == (["Бояриня", "Лісова пісня"],) * 2
    headings.separate_heading(lib.act(), authority=kosach)
    catch_up()
    assert (found("автор:українка"), found("шеставина")) == (["Лісова пісня"], ["Бояриня"])
    headings.remove_heading_name(lib.act(), authority=kosach, name="Шеставина")
    headings.edit_heading(lib.act(), authority=kosach, heading="Квітка, Лариса")
    catch_up()
    assert (found("шеставина"), found("автор:квітка"), found("автор:косач")) == ([], ["Бояриня"], ["Бояриня"])


def test_a_class_is_found_by_what_it_means(lib, place):
    lib.record("Бояриня", udc="821.161.2")
    headings.add_heading_name(lib.act(), authority=Authority.objects.get(sort="udc"), name="Красне письменство")
    catch_up()
    assert found("тема:письменство") == ["Бояриня"]
