"""Sessions on the site: who is counted once, who is not counted, and that nothing of anybody is left of a day that is over."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending import seeing
from mandrivna.lending.actions.site import close_site_day
from mandrivna.lending.channels import channels, site_today
from mandrivna.lending.models import SiteDay, SiteSalt, SiteSeen
from mandrivna.lending.tasks import close_site_days
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
MORNING = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The day is the one the looks are of: a process believes its clock."""
    monkeypatch.setattr(seeing, "today", lambda: DAY)
    seeing._waiting.clear()
    monkeypatch.setattr(seeing, "eye", seeing.Eye())


def looks(*told: tuple[int, str, str], eye: seeing.Eye | None = None) -> int:
    for minute, address, agent in told:
        seeing.notice(address, agent, MORNING + dt.timedelta(minutes=minute))
    return (eye or seeing.eye).flush()


def sessions() -> int:
    return sum(SiteSeen.objects.values_list("sessions", flat=True))


def test_a_session_is_all_that_is_opened_without_a_long_pause(lib):
    looks((0, "203.0.113.5", FIREFOX), (1, "203.0.113.5", FIREFOX), (20, "203.0.113.5", FIREFOX))
    assert (SiteSeen.objects.count(), sessions()) == (1, 1)
    looks((45, "203.0.113.5", FIREFOX))
    assert sessions() == 1
    looks((76, "203.0.113.5", FIREFOX), (80, "203.0.113.5", PHONE), (80, "203.0.113.6", FIREFOX))
    assert (SiteSeen.objects.count(), sessions()) == (3, 4)


def test_robots_whoever_says_nothing_of_themselves_and_our_own_computers_are_not_counted(lib):
    policy.edit(Act(actor=SYSTEM), policy="channels", key="own_networks", value=[["198.51.100.0/24"]], reason="наш зал")
    robots = ("", "Googlebot/2.1 (+http://www.google.com/bot.html)", "curl/8.5.0", "facebookexternalhit/1.1", "python-requests/2.3")
    looks(*((0, "203.0.113.5", agent) for agent in robots), (0, "198.51.100.9", FIREFOX))
    assert SiteSeen.objects.count() == 0
    looks((0, "203.0.113.5", PHONE))  # a telephone whose make sounds like a robot
    assert SiteSeen.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        *((agent, True) for agent in (
            "WordPress/6.4; https://example.org", "Apache-HttpClient/5.2", "Dart/3.0 (dart:io)", "Faraday v2.7", "colly - x",
            "GoogleOther", "Viber/13.3", " curl/8", "Mozilla/5.0 (compatible; HTTrack 3.0x; Windows 98)", "Mozilla/5.0 zgrab/0.x",
            "Mozilla/5.0 (compatible; GoogleOther)", "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
        )),
        *((agent, False) for agent in (
            FIREFOX, PHONE, PHONE + " Viber/21.0", "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80) Presto/2.12", "  " + FIREFOX,
        )),
    ],
)  # fmt: skip
def test_whoever_does_not_call_itself_a_browser_is_none(agent, robot):
    assert channels().robot(agent) == robot


def test_a_long_address_counts_by_its_line(lib):
    looks((0, "2001:db8:1:2:aaaa::1", FIREFOX), (5, "2001:db8:1:2:bbbb::9", FIREFOX), (6, "2001:db8:1:3::1", FIREFOX))
    assert (SiteSeen.objects.count(), sessions()) == (2, 2)


def test_processes_agree_and_the_same_look_written_twice_is_one(lib):
    one, other = seeing.Eye(), seeing.Eye()
    looks((0, "203.0.113.5", FIREFOX), eye=one)
    looks((10, "203.0.113.5", FIREFOX), eye=other)
    looks((0, "203.0.113.5", FIREFOX), (10, "203.0.113.5", FIREFOX), eye=seeing.Eye())  # after a kill, said anew
    assert sessions() == 1
    looks((39, "203.0.113.5", FIREFOX), eye=one)  # 39 minutes after its own last look, 29 after the other's
    assert (SiteSeen.objects.count(), sessions(), SiteSalt.objects.count()) == (1, 1, 1)


def test_a_visitor_who_stays_is_written_once_in_five_minutes(lib):
    assert [looks((minute, "203.0.113.5", FIREFOX)) for minute in range(12)] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]


def test_nothing_written_leads_to_an_address(lib):
    looks((0, "203.0.113.5", FIREFOX))
    row, salt = SiteSeen.objects.get(), SiteSalt.objects.get()
    assert row.mark == seeing.mark_of(salt.salt, "203.0.113.5", FIREFOX)
    raw = SiteSalt.objects.values_list("salt", flat=True).get()
    assert salt.salt not in str(raw)  # the column is encrypted: a copy of the database alone tells nobody apart
    assert len(seeing._waiting) == 0


def test_the_day_over_leaves_its_sum_and_destroys_salt_and_marks(lib):
    looks((0, "203.0.113.5", FIREFOX), (1, "203.0.113.6", FIREFOX), (40, "203.0.113.6", FIREFOX))
    act = Act(actor=SYSTEM, at=MORNING + dt.timedelta(days=1), uid=uuid.UUID(int=5))
    assert close_site_day(act, institution=lib.root, on=DAY).number == 3
    assert (SiteSalt.objects.count(), SiteSeen.objects.count()) == (0, 0)
    assert close_site_day(act, institution=lib.root, on=DAY).number == 3
    assert totals(("lending.site_visit",), DAY, DAY, by=("path", "mode")) == {(lib.root.path, "virtual"): 3}
    assert check_facts().ok
    found = table(lib.root, 2026)
    assert [found[code].cells[FACT].value for code in ("site_visits", "visits_virtual", "visits")] == [3, 3, 3]


def test_a_late_look_finds_no_day_to_be_written_to(lib):
    looks((0, "203.0.113.5", FIREFOX))
    close_site_day(Act(actor=SYSTEM, at=MORNING + dt.timedelta(days=1)), institution=lib.root, on=DAY)
    assert looks((10, "203.0.113.7", FIREFOX)) == 0  # by the process that still holds the salt in memory
    assert (SiteSalt.objects.count(), SiteSeen.objects.count(), SiteDay.objects.get().number) == (0, 0, 1)


def test_the_first_look_of_a_day_empties_yesterdays_salt_though_nobody_has_closed_it_yet(lib, monkeypatch):
    looks((0, "203.0.113.5", FIREFOX))
    later = MORNING + dt.timedelta(days=1)
    monkeypatch.setattr(seeing, "today", later.date)
    seeing.notice("203.0.113.5", FIREFOX, later)
    assert seeing.eye.flush() == 1
    assert list(SiteSalt.objects.order_by("day").values_list("day", flat=True)) == [DAY, later.date()]
    assert [bool(row.salt) for row in SiteSalt.objects.order_by("day")] == [False, True]


def test_the_job_closes_every_day_that_is_over_and_today_goes_on(lib):
    today = timezone.localdate()
    for day in (today - dt.timedelta(days=3), today - dt.timedelta(days=1), today):
        salt = SiteSalt.objects.create(day=day, salt="сіль")
        SiteSeen.objects.create(salt=salt, mark="a" * 32, last_at=MORNING, sessions=2)
    assert (close_site_days.call(), close_site_days.call()) == (2, 0)
    assert list(SiteDay.objects.values_list("number", flat=True)) == [2, 2]
    assert list(SiteSalt.objects.values_list("day", flat=True)) == [today]


def test_a_day_that_runs_is_not_closed_and_a_shelf_librarian_closes_none(lib):
    with pytest.raises(Refused) as refusal:
        close_site_day(Act(actor=SYSTEM, at=MORNING), institution=lib.root, on=DAY)
    assert refusal.value.codes == ["day_runs"]
    with pytest.raises(Forbidden):
        close_site_day(Act(actor=actor_for(person("o", "hub_librarian", lib.hub))), institution=lib.root, on=DAY)


def test_what_the_institution_may_change(lib):
    refused = {"pause_minutes": 2, "own_networks": [["десь"]], "channels/youtube/name": "x" * 61, "robots": [], "people": "bot"}
    for key, value in refused.items():
        with pytest.raises(Refused) as refusal:
            policy.edit(Act(actor=SYSTEM), policy="channels", key=key, value=value, reason="проба")
        assert refusal.value.codes == ["policy_channels"], key
    policy.edit(Act(actor=SYSTEM), policy="channels", key="pause_minutes", value=60, reason="так вирішили")
    looks((0, "203.0.113.5", FIREFOX), (59, "203.0.113.5", FIREFOX))
    assert (sessions(), channels().pause) == (1, dt.timedelta(hours=1))


def test_how_many_today(lib):
    today = timezone.localdate()
    salt = SiteSalt.objects.create(day=today, salt="сіль")
    SiteSeen.objects.create(salt=salt, mark="a" * 32, last_at=MORNING, sessions=2)
    assert site_today() == 2


def test_a_day_opened_again_by_a_clock_put_back_is_closed_again(lib):
    day = timezone.localdate() - dt.timedelta(days=1)
    for sessions in (2, 3):
        SiteSeen.objects.create(
            salt=SiteSalt.objects.create(day=day, salt="сіль"), mark="a" * 32, last_at=MORNING, sessions=sessions
        )
        assert close_site_days.call() == 1
    assert (SiteSalt.objects.count(), SiteDay.objects.get().number, check_facts().ok) == (0, 5, True)


def test_a_day_begun_empties_the_salts_of_all_others_and_begins_again_when_its_own_was_emptied(lib):
    SiteSalt.objects.create(day=DAY + dt.timedelta(days=1), salt="сіль")  # the clock was ahead
    SiteSalt.objects.create(day=DAY, salt=None)
    assert looks((0, "203.0.113.5", FIREFOX)) == 1
    assert [(row.day, bool(row.salt)) for row in SiteSalt.objects.order_by("day")] == [
        (DAY, True),
        (DAY + dt.timedelta(days=1), False),
    ]


def test_whatever_breaks_the_looks_wait_the_thread_lives_and_nobodys_address_is_said(lib, monkeypatch, caplog):
    def broken(_eye: seeing.Eye, _day: dt.date, listed: list) -> int:
        raise ValueError(listed[0][0])

    with monkeypatch.context() as trouble:
        trouble.setattr(seeing.Eye, "_day", broken)
        trouble.setattr(seeing.connection, "close", lambda: None)
        seeing.notice("203.0.113.5", FIREFOX, MORNING)
        seeing._write_down("looks of the site wait")
    assert ([row.error for row in caplog.records], "203.0.113.5" in caplog.text) == (["ValueError"], False)
    assert looks() == 1


def test_a_closed_day_leaves_the_files_too(lib, monkeypatch):
    scrubbed: list[int] = []
    monkeypatch.setattr("mandrivna.lending.tasks.scrub", lambda: scrubbed.append(SiteSalt.objects.count()))
    SiteSalt.objects.create(day=timezone.localdate() - dt.timedelta(days=1), salt="сіль")
    assert (close_site_days.call(), close_site_days.call(), scrubbed) == (1, 0, [0])
