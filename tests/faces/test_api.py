"""Addresses for programs: what they tell, what they never tell, and every way they say no."""

from __future__ import annotations

import json
import re
import shlex
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.core.actions.tokens import issue_token, revoke_token
from mandrivna.core.actions.units import close_unit
from mandrivna.core.models import ApiToken, Operation, Quarantined
from mandrivna.core.tokens import OFFERED
from mandrivna.faces.api import limits
from mandrivna.ledger.api import totals
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.models import Event, Hold, Loan
from mandrivna.readers.models import Enrolment, Reader
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World
from tests.factories.staff import act

IDENTITY = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Of things: three figures of a telephone are met in one of a thousand."""
pytestmark = pytest.mark.django_db
V1 = "/api/v1"
HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "handbook" / "14-prohramy.md"


class Program:
    """Another program with a key; `rights` of the owner's hub unless said otherwise."""

    def __init__(self, world, *rights, unit=None, who="director"):
        self.token, self.secret = issue_token(
            act(world.staff[who]), unit=unit or world.lib.hub, name="Термінал", permissions=list(rights or OFFERED.keys()), days=9
        )
        self.client, self.headers = Client(), {"Authorization": f"Bearer {self.secret}"}

    def get(self, path, **headers):
        return self.client.get(f"{V1}{path}", headers={**self.headers, **headers})

    def post(self, path, body, key="", **headers):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        wanted = {**self.headers, "Idempotency-Key": str(key or new_uid()), **headers}
        return self.client.post(f"{V1}{path}", text, content_type="application/json", headers=wanted)


@pytest.fixture
def world():
    return World()


def problem(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    said = response.json()
    assert (said["status"], said["code"]) == (response.status_code, said["problems"][0]["code"])
    return response.status_code, said["code"]


def test_a_day_of_a_self_check_machine(world):
    lib, program = world.lib, Program(world)
    reader, copy = lib.reader(pseudonym="Ластівка"), lib.copy()
    found = program.post("/readers/find", {"card": reader.cards.get().pretty}).json()
    about = {"card": reader.cards.get().code, "pseudonym": "Ластівка", "kind": "person", "audience": "general", "enrolled": True}
    assert found == {"id": str(reader.pk), "registered_on": str(reader.registered_on), **about}
    (scanned,) = program.get(f"/copies?barcode={copy.barcode}").json()["items"]
    assert (scanned["id"], scanned["state"], scanned["record"]["title"]) == (str(copy.pk), "available", "Лісова пісня")
    key = new_uid()
    lent = program.post("/loans", {"copy": scanned["id"], "reader": found["id"], "place": lib.shelf.pk}, key)
    assert (lent.status_code, lent.json()["loan"]["id"], lent.json()["warnings"]) == (201, str(key), [])
    assert [one["id"] for one in program.get(f"/readers/{reader.pk}/loans").json()["items"]] == [str(key)]
    assert program.get(f"/places/{lib.shelf.pk}").json()["lent"] == 1
    longer = program.post(f"/loans/{key}/renewals", {"place": lib.shelf.pk})
    assert (longer.status_code, longer.json()["renewals"]) == (201, 1)
    back = program.post("/returns", {"copy": str(copy.pk), "place": lib.other_shelf.pk})
    assert problem(back) == (404, "not_found")
    back = program.post("/returns", {"copy": str(copy.pk), "place": lib.shelf.pk})
    assert (back.status_code, back.json()["copy"]["state"], back.json()["hold"]) == (201, "available", None)
    assert program.get(f"/loans/{key}").json()["state"] == "returned"
    today = timezone.localdate()
    counted = totals(("lending.issue", "lending.renewal", "lending.return"), today, today, lib.root.path, by=("kind", "channel"))
    assert counted == {("lending.issue", "api"): 1, ("lending.renewal", "api"): 1, ("lending.return", "api"): 1}
    assert set(Event.objects.values_list("channel", flat=True)) == {"api"}
    said = Operation.objects.get(pk=key)
    assert (said.device, said.staff) == (f"key:{program.token.pk}", world.staff["director"])


def test_said_again_it_is_done_once_and_answered_alike(world):
    lib, program, key = world.lib, Program(world), new_uid()
    said = {"copy": str(lib.copy().pk), "reader": str(lib.reader().pk), "place": lib.shelf.pk}
    first, again = program.post("/loans", said, key), program.post("/loans", said, key)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert (Loan.objects.count(), Event.objects.count()) == (1, 1)
    other = program.post("/loans", {**said, "reader": str(lib.reader().pk)}, key)
    assert (problem(other), Quarantined.objects.count()) == ((409, "conflict"), 1)


def test_a_reader_is_enrolled_and_what_is_personal_never_comes_back(world):
    lib, program, key = world.lib, Program(world), new_uid()
    said = {"place": lib.shelf.pk, "name": "Вигадана Олена", "phone": "067 765 43 21", "birth_year": 1987, "consent": "2026-01"}
    made, again = program.post("/readers", said, key), program.post("/readers", said, key)
    assert (made.status_code, again.content, Reader.objects.count()) == (201, made.content, 1)
    reader = Reader.objects.get()
    assert (reader.name, reader.birth_year, made.json()["reader"]["id"]) == ("Вигадана Олена", "1987", str(reader.pk))
    assert Enrolment.objects.get().channel == "api"
    everything = [made, program.get("/readers"), program.get(f"/readers/{reader.pk}"), program.get(f"/readers/{reader.pk}/loans")]
    texts = [IDENTITY.sub("", one.content.decode()) for one in everything]
    assert [word for word in ("Вигадана", "765", "1987") for text in texts if word in text] == []
    assert problem(program.post(f"/readers/{reader.pk}/enrolments", {"place": lib.shelf.pk})) == (422, "already_this_year")
    Enrolment.objects.update(year=timezone.localdate().year - 1)
    again = program.post(f"/readers/{reader.pk}/enrolments", {"place": lib.shelf.pk})
    assert (again.status_code, again.json()["how"], again.json()["reader"]["enrolled"]) == (201, "again", True)


def test_a_place_in_the_queue_is_taken_and_given_up(world):
    lib, program, key = world.lib, Program(world), new_uid()
    record, reader = lib.copy().record, lib.reader()
    said = {"record": str(record.pk), "reader": str(reader.pk), "pickup": lib.shelf.pk}
    held = program.post("/holds", said, key)
    assert (held.status_code, held.json()["id"], held.json()["state"]) == (201, str(key), "waiting")
    assert problem(program.post("/holds", said)) == (422, "held_already")
    listed = [program.get(f"{of}/holds").json()["items"] for of in (f"/readers/{reader.pk}", f"/places/{lib.shelf.pk}")]
    assert listed == [[held.json()]] * 2
    assert program.post(f"/holds/{key}/cancellation", {}).json()["state"] == "cancelled"
    assert problem(program.post(f"/holds/{key}/cancellation", {})) == (422, "hold_ended")
    assert Hold.objects.get().state == "cancelled"


def test_whose_a_loan_is_only_a_key_that_may_issue_there_is_told(world):
    lib = world.lib
    reader = lib.reader()
    issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)
    path = f"/places/{lib.shelf.pk}/loans"
    told = [Program(world, *rights).get(path).json()["items"][0]["reader"] for rights in (["lending.view"], [])]
    assert told == [None, str(reader.pk)]


def test_pages_follow_one_another_and_a_longer_one_asks_no_more(world):
    lib, program = world.lib, Program(world)
    asked = {}
    for most in (1, 3):
        for _number in range(most - Reader.objects.count()):
            issue(lib.act(), copy=lib.copy(), reader=(one := lib.reader()), place=lib.shelf)
            lib.copy()
        for path in ("/readers", "/places", f"/places/{lib.shelf.pk}/copies", f"/places/{lib.shelf.pk}/loans"):
            program.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert program.get(path).status_code == 200
            asked.setdefault(path, []).append(len(seen))
    assert [(path, few, many) for path, (few, many) in asked.items() if few != many or many > 8] == []
    first = program.get("/readers?limit=2").json()
    rest = program.get(f"/readers?limit=2&after={first['next']}").json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert {row["id"] for row in first["items"] + rest["items"]} == {str(pk) for pk in Reader.objects.values_list("pk", flat=True)}
    assert one.pk in Reader.objects.values_list("pk", flat=True)
    places = [program.get("/places?limit=1").json()]
    places.append(program.get(f"/places?limit=1&after={places[0]['next']}").json())
    assert [row["id"] for page in places for row in page["items"]] == [lib.hub.pk, lib.shelf.pk]


def test_without_a_living_key_nobody_is_let_in_whatever_session_the_browser_has(world):
    program, director = Program(world), world.browser("director")
    program.get("/key")
    for headers in (
        {},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer mandrivna_x"},
        {"Authorization": program.secret},
    ):
        response = director.get(f"{V1}/readers", headers=headers)
        assert (problem(response), response.headers["WWW-Authenticate"]) == ((401, "unauthorized"), 'Bearer realm="mandrivna"')
    revoke_token(act(world.staff["director"]), token=program.token)
    assert problem(program.get("/key")) == (401, "unauthorized")
    late = Program(world)
    ApiToken.objects.filter(pk=late.token.pk).update(expires_at=timezone.now())
    assert problem(late.get("/key")) == (401, "unauthorized")
    assert "sessionid" not in str(late.get("/key").cookies) and "Access-Control-Allow-Origin" not in late.get("/key").headers


def test_a_key_of_a_hub_sees_neither_its_neighbours_nor_other_institutions(world):
    lib, program = world.lib, Program(world, "lending.view", "lending.issue")
    far = Program(world, "lending.view", "lending.issue", unit=world.far_hub, who="stranger")
    reader, copy = lib.reader(), lib.copy(place=lib.other_shelf)
    answers = [
        program.get(f"/places/{lib.other_shelf.pk}"), program.get(f"/places/{world.far_hub.pk}"), program.get("/places/999999"),
        far.get(f"/readers/{reader.pk}"), far.post("/readers/find", {"card": reader.cards.get().code}),
        far.post("/loans", {"copy": str(copy.pk), "reader": str(reader.pk), "place": world.far_hub.pk}),
        program.post("/loans", {"copy": str(copy.pk), "reader": str(reader.pk), "place": lib.other_shelf.pk}),
        program.get("/no-such-thing"), program.get(f"/loans/{new_uid()}"), program.get("/loans/x"),
    ]  # fmt: skip
    assert {problem(one) for one in answers} == {(404, "not_found")}
    assert len({one.content for one in answers}) == 1
    assert problem(program.get("/readers")) == (403, "forbidden")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"{", (400, "malformed")),
        (b"\xff", (400, "malformed")),
        (b"[" * 50_000, (400, "malformed")),
        (b'{"place": NaN}', (400, "malformed")),
        (b'{"place": ' + b"9" * 5_000 + b"}", (400, "malformed")),
        (b"x" * 70_000, (413, "too_large")),
        (b"[]", (422, "bad_value")),
        (b'{"place": 99999999999999999999}', (422, "bad_value")),
        (b'{"place": "1"}', (422, "bad_value")),
        (b'{"place": true}', (422, "bad_value")),
        (b'{"place": 1, "name": "\\u0000"}', (422, "bad_value")),
        (b'{"place": 1, "name": "\\ud800"}', (422, "bad_value")),
        (b'{"place": 1, "\\ud800": "x"}', (422, "bad_value")),
        (b'{"name": "x"}', (422, "missing")),
        (b'{"place": 1, "passport": "x"}', (422, "unknown_field")),
        (b'{"place": 1e400}', (422, "bad_value")),
    ],
)
def test_what_cannot_be_read_is_refused_and_never_our_mistake(world, body, answer):
    response = Program(world).post("/readers", body)
    assert problem(response) == answer
    assert "passport" not in response.content.decode()


def test_other_ways_of_asking_wrongly(world):
    program, lib = Program(world), world.lib
    said = {"place": lib.shelf.pk}
    assert problem(program.client.post(f"{V1}/readers", said, headers=program.headers)) == (400, "no_repetition_key")
    with_key = {**program.headers, "Idempotency-Key": str(uuid.uuid4())}
    assert problem(program.client.post(f"{V1}/readers", said, headers=with_key)) == (415, "not_json")
    for path in (
        "/readers?limit=0",
        "/readers?limit=x",
        "/readers?limit=1.0",
        "/readers?after=x",
        "/places?after=-1",
        "/readers?q=1",
    ):
        assert problem(program.get(path))[0] == 422, path
    assert problem(program.get("/copies")) == (422, "name_one")
    gone = program.client.delete(f"{V1}/readers", headers=program.headers)
    assert (problem(gone), gone.headers["Allow"]) == ((405, "method"), "GET, POST, HEAD")


def test_too_much_is_too_much(world, monkeypatch):
    """The clock stands still, or a slow machine would never ask too fast."""
    program = Program(world)
    monkeypatch.setattr(limits.KEYS, "clock", lambda: 0.0)
    assert program.get("/key").status_code == 200
    while limits.KEYS.take(str(program.token.pk)):
        pass
    response = program.get("/key")
    assert (problem(response), response.headers["Retry-After"]) == ((429, "too_many"), limits.WAIT)


def test_telephones_cannot_be_compared_with_a_list(world, monkeypatch):
    """Whose number is known here is personal: refused again and again, a key is told no more, and an honest reader gets in."""
    monkeypatch.setattr(limits.REFUSED, "clock", lambda: 0.0)
    lib, program = world.lib, Program(world, "readers.enrol")
    lib.reader(phone="067 765 43 21")
    said = {"place": lib.shelf.pk, "phone": "067 765 43 21", "birth_year": 1900}
    assert {one["code"] for one in program.post("/readers", said).json()["problems"]} == {"wrong_birth_year", "phone_taken"}
    while limits.REFUSED.take(str(program.token.pk)):
        pass
    known, unknown = program.post("/readers", said), program.post("/readers", {**said, "phone": "067 765 43 22"})
    assert (problem(known), unknown.content, known.headers["Retry-After"]) == ((429, "too_many_refused"), known.content, "30")
    assert program.post("/readers", {"place": lib.shelf.pk, "pseudonym": "Ластівка"}).status_code == 201


def test_two_keys_with_one_number_of_repetition_do_it_once_and_learn_nothing_of_each_other(world):
    """So a new key may finish what the former one had sent; whoever does not see the things finds nothing."""
    lib, key = world.lib, new_uid()
    first, second = Program(world), Program(world)
    far = Program(world, unit=world.far_hub, who="stranger")
    said = {"copy": str(lib.copy().pk), "reader": str(lib.reader().pk), "place": lib.shelf.pk}
    answers = [program.post("/loans", said, key) for program in (first, second)]
    assert ([one.status_code for one in answers], answers[0].content) == ([201, 201], answers[1].content)
    assert (Loan.objects.count(), Operation.objects.get(pk=key).device) == (1, f"key:{first.token.pk}")
    assert problem(far.post("/loans", said, key)) == (404, "not_found")
    theirs = far.post("/readers", {"place": world.far_hub.pk}, key)
    assert (problem(theirs), str(lib.shelf.pk) in theirs.json()["detail"]) == ((409, "conflict"), False)
    assert Enrolment.objects.filter(place=world.far_hub).count() == 0


def test_a_closed_place_takes_nobody_in_and_a_closed_unit_has_no_keys(world):
    lib, wide, program, key = world.lib, Program(world, unit=world.lib.root), Program(world, unit=world.lib.shelf), new_uid()
    said = {"place": lib.shelf.pk, "pseudonym": "Ластівка"}
    before = wide.post("/readers", said, key)
    close_unit(lib.act(), unit=lib.shelf)
    assert (before.status_code, wide.post("/readers", said, key).content) == (201, before.content)
    assert problem(wide.post("/readers", said)) == (422, "place_closed")
    reader = before.json()["reader"]["id"]
    assert problem(wide.post(f"/readers/{reader}/enrolments", {"place": lib.shelf.pk})) == (422, "place_closed")
    assert problem(program.get("/key")) == (401, "unauthorized")


def test_a_length_that_is_not_true_hides_no_body(world):
    """What is looked at is what came, not what was promised."""
    program = Program(world)
    headers = {**program.headers, "Idempotency-Key": str(new_uid())}
    for promised in ("", "many", "-1"):
        text = json.dumps({"place": world.lib.shelf.pk})
        said = program.client.post(f"{V1}/readers", text, content_type="application/json", headers=headers, CONTENT_LENGTH=promised)
        assert problem(said) == (400, "malformed"), promised


def test_words_come_in_the_language_asked_for(world):
    program = Program(world, "lending.view")
    asked = [program.get("/readers", **({"Accept-Language": said} if said else {})) for said in ("", "fr", "en-GB,uk;q=0.5", "uk")]
    assert [one.headers["Content-Language"] for one in asked] == ["uk", "uk", "en", "uk"]
    assert {one.json()["code"] for one in asked} == {"forbidden"}
    assert "Accept-Language" in asked[0].headers["Vary"]


def test_what_did_not_change_is_not_sent_again(world):
    program = Program(world)
    tag = program.get("/key").headers["ETag"]
    assert (program.get("/key", **{"If-None-Match": tag}).status_code, program.get("/key").headers["Cache-Control"]) == (
        304,
        "private, no-store",
    )
    document = Client().get(f"{V1}/openapi.json")
    assert Client().get(f"{V1}/openapi.json", headers={"If-None-Match": document.headers["ETag"]}).status_code == 304


def test_the_log_knows_neither_the_key_nor_a_person(world, caplog):
    caplog.set_level("DEBUG")
    program, lib = Program(world), world.lib
    program.post("/readers", {"place": lib.shelf.pk, "name": "Канарейка", "phone": "0677654321", "consent": "2026-01"})
    program.post("/readers", {"place": lib.shelf.pk, "nickname": "Канарейка"})
    program.post("/readers/find", {"card": Reader.objects.get().cards.get().code})
    wrong = ("Канарейка", "7654321", program.secret, program.secret[-20:], Reader.objects.get().cards.get().code)
    assert [word for word in wrong if word in caplog.text] == []


def test_the_description_is_whole(world):
    document = Client().get(f"{V1}/openapi.json").json()
    operations = [one for ways in document["paths"].values() for one in ways.values()]
    assert len({one["operationId"] for one in operations}) == len(operations) == 22
    for one in operations:
        assert {"401", "403", "405", "429"} < set(one["responses"]), one["operationId"]
        writes = any(part["name"] == "Idempotency-Key" for part in one.get("parameters", ()))
        assert ("201" in one["responses"]) is writes is ("409" in one["responses"]), one["operationId"]
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert document["security"] == [{"key": []}]


def test_the_examples_of_the_handbook_do_what_it_says(world):
    """Every `curl` of the page, in its order, against this library; its made-up numbers stand for real ones."""
    lib, program = world.lib, Program(world)
    reader, copy, other = lib.reader(), lib.copy(), lib.copy(lib.record("Кобзар"))
    real = {
        "01997f4e-6b1a-7c3d-9a51-0f2f6f0c9e11": copy.pk, "01997f4e-6b1a-7c3d-9a51-0f2f6f0c9e22": reader.pk,
        "01997f4e-6b1a-7c3d-9a51-0f2f6f0c9e33": other.record_id, "912345678901238": reader.cards.get().code,
        "barcode=30000012": f"barcode={copy.barcode}", "/places/3/": f"/places/{lib.shelf.pk}/", "$KEY": program.secret,
        '"place": 3': f'"place": {lib.shelf.pk}', '"pickup": 3': f'"pickup": {lib.shelf.pk}', "https://biblioteka.example": "",
    }  # fmt: skip
    text = HANDBOOK.read_text(encoding="utf-8").replace("\\\n", " ")
    for made_up, meant in real.items():
        assert made_up in text, made_up
        text = text.replace(made_up, str(meant))
    came = []
    for line in re.findall(r"^curl .*$", text, re.MULTILINE):
        words = shlex.split(line)[1:]
        headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
        if "--json" in words:
            body = words[words.index("--json") + 1]
            response = program.client.post(words[0], body, content_type="application/json", headers=headers)
        else:
            response = program.client.get(words[0], headers=headers)
        came.append(response.status_code)
    assert came == [200] * 5 + [201] * 6
    assert program.get(f"/copies?barcode={copy.barcode}").json()["items"][0]["state"] == "available"
