"""Several processes count one site: each visitor once, a day closed among writers loses nobody, and the disk tells of nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.ledger.api import check_facts
from mandrivna.lending import seeing
from mandrivna.lending.actions.site import close_site_day
from mandrivna.lending.models import SiteDay, SiteSalt, SiteSeen
from tests.drills.test_canary import raw_database
from tests.drills.test_parallel import at_once
from tests.factories.library import library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS, VISITORS = 4, 120
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    seeing._waiting.clear()
    monkeypatch.setattr(seeing, "eye", seeing.Eye())


def looks(eye: seeing.Eye, at: dt.datetime) -> int:
    """Of the same visitors, as a process of its own would write them."""
    told = [(f"203.0.113.{number}", AGENT, at) for number in range(VISITORS)]
    return eye._day(timezone.localdate(at), told)


def test_the_same_visitors_seen_by_four_processes_at_once_are_counted_once(monkeypatch):
    at = timezone.localtime().replace(hour=12)
    monkeypatch.setattr(seeing, "today", at.date)
    answers = at_once([lambda eye=eye: looks(eye, at) for eye in [seeing.Eye() for _hand in range(HANDS)]])
    assert answers == [VISITORS] * HANDS
    assert (SiteSalt.objects.count(), SiteSeen.objects.count()) == (1, VISITORS)
    assert set(SiteSeen.objects.values_list("sessions", flat=True)) == {1}


def test_the_drill_sees_processes_that_do_not_agree_on_the_salt(monkeypatch):
    """Negative control: with a salt of its own each process would count everybody anew."""
    at, mark_of = timezone.localtime().replace(hour=12), seeing.mark_of
    monkeypatch.setattr(seeing, "today", at.date)
    for hand in range(2):
        monkeypatch.setattr(seeing, "mark_of", lambda salt, *about, hand=hand: mark_of(f"{hand}{salt}", *about))
        looks(seeing.Eye(), at)
    assert SiteSeen.objects.count() == 2 * VISITORS


def test_a_day_closed_among_writers_keeps_its_sum_and_leaves_nothing_behind(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: there is nothing to overlap")
    lib, at = library(), timezone.localtime().replace(hour=12) - dt.timedelta(days=1)
    monkeypatch.setattr(seeing, "today", at.date)
    eyes = [seeing.Eye() for _hand in range(HANDS)]
    looks(eyes[0], at)
    for eye in eyes[1:]:
        eye._begin(at.date())
    later = at + dt.timedelta(hours=1)  # a new session of everybody, in a process that may come too late

    def close() -> object:
        return close_site_day(Act(actor=SYSTEM), institution=lib.root, on=at.date())

    at_once([close, *(lambda eye=eye: looks(eye, later) for eye in eyes[1:])])
    assert (SiteSalt.objects.count(), SiteSeen.objects.count()) == (0, 0)
    assert SiteDay.objects.get().number in (VISITORS, 2 * VISITORS)
    assert check_facts().ok


def test_whoever_takes_the_disk_in_the_middle_of_the_day_learns_no_address():
    seeing.notice("198.51.100.77", f"{AGENT} Kanareika/991")
    assert seeing.eye.flush() == 1
    row, salt = SiteSeen.objects.get(), SiteSalt.objects.get().salt
    raw = raw_database()
    assert row.mark.encode() in raw  # this is where it would lie
    assert [word for word in ("198.51.100.77", "Kanareika", salt) if word.encode() in raw] == []
