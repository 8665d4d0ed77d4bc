"""Sign-ups leave nothing readable: neither in the database, nor in operations, letters that wait, addresses or logs."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.outbox.worker import drain
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event
from mandrivna.programme.models import SignUp
from mandrivna.programme.signups import token_of
from tests.drills.test_canary import Canaries, raw_database
from tests.faces.screens import form
from tests.factories.library import library
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def canaries(caplog) -> Canaries:
    caplog.set_level(logging.DEBUG)
    return Canaries()


def test_from_the_form_to_the_list_nothing_is_readable(canaries, caplog):
    lib = library(timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0))
    for key in ("quiet_from", "quiet_until"):
        policy.edit(lib.act(), policy="lending", key=key, value=0, reason="для перевірки")
    about = {"title": "Вечір", "form": "meeting", "starts": "18:00"}
    on = lib.today + dt.timedelta(days=2)
    event = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=on, about=about)
    admit_event(lib.act(), event=event, about={"places": 1})
    name, needs, second = (canaries.word(word) for word in ("name", "needs", "second"))
    address = canaries.words["contact"] = "kanarka-zapys@example.org"
    done = Client().post(f"/events/{event.pk}/signup/", form(name=name, contact=address, needs=needs, website=""))
    signup = SignUp.objects.get()
    canaries.words["token"] = token_of(signup.pk)
    assert done["Location"] == f"/signup/{canaries.words['token']}/"
    assert canaries.found_in(raw_database()) == [], "while the letter waits"
    drain()
    assert [letter.to for letter in mail.outbox] == [[address]]
    owner = browser_of(person("owner", "hub_librarian", lib.hub))
    page = f"/work/programme/events/{event.pk}/signups/"
    assert owner.post(f"{page}add/", form(name=second)).status_code == 302
    told = owner.get(page).content.decode()
    assert (name in told, needs in told, second in told) == (True, True, True)
    assert Client().post(f"/signup/{canaries.words['token']}/cancel/", form()).status_code == 302
    assert canaries.found_in(raw_database()) == []
    assert canaries.found_in(caplog.text.encode()) == []


def test_the_search_sees_a_name_that_was_written_as_it_is(canaries):
    """Negative control."""
    lib = library()
    about = {"title": canaries.word("title"), "form": "meeting"}
    add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today, about=about)
    assert canaries.found_in(raw_database()) == ["title"]
