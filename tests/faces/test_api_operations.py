"""The door for programs: every operation has one outcome, and none hinders another."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.door import VERBS, verb
from mandrivna.core.models import Installation, Operation, Quarantined
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.rules import ISSUE
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World
from tests.factories.staff import browser_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/operations"


@pytest.fixture
def world():
    return World()


def op(verb, uid=None, **about):
    more = {key: about.pop(key) for key in ("happened", "seq", "schema", "channel", "at") if key in about}
    body = {key: str(value.pk) if hasattr(value, "pk") else value for key, value in about.items()}
    return {"uid": str(uid or new_uid()), "verb": verb, "at": timezone.now().isoformat(), "body": body, **more}


def send(client, message):
    data = message if isinstance(message, str | bytes) else json.dumps(message)
    return client.post(URL, data, content_type="application/json")


def batch(client, *operations):
    response = send(client, {"device": "телефон-1", "operations": list(operations)})
    assert response.status_code == 200, response.content
    return response.json()["results"]


def issue(world, copy, reader, **about):
    return op("lending.issue", copy=copy, reader=reader, place=world.lib.shelf, **about)


def test_a_day_without_network_arrives_whole(world):
    reader, one, two, client = world.lib.reader(), world.lib.copy(), world.lib.copy(), world.browser("guardian")
    lent, again = issue(world, one, reader, seq=1), issue(world, two, reader, seq=2)
    back = op("lending.return", copy=one, place=world.lib.shelf, seq=3)
    response = send(client, {"device": "телефон-1", "operations": [lent, again, back]})
    answer = response.json()
    assert (response.status_code, answer["epoch"]) == (200, str(Installation.current().epoch))
    assert [(r["uid"], r["outcome"]) for r in answer["results"]] == [(o["uid"], "applied") for o in (lent, again, back)]
    assert [loan.copy_id for loan in Loan.objects.open()] == [two.pk]
    assert set(Operation.objects.filter(device="телефон-1").values_list("seq", flat=True)) == {1, 2, 3}
    assert "no-store" in response.headers["Cache-Control"]


def test_sent_twice_it_is_done_once(world):
    sent = issue(world, world.lib.copy(), world.lib.reader())
    client = world.browser("owner")
    outcomes = [result["outcome"] for result in (*batch(client, sent, sent), *batch(client, sent))]
    assert (outcomes, Event.objects.count()) == (["applied", "duplicate", "duplicate"], 1)


def test_one_number_with_two_contents_in_one_batch(world):
    reader, uid = world.lib.reader(), new_uid()
    first, second = issue(world, world.lib.copy(), reader, uid=uid), issue(world, world.lib.copy(), reader, uid=uid)
    results = batch(world.browser("owner"), first, second)
    assert [(r["outcome"], r.get("reason", "")) for r in results] == [("applied", ""), ("quarantined", "conflict")]
    assert Quarantined.objects.get().op_uid == uid


def test_bad_operations_never_hinder_the_good_ones(world):
    reader, client = world.lib.reader(), world.browser("owner")
    deep: list = []
    for _level in range(200):
        deep = [deep]
    good = [issue(world, world.lib.copy(), reader) for _copy in range(2)]
    bad = [
        None,
        5,
        "текст",
        [],
        {},
        {"uid": "не номер"},
        {**op("lending.issue"), "at": "учора"},
        {**op("lending.issue"), "seq": -1},
        op("lending.teleport"),
        op("lending.issue", schema=99),
        op("lending.issue", copy="казна-що", reader=reader, place=world.lib.shelf),
        op("catalogue.add_record", unit=world.lib.root, title="ж" * 401),
        op("core.edit_unit", unit=world.lib.root, about={"name": 5}),
        op("lending.issue", **{"\x00": deep}),
        op("lending.\x00", note="\ud800"),
        op("lending.count_visits", place=world.lib.shelf, number=10**30),
    ]
    results = batch(client, good[0], *bad, good[1])
    assert [r["outcome"] for r in results] == ["applied", *["quarantined"] * len(bad), "applied"]
    assert Quarantined.objects.count() == len(bad)


def test_the_right_is_asked_at_the_door_of_each(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("colleague")
    (happened,) = batch(client, issue(world, copy, reader))
    asked = send(client, issue(world, copy, reader, happened=False))
    assert (happened["outcome"], happened["reason"], Event.objects.count()) == ("quarantined", "forbidden", 0)
    assert (asked.status_code, asked.json()["results"][0]["problems"][0]["code"]) == (422, "forbidden")


def test_what_has_happened_is_recorded_with_a_discrepancy(world):
    copy = world.lib.copy()
    (result,) = batch(world.browser("owner"), op("lending.return", copy=copy, place=world.lib.shelf))
    assert result["outcome"] == "applied_with_discrepancy"


def test_one_operation_alone_answers_by_status(world):
    reader, copy, client = world.lib.reader(), world.lib.copy(), world.browser("owner")
    sent = issue(world, copy, reader)
    other = {**sent, "body": {**sent["body"], "copy": str(world.lib.copy().pk)}}
    messages = [sent, sent, other, issue(world, copy, reader, happened=False), op("lending.teleport")]
    assert [send(client, {"device": "каса", **message}).status_code for message in messages] == [200, 200, 409, 422, 202]
    assert Operation.objects.get(pk=sent["uid"]).device == "каса"


@pytest.fixture
def broken():
    """A verb with a mistake of ours in it."""

    def stumble(act: Act) -> None:
        raise ZeroDivisionError

    verb("tests.stumble", may=ISSUE, remote=True)(stumble)
    yield "tests.stumble"
    del VERBS._items["tests.stumble"]


def test_our_own_failure_is_said_and_the_rest_goes_on(world, broken):
    """The device keeps what failed and sends it again."""
    good, fails = issue(world, world.lib.copy(), world.lib.reader()), op(broken)
    client = world.browser("owner")
    assert [result["outcome"] for result in batch(client, fails, good)] == ["failed", "applied"]
    assert send(client, fails).status_code == 503
    assert not Operation.objects.filter(pk=fails["uid"]).exists()


# --- what is not a message -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        " ",
        "{",
        '{"operations": [',
        "[1]",
        "null",
        '{"operations": {}}',
        '{"operations": [NaN]}',
        b"\xff\xfe",
        "[" * 100_000,
        "9" * 10_000,
    ],
)
def test_what_is_not_a_message_is_refused_in_a_sentence(world, data):
    response = send(world.browser("owner"), data)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "malformed")


@pytest.mark.parametrize("device", ["ж" * 65, 5, None, "a\x00", "a\nb"])
def test_a_nonsense_device_is_refused(world, device):
    assert send(world.browser("owner"), {"device": device, "operations": []}).json()["error"]["code"] == "wrong_device"


def test_too_many_and_too_large(world):
    client = world.browser("owner")
    many = send(client, {"operations": [{}] * 501})
    large = send(client, json.dumps({"operations": ["ж" * (2 * 1024 * 1024)]}))
    assert [(r.status_code, r.json()["error"]["code"]) for r in (many, large)] == [(413, "too_many"), (413, "too_large")]
    assert batch(client) == []


def test_only_json(world):
    response = world.browser("owner").post(URL, {"operations": "[]"})
    assert (response.status_code, response.json()["error"]["code"]) == (415, "not_json")


def test_signed_out_is_told_in_json(world):
    copy, reader = world.lib.copy(), world.lib.reader()
    for response in (send(Client(), {"operations": [issue(world, copy, reader)]}), Client().get(f"{URL}/{new_uid()}")):
        assert (response.status_code, response.json()["error"]["code"]) == (403, "signed_out")
    assert Event.objects.count() == 0


def test_another_site_cannot_send_in_our_name(world):
    client = browser_of(world.staff["owner"])
    client.handler.enforce_csrf_checks = True
    assert send(client, {"operations": []}).status_code == 403


def test_only_post_sends(world):
    client = world.browser("owner")
    assert [client.get(URL).status_code, client.put(URL).status_code, client.post(f"{URL}/{new_uid()}").status_code] == [
        405,
        405,
        405,
    ]


# --- what became of it -----------------------------------------------------------------------------------------------


def test_the_outcome_is_told_again(world):
    sent, aside = issue(world, world.lib.copy(), world.lib.reader()), op("lending.teleport")
    client = world.browser("owner")
    batch(client, sent, aside)
    applied, quarantined, unknown = (client.get(f"{URL}/{uid}") for uid in (sent["uid"], aside["uid"], new_uid()))
    assert (applied.json()["outcome"], applied.json()["ref"]) == ("applied", f"lending.Event:{sent['uid']}")
    assert (quarantined.json()["outcome"], quarantined.json()["reason"]) == ("quarantined", "unknown_verb")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "unknown")


@pytest.mark.parametrize(
    ("who", "status"), [("owner", 200), ("director", 200), ("auditor", 200), ("colleague", 404), ("stranger", 404)]
)
def test_the_outcome_is_for_whoever_sent_it_or_audits(world, who, status):
    sent = issue(world, world.lib.copy(), world.lib.reader())
    batch(world.browser("owner"), sent)
    assert world.browser(who).get(f"{URL}/{sent['uid']}").status_code == status
