"""A visit to a shelf and a check of it, from the screens alone, as one does it on a telephone."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.enquiries.actions.refusals import record_refusal
from mandrivna.fund.actions.copies import accept_copy
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.checks import see_copy, start_check
from mandrivna.lending.actions.shelf_visits import pick, plan_visit
from mandrivna.lending.actions.shelves import set_shelf_photo
from mandrivna.lending.models import Event, Loan, Pick, Shelf, ShelfCheck, ShelfVisit
from mandrivna.lending.shelves import shelf_by_code
from tests.faces.screens import World, form, queries, text_of
from tests.factories.library import Library
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def state_of(*copies: Copy) -> list[tuple[str, str]]:
    return [
        (copy.state, copy.place.name)
        for copy in Copy.objects.filter(pk__in=[one.pk for one in copies]).order_by("inventory_number")
    ]


def long_ago(lib: Library, title: str) -> Copy:
    """Two hundred days of the calendar, not of hours: the clocks have been changed since."""
    day = timezone.localdate() - dt.timedelta(days=200)
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    return accept_copy(Act(actor=SYSTEM, at=noon), record=lib.record(title), place=lib.shelf)


def test_a_whole_visit_on_a_telephone(world):
    lib, owner = world.lib, world.browser("director")
    brought, stood = lib.copy(lib.record("Тигролови"), lib.other_shelf), long_ago(lib, "Місто")
    record_refusal(lib.act(), place=lib.shelf, title="Тигролови", isbn="")
    asked = record_refusal(lib.act(), place=lib.shelf, title="Тигролови")
    type(asked).objects.update(record=brought.record)
    added = owner.post(
        reverse("workspace:shelf_trip_add", args=[lib.shelf.pk]), form(base=lib.other_shelf, on="сьогодні", note="авто")
    )
    visit = ShelfVisit.objects.get()
    assert added["Location"] == reverse("workspace:shelf_trip_choose", args=[visit.pk])
    page = text_of(owner.get(added["Location"]))
    assert ("питали тут, разів: 2" in page, "Тигролови" in page, "Місто" in page) == (True, True, False)
    assert "стоїть без руху, днів: 200" in text_of(owner.get(f"{added['Location']}?way=take"))
    for way, copy in (("bring", brought), ("take", stood)):
        owner.post(added["Location"], form(way=way, copy=copy))
    here = reverse("workspace:shelf_trip", args=[visit.pk])

    def step(to: str) -> int:
        return owner.post(reverse("workspace:shelf_trip_step", args=[visit.pk]), form(to=to)).status_code

    def scan(copy: Copy) -> int:
        return owner.post(reverse("workspace:shelf_trip_scan", args=[visit.pk]), form(code=copy.barcode)).status_code

    assert (step("packing"), scan(brought), state_of(brought)) == (302, 302, [("transit", "Полиця 2")])
    assert (step("on_way"), step("at_shelf")) == (302, 302)
    assert step("handed") == 422  # what was brought lies in the box still
    assert [scan(brought), scan(stood)] == [302, 302]
    assert state_of(brought, stood) == [("available", "Полиця 1"), ("transit", "Полиця 1")]
    assert (step("handed"), step("closed")) == (302, 422)
    assert scan(stood) == 302
    assert (state_of(stood), step("closed")) == ([("available", "Полиця 2")], 302)
    page = text_of(owner.get(here))
    assert all(
        words in page for words in ("завершено", "Поставлено на полицю: 1", "Повернулося: 1", f"Акт № 1-{visit.planned_on.year}")
    )
    assert shelf_by_code(Shelf.objects.get().code) == lib.shelf
    papers = [owner.get(reverse("workspace:shelf_trip_paper", args=[visit.pk, kind])).content[:4] for kind in ("pdf", "docx")]
    assert papers == [b"%PDF", b"PK\x03\x04"]
    assert list(Event.objects.order_by("first").values_list("act", flat=True)) == ["take", "put", "take", "put"]


def test_a_wrong_label_is_said_beside_the_field(world):
    visit = plan_visit(world.lib.act(), place=world.lib.shelf, base=world.lib.hub, on=timezone.localdate())
    ShelfVisit.objects.update(state="packing")
    response = world.browser("owner").post(reverse("workspace:shelf_trip_scan", args=[visit.pk]), form(code="такого нема"))
    assert (response.status_code, "Такого примірника немає" in text_of(response)) == (422, True)


def test_a_partial_check_says_nothing_of_the_rest_and_a_whole_one_does(world):
    lib, owner = world.lib, world.browser("owner")
    here, unseen, lent, other = lib.copy(), lib.copy(), lib.copy(), lib.copy(place=lib.hub)
    world.lend(lent, lib.reader())

    def look(whole: bool) -> ShelfCheck:
        started = owner.post(reverse("workspace:shelf_check_start", args=[lib.shelf.pk]), form())["Location"]
        for copy in (here, lent, other):
            owner.post(f"{started}see/", form(code=copy.barcode))
        owner.post(f"{started}close/", form(whole="1" if whole else ""))
        return ShelfCheck.objects.order_by("-act_number").first()

    def found(check: ShelfCheck) -> dict[str, int]:
        return {kind: check.rows.filter(found=kind).count() for kind in ("here", "missing", "misplaced", "unexpected")}

    assert found(look(whole=False)) == {"here": 1, "missing": 0, "misplaced": 1, "unexpected": 1}
    check = look(whole=True)
    assert found(check) == {"here": 1, "missing": 1, "misplaced": 1, "unexpected": 1}
    assert state_of(unseen) == [("available", "Полиця 1")]  # missing is a word of the check, not a loss yet
    address = reverse("workspace:shelf_check_settle", args=[check.pk])
    for copy, how in ((unseen, "lost"), (lent, "here"), (other, "here")):
        assert owner.post(address, form(copy=copy, how=how)).status_code == 302
    assert state_of(here, unseen, lent, other) == [
        ("available", "Полиця 1"), ("lost", "Полиця 1"), ("available", "Полиця 1"), ("available", "Полиця 1"),
    ]  # fmt: skip
    assert Loan.objects.get().state == "returned"
    papers = [owner.get(reverse("workspace:shelf_check_paper", args=[check.pk, kind])).content[:4] for kind in ("pdf", "docx")]
    assert papers == [b"%PDF", b"PK\x03\x04"]
    assert owner.post(f"/work/shelves/checks/{check.pk}/see/", form(code=here.barcode)).status_code == 422


def test_what_was_agreed_of_a_shelf_stands_on_its_page_and_the_contact_only_before_whom_it_concerns(world):
    lib, owner = world.lib, world.browser("owner")
    said = {"languages": ["ukr", "eng"], "ages": ["0-14"], "subjects": "казки", "capacity": 40, "condition": "good", "note": ""}
    assert owner.post(reverse("workspace:shelf_about", args=[lib.shelf.pk]), form(**said)).status_code == 302
    owner.post(reverse("workspace:shelf_contact", args=[lib.shelf.pk]), form(name="Надія Тиха", phone="0501112233"))
    shown = reverse("workspace:shelf", args=[lib.shelf.pk])
    page = text_of(owner.get(shown))
    assert all(words in page for words in ("українська, англійська", "до 15 років", "казки", "Надія Тиха"))
    assert "Надія Тиха" not in text_of(world.browser("guardian").get(shown))
    wrong = owner.post(reverse("workspace:shelf_about", args=[lib.shelf.pk]), form(**{**said, "capacity": 0}))
    assert wrong.status_code == 422


def test_a_photograph_is_made_anew_and_shown_to_staff_of_the_shelf_alone(world):
    owner = world.browser("owner")
    sent = SimpleUploadedFile("shelf.png", picture(), "image/png")
    assert owner.post(reverse("workspace:shelf_photo", args=[world.lib.shelf.pk]), form(photo=sent)).status_code == 302
    address = reverse("workspace:shelf_picture", args=[Shelf.objects.get().photo])
    assert [world.browser(who).get(address).status_code for who in ("owner", "colleague", "stranger")] == [200, 404, 404]
    owner.post(reverse("workspace:shelf_photo", args=[world.lib.shelf.pk]), form(remove="1"))
    assert owner.get(address).status_code == 404


def test_the_code_on_a_shelf_opens_the_page_of_its_place_until_there_is_another(world):
    lib = world.lib
    type(lib.root).objects.filter(path__startswith=lib.root.path).update(public=True)
    owner, code_page = world.browser("owner"), reverse("workspace:shelf_code", args=[lib.shelf.pk])
    owner.post(code_page, form())
    first = Shelf.objects.get().code
    assert "<svg" in owner.get(code_page).content.decode()
    assert Client().get(f"/s/{first}/")["Location"] == f"/places/{lib.shelf.pk}/?shelf={first}"
    assert f"/my/shelf/{first}/" in Client().get(f"/places/{lib.shelf.pk}/?shelf={first}").content.decode()
    owner.post(code_page, form())
    assert [Client().get(f"/s/{code}/").status_code for code in (first, "0000")] == [404, 404]


def test_what_is_read_is_told_only_when_many_stand_behind_it(world):
    lib = world.lib
    tales, poems = lib.record("Казки", subjects="Казки"), lib.record("Вірші", subjects="Поезія")
    address = reverse("workspace:shelf_likes", args=[lib.shelf.pk])
    for _number in range(4):
        world.lend(lib.copy(tales), lib.reader())
    browser = world.browser("owner")
    assert "Поки що замало видач" in text_of(browser.get(address))
    for record in (tales, tales, poems, poems):
        world.lend(lib.copy(record), lib.reader())
    page = text_of(browser.get(address))
    assert ("Казки" in page, "Поезія" in page) == (False, False)  # two poems alone would be a cell of two: they go together
    for _number in range(3):
        world.lend(lib.copy(poems), lib.reader())
    page = text_of(browser.get(address))
    assert ("Казки" in page, "Поезія" in page) == (True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_much_for_one_row_as_for_three(world, number):
    lib = world.lib
    visit = plan_visit(lib.act(), place=lib.shelf, base=lib.hub, on=timezone.localdate())
    set_shelf_photo(lib.act(), place=lib.shelf, picture=base64.b64encode(picture()).decode(), visit=visit)
    check = start_check(lib.act(), place=lib.shelf)
    for _number in range(number):
        copy = lib.copy()
        lib.copy(place=lib.hub)
        see_copy(lib.act(), check=check, copy=copy)
        pick(lib.act(), visit=visit, picks=[{"copy": str(lib.copy(place=lib.hub).pk), "way": "bring", "why": [["new", ""]]}])
    browser = world.browser("owner")
    names = {
        "shelf": lib.shelf.pk, "shelf_likes": lib.shelf.pk, "shelf_about": lib.shelf.pk, "shelf_code": lib.shelf.pk,
        "shelf_trip": visit.pk, "shelf_trip_choose": visit.pk, "shelf_check": check.pk,
    }  # fmt: skip
    asked = {name: queries(browser, reverse(f"workspace:{name}", args=[pk])) for name, pk in names.items()}
    asked["shelf_trips"] = queries(browser, reverse("workspace:shelf_trips"))
    assert {name: count for name, count in asked.items() if count > 12} == {}
    assert Pick.objects.count() == number


def test_a_lost_book_is_recorded_from_its_page_and_taken_back_at_the_desk(world):
    lib, copy = world.lib, world.lib.copy()
    world.lend(copy, lib.reader())
    owner = world.browser("owner", place=lib.shelf)
    assert "Записати як втрачену" in text_of(owner.get(reverse("workspace:copy", args=[copy.pk])))
    assert owner.post(reverse("workspace:copy_lost", args=[copy.pk]), form()).status_code == 302
    assert (state_of(copy), Loan.objects.get().state) == ([("lost", "Полиця 1")], "lost")
    assert "вважали втраченою" in text_of(owner.get(reverse("workspace:desk_copy", args=[copy.pk])))
    owner.post(reverse("workspace:desk_return", args=[copy.pk]), form(place=lib.shelf))
    assert state_of(copy) == [("available", "Полиця 1")]
    assert world.browser("guardian").post(reverse("workspace:copy_lost", args=[copy.pk]), form()).status_code == 403
