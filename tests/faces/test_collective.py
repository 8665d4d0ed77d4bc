"""A collective subscription from end to end: an organisation with limits of its own, and the list it signs."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from docx import Document as Docx

from mandrivna.core.policy import edit_policy
from mandrivna.faces.workspace.desk import pages
from mandrivna.ledger.api import totals
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.models import Loan
from mandrivna.readers.models import Audience
from tests.faces.screens import World

pytestmark = pytest.mark.django_db


def test_a_hub_takes_books_for_its_people_by_terms_of_its_own_and_signs_the_list():
    world = World()
    lib, day = world.lib, world.lib.today
    rule = [["колективні користувачі", "*", "*", "90", "40", "0"]]
    edit_policy(lib.act(), policy="lending", key="own_rules", change={"value": rule}, reason="договір із хабами")
    about = {"kind": "organisation", "name": "Хаб «Опора»"}
    hub = lib.reader(**about)
    copies = [lib.copy() for _each in range(6)]
    for copy in copies:
        issue(lib.act(), copy=copy, reader=hub, place=lib.shelf)
    return_copy(lib.act(), copy=copies[0], place=lib.shelf)
    loans = list(Loan.objects.open())
    assert ({(loan.due_on - loan.issued_on).days for loan in loans}, len(loans), hub.audience) == ({90}, 5, Audience.COLLECTIVE)
    counted = totals(["lending.issue"], day, day, lib.root.path, by=("kind", "audience"))
    assert counted == {("lending.issue", Audience.COLLECTIVE): 6}
    desk, page = world.browser("owner", place=lib.shelf), reverse("workspace:desk_reader", args=[hub.pk])
    listed = reverse("workspace:desk_collective", args=[hub.pk, "docx"])
    assert listed in desk.get(page).content.decode()
    paper = Docx(io.BytesIO(desk.get(listed).content))
    (table,) = [one for one in paper.tables if "Інв. №" in one.rows[0].cells[1].text]
    assert {row.cells[1].text for row in table.rows[1:]} == {copy.inventory for copy in copies[1:]}
    assert desk.get(reverse("workspace:desk_collective", args=[hub.pk, "pdf"])).status_code == 200
    assert desk.get(reverse("workspace:desk_collective", args=[hub.pk, "txt"])).status_code == 404


def test_of_many_books_in_hand_those_whose_day_comes_first_are_listed_and_all_by_a_link(monkeypatch):
    monkeypatch.setattr(pages, "LISTED", 2)
    world = World()
    hub = world.lib.reader(kind="organisation", name="Хаб «Опора»")
    for _each in range(3):
        issue(world.lib.act(), copy=world.lib.copy(), reader=hub, place=world.lib.shelf)
    desk, page = world.browser("owner", place=world.lib.shelf), reverse("workspace:desk_reader", args=[hub.pk])
    first, all_of_them = desk.get(page), desk.get(f"{page}?all")
    due = [loan.pk for loan in Loan.objects.order_by("due_on", "pk")]
    assert [len(answer.context["loans"]) for answer in (first, all_of_them)] == [2, 3]
    assert [loan.pk for loan, _late in first.context["loans"]] == due[:2]
    assert ["На руках: 3" in answer.content.decode() for answer in (first, all_of_them)] == [True, True]
    assert ["Показати всі" in answer.content.decode() for answer in (first, all_of_them)] == [True, False]


def test_what_a_person_reads_is_printed_for_nobody():
    world = World()
    reader = world.lib.reader()
    desk = world.browser("owner", place=world.lib.shelf)
    assert desk.get(reverse("workspace:desk_collective", args=[reader.pk, "pdf"])).status_code == 404
