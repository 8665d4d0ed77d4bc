"""No request goes anywhere but to a checked address of a listed target: no private network, no redirect, no endless answer."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

from mandrivna.catalogue.copycat import z3950
from mandrivna.catalogue.copycat.targets import copycat_problems, is_address
from mandrivna.catalogue.copycat.wire import Unreachable, answer, checked, fetch, is_open
from tests.catalogue.copycat.conftest import says, target

pytestmark = pytest.mark.thorough

CLOSED = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
          "255.255.255.255",
          "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
          "fe80::1%eth0", "127.1", "2130706433", "localhost", ""]  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_closed_addresses(address):
    assert not is_open(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "194.44.11.130", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8"])
def test_open_addresses(address):
    assert is_open(address)


def test_a_local_target_reaches_our_network_but_never_the_metadata_of_a_cloud():
    asked = ("127.0.0.1", "10.1.2.3", "192.168.0.5", "169.254.169.254", "fe80::1", "0.0.0.0")
    assert [is_open(one, local=True) for one in asked] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "127.1", "0"]
)
def test_nobody_gets_to_this_machine_under_any_spelling(site, host):
    canary = site(says(b"secret"))
    with pytest.raises(Unreachable) as refused:
        fetch(f"http://{host}:{canary.port}/", patience=1)
    assert (refused.value.code in ("blocked", "unknown_host"), canary.asked) == (True, [])


def test_a_name_that_changes_its_mind_is_asked_once(site):
    """Rebinding: the first answer is open, the next would be this machine. What was checked is what is connected to."""
    canary = site(says(b"secret"))
    answers = iter([["192.0.2.1"], ["127.0.0.1"]])
    with pytest.raises(Unreachable):  # 192.0.2.1 is for documentation only: closed as well, and nobody is asked again
        fetch(f"http://rebinding.example:{canary.port}/", by=lambda _host, _port: next(answers), patience=1)
    assert (canary.asked, next(answers)) == ([], ["127.0.0.1"])


def test_one_closed_address_among_open_ones_closes_the_name():
    with pytest.raises(Unreachable) as refused:
        checked("mixed.example", 80, by=lambda _host, _port: ["8.8.8.8", "127.0.0.1"])
    assert refused.value.code == "blocked"


def test_no_redirect_is_followed(site):
    canary = site(says(b"secret"))
    moved = site(says(b"", 302, Location=canary.url))
    with pytest.raises(Unreachable) as refused:
        fetch(moved.url, local=True)
    assert (refused.value.code, canary.asked, len(moved.asked)) == ("redirect", [], 1)


def test_an_answer_that_is_too_large_is_dropped(site):
    with pytest.raises(Unreachable) as refused:
        fetch(site(says(b"x" * 2_100_000)).url, local=True)
    assert refused.value.code == "too_large"
    assert len(fetch(site(says(b"x" * 2_000_000)).url, local=True)) == 2_000_000


def test_a_server_that_drips_is_left(site):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _drop in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    slow, began = site(drip), time.monotonic()
    with pytest.raises(Unreachable) as refused:
        fetch(slow.url, local=True, patience=0.5)
    assert (refused.value.code, time.monotonic() - began < 2) == ("no_answer", True)


@pytest.mark.parametrize("said", [b"HTTP/1.0 200 OK", b"HTTP/1.0 200 OK\r\nX-Slow: "])
def test_a_server_that_drips_its_headers_is_left_too(site, said):
    """The patience of a socket begins anew with each byte; ours does not."""

    def drip(handler):
        for sign in said + b"x" * 40:
            handler.wfile.write(bytes([sign]))
            handler.wfile.flush()
            time.sleep(0.1)

    slow = site(drip)
    for ask in (lambda: fetch(slow.url, local=True, patience=0.5), lambda: answer(slow.url, "GET", local=True, patience=0.5)):
        began = time.monotonic()
        with pytest.raises(Unreachable) as refused:
            ask()
        assert (refused.value.code, time.monotonic() - began < 2) == ("no_answer", True)


@pytest.mark.parametrize(
    "url", ["gopher://127.0.0.1/", "file:///etc/passwd", "ftp://x/", "http://", "http://a@127.0.0.1/", "http://[bad/", ""]
)
def test_other_kinds_of_address_are_refused(url):
    with pytest.raises(Unreachable) as refused:
        fetch(url)
    assert refused.value.code == "bad_address"


@pytest.mark.thorough
def test_the_other_protocol_keeps_the_same_doors_shut(yaz):
    with pytest.raises(Unreachable) as refused:
        z3950.search(target("z3950", f"127.0.0.1:{yaz}/Default", local=False), '@attr 1=4 "computer"')
    assert refused.value.code == "blocked"


ADDRESSES = {
    ("sru", "https://services.dnb.de/sru/dnb"): True, ("sru", "http://a.example:8080/x?y=1"): True, ("sru", "gopher://a/"): False,
    ("sru", "https://me:word@a.example/"): False, ("sru", "//a.example"): False, ("z3950", "a.example:210/BASE"): True,
    ("z3950", "[2001:db8::1]:210/BASE"): True, ("z3950", "a.example"): False, ("z3950", "unix:/tmp/x"): False,
    ("z3950", "a.example:99999/B"): False,
}  # fmt: skip


@pytest.mark.parametrize(("protocol", "address"), ADDRESSES)
def test_which_addresses_the_policy_takes(protocol, address):
    assert is_address(protocol, address) == ADDRESSES[protocol, address]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("enabled", "yes"),
        ("local", 1),
        ("protocol", "ftp"),
        ("syntax", "usmarc"),
        ("encoding", "ebcdic"),
        ("address", "file:///x"),
        ("isbn", "x"),
        ("name", 1),
    ],
)
def test_a_wrong_value_of_the_policy_is_refused(key, value):
    assert [problem.code for problem in copycat_problems(f"targets/own_1/{key}", value)] == ["policy_copycat"]


def test_right_values_of_the_policy_are_taken():
    right = {
        "enabled": True,
        "local": False,
        "protocol": "z3950",
        "syntax": "unimarc",
        "encoding": "marc8",
        "address": "",
        "isbn": "x={isbn}",
        "name": "Я",
    }
    assert [problem for key, value in right.items() for problem in copycat_problems(f"targets/own_1/{key}", value)] == []


def test_a_server_that_drips_its_handshake_is_left_too():
    """Of an encrypted line the first bytes are read by the library below."""
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _who = listening.accept()
        with contextlib.suppress(OSError), line:
            for sign in b"\x16\x03\x03\x40\x00\x02" + b"x" * 40:
                line.sendall(bytes([sign]))
                time.sleep(0.1)

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(Unreachable) as refused, listening:
        fetch(f"https://127.0.0.1:{listening.getsockname()[1]}/", local=True, patience=0.5)
    assert (refused.value.code, time.monotonic() - began < 2) == ("no_answer", True)
