"""T6 of the safety paper: with the messenger dead the library's day goes by other ways, nothing waits for it, nothing is lost."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.outbox.queries import snapshot
from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.actions.conversations import reply, say_own
from mandrivna.enquiries.models import Chat, Conversation, Outgoing
from mandrivna.enquiries.queries import QUIET, unheard
from mandrivna.faces.bot import post, running
from tests.bot.dead import Dead
from tests.days.by_web import ByWeb
from tests.days.story import HUNTERS, OSTAP, Hub, all_by, check, morning, play
from tests.faces.screens import text_of
from tests.factories.library import library
from tests.factories.staff import browser_of, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
OSTAPS = 102


class WithChat(ByWeb):
    """Остап has a chat, too; today it is silent, and he does all on the site. How long the slowest page took is kept."""

    slowest = 0.0

    def register(self, who: str) -> None:
        super().register(who)
        if who == OSTAP:
            Chat.objects.create(chat=str(OSTAPS), reader=self.hub.reader(who), language="uk")

    def _send(self, who: str, url: str, **fields: Any) -> str:
        began = time.monotonic()
        said = super()._send(who, url, **fields)
        self.slowest = max(self.slowest, time.monotonic() - began)
        return said


@pytest.mark.parametrize("silent", [False, True], ids=["nobody there", "never answers"])
def test_with_the_messenger_dead_the_day_is_the_same(silent: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LONGEST_PAUSE", 2.0)
    hub = morning()
    with Dead(silent=silent) as dead:
        player = WithChat(hub)
        play(player)  # the worker is drained in it, twice
        check(hub, all_by("self"))
        assert player.slowest < post.TIMEOUT  # whoever waited for the messenger would have waited so long
        assert (snapshot().waiting, snapshot().parked) == (0, 0)
        waits = Outgoing.objects.get()
        assert (waits.chat.reader, waits.body["text"].startswith(f"Для вас відкладено: {HUNTERS}")) == (hub.reader(OSTAP), True)
        _staff_are_told(hub)
        dead.messenger.person(OSTAPS)
        dead.come_back()
        assert dead.heard(OSTAPS) == [waits.body["text"]]
    assert (Outgoing.objects.count(), unheard(timezone.now())) == (0, 0)


def _staff_are_told(hub: Hub) -> None:
    """Kindly, and only when it has lasted a while."""
    technician = browser_of(person("technician", "technician", hub.lib.root))
    page = "/work/system/outbox/"
    assert "Месенджер зараз не відповідає" not in text_of(technician.get(page))
    Outgoing.objects.update(not_before=timezone.now() - 2 * QUIET)
    said = text_of(technician.get(page))
    assert "чекає 1 повідомлення читачам" in said
    assert "Нічого не загублено" in said


def test_an_answer_written_while_the_messenger_is_dead_waits_and_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LONGEST_PAUSE", 2.0)
    lib = library(now=timezone.now())
    reader = lib.reader()
    Chat.objects.create(chat=str(OSTAPS), reader=reader, language="uk")
    say_own(lib.act(actor=Actor(reader=reader.pk), channel="bot"), reader=reader, text="Чи є атлас?")
    for key in ("quiet_from", "quiet_until"):  # equal hours: no night at all, whenever the test runs
        policy.edit(lib.act(), policy="lending", key=key, value=0, reason="іспит")
    with Dead(silent=False) as dead:
        reply(lib.act(), conversation=Conversation.objects.get(), place=lib.hub, text="Є два.")
        drain()
        assert Outgoing.objects.get().body["text"] == "Відповідь бібліотекаря: Є два."
        dead.messenger.person(OSTAPS)
        dead.come_back()
        assert dead.heard(OSTAPS) == ["Відповідь бібліотекаря: Є два."]
    assert Outgoing.objects.count() == 0
