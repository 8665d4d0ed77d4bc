"""The canary again, this time through the doors: everything a reader says at the desk, offline and wrongly."""

from __future__ import annotations

import json
import logging

import pytest
from django.conf import settings
from django.test import Client

from mandrivna.core.act import Act
from mandrivna.core.actions.erasure_requests import refuse_erasure
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.intake import perform
from mandrivna.core.models import Discrepancy, ErasureRequest, Quarantined
from mandrivna.core.outbox.worker import drain
from mandrivna.ledger import seal
from mandrivna.lending.actions.circulation import issue, renew, return_copy, undo
from mandrivna.lending.actions.rounds import add_stop, plan_round
from mandrivna.lending.models import Loan, Read
from mandrivna.lending.notices import remind
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.actions.pins import set_pin
from mandrivna.readers.models import Reader
from tests.drills.test_canary import Canaries, raw_database
from tests.factories.library import library
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def canaries(caplog) -> Canaries:
    caplog.set_level(logging.DEBUG)
    return Canaries()


def said(act: Act, verb: str, body: dict) -> dict:
    return {"uid": str(act.uid), "verb": verb, "at": act.at.isoformat(), "body": body}


def test_a_whole_service_leaves_nothing_readable(canaries, caplog):
    lib = library()
    reader = lib.reader(
        name=f"Тестова {canaries.word('name')}", phone="+380 67 765 43 21", birth_year=1987, pseudonym="",
        email="kanareika55@example.org", notices_by="mail",
    )  # fmt: skip
    canaries.words["phone"], canaries.words["email"] = "Канарка677654321", "Канаркаkanareika55"
    words = {name: Withheld(canaries.word(name)) for name in ("address", "directions", "ask_for")}
    set_doorstep(lib.act(), reader=reader, place=lib.shelf, agreed="1", **words)
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Волонтерка")
    add_stop(lib.act(), delivery=delivery, reader=reader)
    copy = lib.copy()
    loan = issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    renew(lib.act(), loan=Loan.objects.get(pk=loan.pk), place=lib.shelf)
    remind(lib.act(), loan=Loan.objects.get(pk=loan.pk))
    drain()
    back = return_copy(lib.act(), copy=copy, place=lib.shelf)
    undo(lib.act(), copy=copy, target=back.pk, place=lib.shelf)
    offline = {"place": str(lib.shelf.pk), "name": canaries.word("offline name"), "phone": "0509998877"}
    answers = [perform(said(lib.act(), "readers.enrol", offline), actor=SYSTEM, device="phone")]
    answers.append(perform(said(lib.act(), "readers.enrol", {**offline, "shade": canaries.word("wrong body")}), actor=SYSTEM))
    answers.append(perform(said(lib.act(), "no.such", {"name": canaries.word("unknown verb")}), actor=SYSTEM))
    answers.append(perform({"name": canaries.word("malformed")}, actor=SYSTEM))
    perform(said(lib.act(), "lending.return", {"copy": str(lib.copy().pk), "place": str(lib.shelf.pk)}), actor=SYSTEM)
    seal.close_stretch()
    assert [answer.outcome for answer in answers] == ["applied", "quarantined", "quarantined", "quarantined"]
    assert (Reader.objects.count(), Quarantined.objects.count(), Discrepancy.objects.count()) == (2, 3, 1)
    assert canaries.found_in(raw_database()) == []
    assert canaries.found_in(caplog.text.encode()) == []
    assert canaries.found_in(json.dumps([answer.as_dict() for answer in answers]).encode()) == []


def test_a_readers_own_account_leaves_nothing_readable(canaries, caplog):
    """PIN at the desk, coming in, a wrong PIN, the list of what was read, the data page and its file, a refused erasure."""
    lib = library()
    reader = lib.reader(name=f"Тестова {canaries.word('name')}", pseudonym="")
    code, digits = reader.cards.get().code, set_pin(lib.act(), reader=reader, place=lib.shelf).shown
    client = Client()
    client.post("/my/enter/", {"card": code, "pin": f"{(int(digits) + 1) % 10**6:06d}"})
    client.post("/my/enter/", {"card": code, "pin": digits})
    token = canaries.words["session"] = "Канарка" + client.cookies[settings.READER_COOKIE_NAME].value.lower()
    assert client.post("/my/history/", {"uid": str(lib.act().uid), "keep": "yes"}).status_code == 302
    about = {"title": canaries.word("title"), "issued_on": "2026-01-12", "closed_on": "2026-01-12"}
    Read(uid=lib.act().uid, reader=reader, about=about).save()
    for page in ("/my/", "/my/history/", "/my/data/", "/my/data/print/", "/my/data/file/"):
        assert client.get(page).status_code == 200, page
    assert canaries.words["name"] in client.get("/my/data/").content.decode()
    assert client.post("/my/erase/", {"uid": str(lib.act().uid), "sure": "on"}).status_code == 302
    refuse_erasure(lib.act(), request=ErasureRequest.objects.get(), explanation=canaries.word("explanation"))
    assert canaries.found_in(raw_database()) == []
    assert canaries.found_in(caplog.text.encode()) == []
    assert (digits in caplog.text, code in caplog.text, token in caplog.text) == (False, False, False)


def test_what_is_typed_into_a_form_reaches_no_address_and_no_log(canaries, caplog):
    lib = library()
    browser: Client = browser_of(person("hub", "hub_librarian", lib.hub))
    word = canaries.word("typed")
    accounts = ("/accounts/login/", "/accounts/password/reset/", "/my/enter/")
    fields = ("q", "name", "phone", "login", "email", "password", "birth_year", "card", "pin")
    for address in ("/work/desk/", "/work/readers/", "/work/readers/new/", *accounts):
        response = browser.post(address, dict.fromkeys(fields, word))
        assert response.status_code < 500, address
        assert word not in response.get("Location", ""), address
    assert canaries.found_in(caplog.text.encode()) == []
    assert canaries.found_in(raw_database()) == []


def test_the_search_sees_a_name_that_is_not_encrypted(canaries):
    """Negative control: a pseudonym is S2 and stands in clear."""
    library().reader(pseudonym=canaries.word("pseudonym")[:60])
    assert canaries.found_in(raw_database()) == ["pseudonym"]
