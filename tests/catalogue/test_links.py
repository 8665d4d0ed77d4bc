"""Addresses in the network are asked by the worker: against a real server on this machine, which has to be allowed expressly."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from mandrivna.catalogue import links
from mandrivna.catalogue.actions import guide
from mandrivna.catalogue.actions.upkeep import withdraw_record
from mandrivna.catalogue.links import Outcome, follow
from mandrivna.catalogue.models import Link, Resource
from mandrivna.catalogue.tasks import check_links
from mandrivna.core.problems import Refused
from tests.factories.library import Library, library

ABOUT = {"theme": "Право", "title": "Закони", "url": "https://example.org/"}


class Site(BaseHTTPRequestHandler):
    """What sites of the world do."""

    asked: list[tuple[str, str]] = []

    def do_HEAD(self) -> None:
        self.asked.append((self.command, self.path))
        where = self.path.partition("?")[0]
        statuses = {"/gone": 404, "/down": 500, "/nohead": 405 if self.command == "HEAD" else 200, "/forbids": 403}
        moves = {
            "/moved": (301, "/here"),
            "/seeother": (302, "/here"),
            "/round": (302, "/round"),
            "/inside": (302, "http://10.0.0.1/"),
        }
        if where in moves:
            self.send_response(moves[where][0])
            self.send_header("Location", moves[where][1])
        else:
            self.send_response(statuses.get(where, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the library's name

    def log_message(self, *_about: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def lib(db) -> Library:
    return library()


def ours(address: str) -> Outcome:
    return follow(address, local=True)


# --- one address --------------------------------------------------------------------------------------------------------


def test_an_address_answers_or_says_why_not(site):
    assert ours(f"{site}/") == Outcome("ok")
    assert ours(f"{site}/nohead") == Outcome("ok")
    assert (ours(f"{site}/gone"), ours(f"{site}/forbids")) == (Outcome("status", "404"), Outcome("status", "403"))
    assert ours(f"{site}/down") == Outcome("status", "500")
    assert ours(f"{site}/слово?р=1") == Outcome("ok")
    assert Site.asked[:3] == [("HEAD", "/"), ("HEAD", "/nohead"), ("GET", "/nohead")]


def test_a_redirect_is_followed_a_few_steps(site):
    assert ours(f"{site}/moved") == Outcome("ok", leads_to=f"{site}/here")
    assert ours(f"{site}/seeother") == Outcome("ok")
    Site.asked.clear()
    assert ours(f"{site}/round") == Outcome("redirect", "5")
    assert len(Site.asked) == links.STEPS + 1


def test_nothing_of_a_closed_network_is_asked(site):
    """Neither at once nor by way of a redirect; a server of this machine has to be allowed expressly."""
    assert follow(f"{site}/") == Outcome("blocked", "127.0.0.1")
    assert Site.asked == []
    for closed in ("http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/", "http://[::1]/", "http://[fe80::1]/"):
        assert follow(closed).code == "blocked"
    assert ours("http://169.254.169.254/latest/") == Outcome("blocked", "169.254.169.254")
    # From an open address into a closed one: the second step is checked like the first.
    port = int(site.rpartition(":")[2])
    told = {"open.example": "127.0.0.1", "10.0.0.1": "169.254.1.1"}
    assert follow(f"http://open.example:{port}/inside", local=True, by=lambda host, _port: [told[host]]).code == "blocked"


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "file:///etc/passwd", "http://", "http://a@b.example/", "http://x:99999/", "http://а.б..в/"]
)
def test_what_is_no_address_of_the_web_is_not_asked(address):
    assert follow(address, by=lambda *_about: pytest.fail("asked")).code == "bad_address"


def test_a_silent_server_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(links, "PATIENCE", 0.2)
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as quiet:  # takes connections and never answers
        assert ours(f"http://127.0.0.1:{quiet.server_address[1]}/").code == "no_answer"


# --- all of them --------------------------------------------------------------------------------------------------------


def test_the_guide_and_the_records_are_asked_and_nothing_else(lib, site):
    guide.add_resource(lib.act(), unit=lib.root, theme="Право", title="Закони", url=f"{site}/gone")
    lib.record("Архів", kind="eresource", url=f"{site}/")
    record = lib.record("Зайва", kind="eresource", url=f"{site}/old")
    Link.objects.create(address=f"{site}/forgotten")
    withdraw_record(lib.act(), record=record, why="немає")
    links.gather()
    assert links.check(10, ask=ours)
    found = {one.address.removeprefix(site): (one.outcome, one.detail, one.failures) for one in Link.objects.all()}
    assert found == {"/gone": ("status", "404", 1), "/": ("ok", "", 0)}
    assert {path for _method, path in Site.asked} == {"/gone", "/"}


def test_a_well_one_is_asked_in_a_week_and_a_failing_one_the_next_day(lib, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(links.timezone, "now", lambda: now)
    for name in ("a", "b"):
        Link.objects.create(address=f"https://{name}.example/")
    asked: list[str] = []

    def ask(address: str) -> Outcome:
        asked.append(address)
        return Outcome("ok") if "a.example" in address else Outcome("no_answer")

    assert links.check(10, ask=ask)
    days = []
    for day in range(1, 9):
        asked.clear()
        monkeypatch.setattr(links.timezone, "now", lambda day=day: now + dt.timedelta(days=day, minutes=1))
        assert links.check(10, ask=ask)
        days.append(len(asked))
    assert days == [1, 1, 1, 1, 1, 1, 2, 1]
    assert [(one.address, one.failures) for one in links.failing()] == [("https://b.example/", 9)]
    assert links.failing().get().failing_since == timezone.localdate(now)
    monkeypatch.setattr(links.timezone, "now", lambda: now + dt.timedelta(days=30))
    assert links.check(10, ask=lambda _address: Outcome("ok"))
    assert not links.failing().exists()
    assert Link.objects.filter(failing_since__isnull=True).count() == 2


def test_once_is_not_a_broken_address_and_nothing_is_removed(lib, site):
    made = guide.add_resource(lib.act(), unit=lib.root, theme="Право", title="Закони", url=f"{site}/down")
    links.gather()
    links.check(10, ask=ours)
    assert not links.failing().exists()
    guide.check_link_again(lib.act(), link=Link.objects.get())
    links.check(10, ask=ours)
    assert (links.failing().get().address, Resource.objects.get(), made.shown) == (made.url, made, True)


def test_the_task_does_a_slice_and_queues_the_rest(lib, monkeypatch):
    lib.record("Архів", url="https://127.0.0.1:1/")
    queued: list[object] = []
    monkeypatch.setattr("mandrivna.catalogue.tasks.enqueue", lambda what, **_about: queued.append(what))
    monkeypatch.setattr("mandrivna.catalogue.tasks.SLICE", 0)
    check_links.call()
    assert ([*queued], Link.objects.get().checked_at) == ([check_links], None)
    monkeypatch.setattr("mandrivna.catalogue.tasks.SLICE", 5)
    check_links.call()
    assert (len(queued), Link.objects.get().outcome) == (1, "blocked")


# --- the guide ----------------------------------------------------------------------------------------------------------


def test_what_may_not_be_said_of_a_resource(lib):
    def refused(**about):
        with pytest.raises(Refused) as caught:
            guide.add_resource(lib.act(), unit=lib.root, **{**ABOUT, **about})
        return [problem.code for problem in caught.value.problems]

    made = guide.add_resource(lib.act(), unit=lib.root, **ABOUT)
    assert refused() == ["address_exists"]
    other = {"url": "https://example.com/"}
    assert refused(url="ftp://example.org/") == refused(url="javascript:alert(1)") == ["wrong_address"]
    assert (refused(**other, theme=" "), refused(**other, title="")) == (["no_theme"], ["no_title"])
    assert (refused(**other, language="xx"), refused(**other, access="xx")) == (["unknown_language"], ["unknown_access"])
    guide.edit_resource(lib.act(), resource=made, **{**ABOUT, "title": "Закони  України", "shown": False})
    made.refresh_from_db()
    assert (made.title, made.shown) == ("Закони України", False)
