"""What the messenger's calls meet: a secret first, then a row, then 200. Whoever knows no secret leaves no trace."""

from __future__ import annotations

import datetime as dt
import json
import random

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from mandrivna.core.models import Operation
from mandrivna.enquiries import chats
from mandrivna.enquiries.models import Chat, Outgoing, Update
from mandrivna.faces.bot import webhook
from mandrivna.faces.bot.batch import take_in, take_waiting
from mandrivna.ledger.api import totals
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Loan, Shelf
from tests.bot.phone import Phone, pressed, private, written
from tests.drills.crew import crew
from tests.drills.kit import FAR, times
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def set_up(settings):
    settings.TELEGRAM_WEBHOOK, settings.TELEGRAM_TOKEN, settings.TELEGRAM_SECRET = "https://lib.example", "7:abc", "s" * 20


def call(body: object, *, secret: str | None = None, path: str = "") -> int:
    url = f"/telegram/{path or webhook._derived('path')}/"
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    headers = {webhook.HEADER: webhook.secret_of() if secret is None else secret}
    return Client().post(url, text, content_type="application/json", headers=headers).status_code


def test_what_comes_with_the_secret_is_kept_once_and_taken_up(settings):
    library()
    raw = written(1001, "/menu")
    assert [call(raw) for _time in range(5)] == [200] * 5
    assert (Update.objects.count(), Update.objects.get().done_at) == (1, None)
    assert (take_waiting("7").new, take_waiting("7").new) == (1, 0)
    row = Update.objects.get()
    assert (row.body, row.done_at is not None, Outgoing.objects.count()) == (None, True, 1)
    assert call(raw) == 200
    assert (take_waiting("7").new, Update.objects.count()) == (0, 1)


def test_updates_out_of_order_are_taken_up_in_order():
    library()
    for number in (12, 10, 11):
        call(written(1001, f"слово {number}", number))
    take_waiting("7")
    assert list(Update.objects.order_by("done_at", "number").values_list("number", flat=True)) == [10, 11, 12]


@pytest.mark.parametrize("secret", ["", "wrong", "s" * 20])
def test_without_the_secret_there_is_nothing(secret):
    assert call(written(1001, "/menu"), secret=secret) == 403
    assert (Update.objects.count(), Chat.objects.count()) == (0, 0)


def test_another_address_is_none_and_a_changed_secret_ends_the_old_one(settings):
    assert call(written(1001, "/menu"), path="x" * 48) == 404
    old_path, old = webhook._derived("path"), webhook.secret_of()
    settings.TELEGRAM_SECRET = "t" * 20
    assert call(written(1001, "/menu"), path=old_path, secret=old) == 404
    assert call(written(1001, "/menu"), secret=old) == 403
    settings.TELEGRAM_WEBHOOK = ""
    assert call(written(1001, "/menu")) == 404


def test_a_full_house_asks_to_come_again(monkeypatch):
    monkeypatch.setattr(webhook, "MOST_WAITING", 2)
    assert [call(written(1001, "слово")) for _time in range(3)] == [200, 200, 503]
    assert chats.waiting_count(10) == 2


def test_a_group_is_answered_and_not_kept():
    group = {**private(5), "chat": {"id": -100, "type": "group"}, "text": "/start"}
    assert call({"update_id": 1, "message": group}) == 200
    assert call({"update_id": 2, "message": {**private(5), "text": "я" * 40_000}}) == 413
    assert Update.objects.count() == 0


def at_a_shelf() -> tuple[Library, dict[str, object]]:
    """A reader stands there, and the press of the button that takes a book is on its way."""
    lib = library(now=timezone.now() - dt.timedelta(hours=5))
    copy, phone = lib.copy(), Phone()
    renew_shelf_code(lib.act(), place=lib.shelf)
    phone.register()
    phone.write(f"/start s_{Shelf.objects.get(place=lib.shelf).code}")
    return lib, pressed(phone.chat, f"take:{copy.pk.hex}")


def effects() -> dict[str, int]:
    return {
        "loans": Loan.objects.count(), "acts": Operation.objects.filter(verb="lending.borrow_own").count(),
        "issues": sum(totals(["lending.issue"], None, FAR).values()), "answers": Outgoing.objects.count(),
        "updates": Update.objects.filter(done_at__isnull=True).count(),
    }  # fmt: skip


HANDS, EACH = 20, 5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_update_a_hundred_times_at_once_is_one_effect():
    """T7: kept once, and taken up once although several processes ask what is kept."""
    _lib, raw = at_a_shelf()
    with crew(HANDS) as at_once:
        statuses = [status for answer in at_once([lambda: [call(raw) for _time in range(EACH)]] * HANDS) for status in answer]
        assert (len(statuses), set(statuses), Update.objects.filter(done_at__isnull=True).count()) == (HANDS * EACH, {200}, 1)
        taken = at_once([lambda: take_waiting("7").new] * HANDS)
    assert sorted(taken) == [0] * (HANDS - 1) + [1]
    assert effects() == {"loans": 1, "acts": 1, "issues": 1, "answers": 2, "updates": 0}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_update_polled_by_several_at_once_is_one_effect():
    """Two processes of one bot, started by mistake: whoever comes second keeps nothing of what they did."""
    _lib, raw = at_a_shelf()
    with crew(HANDS) as at_once:
        for _time in range(EACH):
            Phone.patience()  # two processes would count each for itself; these threads share one count
            answers = at_once([lambda: take_in("7", [raw]).settled] * HANDS)
            assert all(answer == 1 or isinstance(answer, DatabaseError) for answer in answers)
    assert take_in("7", [raw]).new == 0
    assert effects() == {"loans": 1, "acts": 1, "issues": 1, "answers": 2, "updates": 0}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_drill_sees_a_number_that_is_not_remembered(monkeypatch):
    """Negative control: the act itself is still one, the answers are not."""
    _lib, raw = at_a_shelf()
    monkeypatch.setattr(chats, "known", lambda _keys: set())
    monkeypatch.setattr(chats, "note", lambda _rows: None)
    with crew(4) as at_once:
        at_once([lambda: take_in("7", [raw])] * 4)
    assert (effects()["loans"], effects()["answers"] > 2) == (1, True)


def spoilt(rng: random.Random) -> bytes:
    """A true update with something wrong: cut, turned, another type somewhere, or no JSON at all."""
    raw = json.dumps(written(rng.randrange(1, 10**9), "/menu"), ensure_ascii=False).encode()
    match rng.randrange(5):
        case 0:
            return raw[: rng.randrange(len(raw))]
        case 1:
            at = rng.randrange(len(raw))
            return raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
        case 2:
            value = rng.choice([None, -1, 1e400, "x", [], {}, [[]] * 50, 2**80, True])
            return json.dumps({"update_id": value, "message": rng.choice([value, {"chat": value, "from": value}])}).encode()
        case 3:
            return b"[" * rng.randrange(1, 20_000)
        case _:
            return rng.randbytes(rng.randrange(200))


@pytest.mark.slow
def test_malformed_bodies_break_nothing():
    """100,000 in the long drill."""
    rng, client = random.Random(7), Client()
    url, secret = f"/telegram/{webhook._derived('path')}/", webhook.secret_of()
    statuses = {
        client.post(url, spoilt(rng), content_type="application/json", headers={webhook.HEADER: secret}).status_code
        for _number in range(times(2_000, 100_000))
    }
    assert statuses <= {200, 400, 413}
    while take_waiting("7").new:
        pass
    assert chats.waiting_count(1) == 0
