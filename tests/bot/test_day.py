"""A whole day at a hub through the bot, over HTTP: the figures in the evening are those reckoned by hand."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.actions.conversations import end_conversation, reply
from mandrivna.enquiries.models import Chat, Conversation, Update
from mandrivna.faces.bot import webhook
from mandrivna.faces.bot.hearing import ALLOWED
from mandrivna.faces.bot.tryout.server import TOKEN
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Hold, Loan, Shelf
from tests.bot.live import Live, Person
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


@pytest.fixture
def lib() -> Library:
    """The hours are the waking ones whatever the clock says: a notice waits for no morning here."""
    made = library(now=timezone.now() - dt.timedelta(hours=5))
    for key in ("quiet_from", "quiet_until"):
        policy.edit_policy(made.act(), policy="lending", key=key, change={"value": 0}, reason="іспит")
    return made


def test_a_day_at_a_hub(lib):
    copy = lib.copy(lib.record("Тигролови", authors="Багряний І."))
    renew_shelf_code(lib.act(), place=lib.shelf)
    code = Shelf.objects.get(place=lib.shelf).code
    with Live() as live:
        first, second = Person(live, 101), Person(live, 102)
        assert "Ви біля полиці" in first.write(f"/start s_{code}")
        first.register("Перша")
        assert "Ви взяли: Тигролови" in first.tap("Тигролови")
        # The second one comes to the empty shelf, finds the book in the catalogue and stands in the queue.
        assert "Тут стоїть 0 книжок" in second.write(f"/start s_{code}")
        second.register("Друга")
        assert "Знайшлася 1 книжка" in second.write("тигролови")
        second.tap("Тигролови")
        second.tap("Замовити")
        assert "Замовлено: Тигролови" in second.tap("Хаб 1, Полиця 1")
        second.write("Книжка, якої немає")
        assert "Записали" in second.tap("Попросити цю книжку")
        second.write("/ask")
        assert "Передали" in second.write("О котрій ви відчиняєтеся?")
        # The first one brings it back: it is kept for the second, who is told.
        first.write(f"/start s_{code}")
        assert "Повернуто: Тигролови" in first.tap("Повернути сюди")
        assert Hold.objects.get().state == "ready"
        talk = Conversation.objects.get()
        now = lib.act(at=timezone.now())
        reply(now, conversation=talk, place=lib.hub, text="О дев’ятій.")
        end_conversation(lib.act(at=timezone.now()), conversation=talk, place=lib.hub, served="reference", sort="thematic")
        drain()
        heard = second.wait() + (second.wait() if len(second.fresh) < 2 else "")
        assert "Для вас відкладено: Тигролови" in heard
        assert "Відповідь бібліотекаря: О дев’ятій." in heard
        second.write(f"/start s_{code}")
        second.write(f"№ {copy.inventory_number}")
    today, far = timezone.localdate(), dt.date(2100, 1, 1)
    kinds = (
        "readers.enrolment", "readers.served", "lending.issue", "lending.return", "lending.visit", "enquiries.refusal",
        "enquiries.reference",
    )  # fmt: skip
    assert totals(kinds, today, far, by=("kind", "channel")) == {
        ("readers.enrolment", "bot"): 2,
        ("readers.served", "bot"): 2,
        ("lending.issue", "bot"): 1,
        ("lending.return", "bot"): 1,
        ("lending.visit", "bot"): 1,
        ("enquiries.refusal", "bot"): 1,
        ("enquiries.reference", "chat"): 1,
    }
    assert (check_facts().drift, Loan.objects.open().count(), Chat.objects.count()) == ([], 0, 2)


def test_the_messenger_may_be_away_and_nothing_is_lost(lib):
    with Live() as live:
        person = Person(live, 101)
        person.write("/menu")
        live.post("/_fail", {"method": "sendMessage", "code": 500})
        live.post("/_fail", {"method": "getUpdates", "code": 502})
        assert "бот бібліотеки" in person.write("/menu")


def test_who_has_blocked_the_bot_is_told_nothing_and_stops_nobody(lib):
    with Live() as live:
        person, other = Person(live, 101), Person(live, 102)
        person.write("/menu")
        live.post("/_fail", {"method": "sendMessage", "code": 403, "said": "Forbidden: bot was blocked by the user"})
        live.post("/_user", {"chat": 101, "text": "/menu"})
        assert other.write("/menu")
    assert Chat.objects.exclude(blocked_at=None).count() == 1


def test_asked_for_patience_it_waits(lib):
    with Live() as live:
        person = Person(live, 101)
        live.post("/_fail", {"method": "sendMessage", "code": 429, "parameters": {"retry_after": 1}})
        assert person.write("/menu")


def test_the_messenger_calls_us_and_the_same_talk_goes_on(lib, live_server, settings, monkeypatch):
    """By webhook: nothing is asked for, every update comes to the site's own address and is taken up by the bot's process."""
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_WEBHOOK, settings.TELEGRAM_SECRET = TOKEN, live_server.url, "s" * 20
    renew_shelf_code(lib.act(), place=lib.shelf)
    lib.copy(lib.record("Тигролови", authors="Багряний І."))
    address, secret = webhook.address_of(), webhook.secret_of()
    with Live(webhook=(address, secret)) as live:
        person = Person(live, 101)
        assert "Ви біля полиці" in person.write(f"/start s_{Shelf.objects.get(place=lib.shelf).code}")
        person.register("Перша")
        assert "Ви взяли: Тигролови" in person.tap("Тигролови")
        # A house that is full for a while: the messenger keeps what it has and comes again.
        kept = Update.objects.count()
        monkeypatch.setattr(webhook, "MOST_WAITING", 0)
        live.post("/_user", {"chat": 101, "text": "/mine"})
        time.sleep(0.5)
        assert Update.objects.count() == kept
        monkeypatch.undo()
        assert "Тигролови" in person.wait()
        calls = live.calls()
    (said,) = [call for call in calls if call["method"] == "setWebhook"]
    assert (said["url"], said["secret_token"], json.loads(said["allowed_updates"])) == (address, secret, list(ALLOWED))
    assert {"getUpdates", "deleteWebhook"} & {call["method"] for call in calls} == set()
    assert (Update.objects.count(), Update.objects.filter(done_at__isnull=True).count()) == (kept + 1, 0)
    assert (Loan.objects.open().count(), check_facts().drift) == (1, [])
