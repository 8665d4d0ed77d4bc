"""The screens of replacement: from the reader's formular to the signed act and the two parts of the summary book."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.fund.models import Replacement
from mandrivna.lending.actions.replacing import replace
from mandrivna.lending.models import Loan
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
COMMITTEE = {"chair_post": "завідувачка", "chair_name": "О. Вигадана", "members": "бібліотекарка, М. Придумана"}


@pytest.fixture
def world() -> World:
    return World()


def lent_to(world, reader):
    copy = world.lib.copy()
    world.lend(copy, reader)
    return copy


def test_from_the_formular_to_the_signed_act(world):
    lib, reader = world.lib, world.lib.reader()
    lent = lent_to(world, reader)
    other = lib.record("Тигролови", authors="Багряний Іван")
    desk, page = world.browser("owner", place=lib.shelf), reverse("workspace:replace", args=[lent.pk])
    assert f"{page}?reader={reader.pk}" in desk.get(reverse("workspace:desk_reader", args=[reader.pk])).content.decode()
    assert "Тигролови" in text_of(desk.get(page, {"asked": "тигролови", "reader": reader.pk}))
    sent = form(place=lib.shelf, reader=reader.pk, asked="тигролови", record=other.pk, why="lost")
    refused = desk.post(page, sent)
    assert (refused.status_code, "чому воно рівноцінне" in text_of(refused)) == (422, True)
    done = desk.post(page, {**sent, "equal": "потрібніша тут"}, follow=True)
    one = Replacement.objects.get()
    assert (Loan.objects.get().state, one.new.record, "Дякуємо!" in text_of(done)) == ("replaced", other, True)
    assert "Штраф" not in text_of(done) and str(one.new.inventory) in text_of(done)
    assert desk.post(reverse("workspace:replacement_sign", args=[one.pk]), form()).status_code in (403, 404)
    head = world.browser("director")
    day = timezone.localdate().isoformat()
    head.post(reverse("workspace:replacement_sign", args=[one.pk]), form(signed_on=day, **COMMITTEE))
    one.refresh_from_db()
    assert (one.state, one.number) == ("signed", 1)
    for kind in ("pdf", "docx"):
        assert head.get(reverse("workspace:replacement_file", args=[one.pk, kind])).status_code == 200
        assert head.get(reverse("workspace:departures"), {"as": kind}).status_code == 200
    assert head.get(reverse("workspace:departures"), {"as": "xlsx"}).status_code == 200
    assert "втрата читачами" in text_of(head.get(reverse("workspace:departures")))
    assert f"замість № {lent.inventory}" in text_of(head.get(reverse("workspace:summary_book")))


def test_the_desk_takes_it_back_with_its_one_button(world):
    lib, reader = world.lib, world.lib.reader()
    lent = lent_to(world, reader)
    desk = world.browser("owner", place=lib.shelf)
    page = reverse("workspace:replace", args=[lent.pk])
    desk.post(page, form(place=lib.shelf, reader=reader.pk, record=lent.record_id, why="damaged"))
    one = Replacement.objects.get()
    desk.post(reverse("workspace:desk_undo"), form(event=one.pk, reader=reader.pk))
    one.refresh_from_db()
    assert (one.state, Loan.objects.get().state) == ("cancelled", "open")


def test_lists_cost_the_same_for_one_and_for_three(world):
    head, counted = world.browser("director"), []
    for many in (1, 2):
        for _one in range(many):
            lent = lent_to(world, world.lib.reader())
            replace(world.lib.act(), copy=lent, place=world.lib.shelf, record=lent.record, why="lost")
        counted.append([queries(head, reverse(f"workspace:{name}")) for name in ("replacements", "departures")])
    assert counted[0] == counted[1]
