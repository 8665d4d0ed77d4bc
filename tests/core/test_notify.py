"""Telling the staff: in the transaction of the act, encrypted while waiting, tried again when the channel is away."""

from __future__ import annotations

import json
import smtplib
import uuid
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core import crypto, rotation
from mandrivna.core import notify as notify_module
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Staff
from mandrivna.core.notify import CHANNELS, ChannelError, Mail, notify
from mandrivna.core.outbox.queries import parked
from mandrivna.core.outbox.worker import drain
from mandrivna.core.rotation import HOLDERS

pytestmark = pytest.mark.django_db
CANARY = "Канарка Жовтобрюха"


@pytest.fixture
def oksana() -> Staff:
    return Staff.objects.create_user("oksana", name="Оксана Вигадана", email="oksana@example.org")


class Broken:
    """A channel that is away."""

    def __init__(self) -> None:
        self.keys: list[uuid.UUID] = []
        self.away = True

    def address(self, staff: Staff) -> str:
        return staff.username

    def send(self, to: str, subject: str, body: str, *, key: uuid.UUID) -> None:
        self.keys.append(key)
        if self.away:
            raise ChannelError("away")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Broken:
    channel = Broken()
    monkeypatch.setitem(CHANNELS._items, "broken", channel)
    return channel


def test_a_letter_goes_out_after_the_act(oksana: Staff) -> None:
    notify(Act(actor=SYSTEM), oksana, "Нове\nповідомлення\r\nBcc: all@example.org", "Полиця «Сходи» порожня.")
    assert mail.outbox == []
    assert drain() == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.subject, letter.body) == (
        ["oksana@example.org"],
        "Нове повідомлення Bcc: all@example.org",
        "Полиця «Сходи» порожня.",
    )
    assert letter.recipients() == ["oksana@example.org"]


@pytest.mark.django_db(transaction=True)
def test_an_act_that_was_rolled_back_tells_nobody(oksana: Staff) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(Act(actor=SYSTEM), oksana, "а", "б")
        raise ZeroDivisionError
    with pytest.raises(transaction.TransactionManagementError):
        notify(Act(actor=SYSTEM), oksana, "а", "б")
    assert (drain(), mail.outbox) == (0, [])


def test_while_it_waits_the_text_cannot_be_read_and_afterwards_it_is_gone(oksana: Staff) -> None:
    notify(Act(actor=SYSTEM), oksana, CANARY, CANARY)
    waiting = json.dumps(DBTaskResult.objects.values_list("args_kwargs", flat=True).get(), ensure_ascii=False)
    assert "Канарка" not in waiting
    assert "oksana@" not in waiting
    drain()
    assert DBTaskResult.objects.get().args_kwargs == {"args": [], "kwargs": {}}


def test_a_channel_that_is_away_is_tried_again_under_the_same_key_then_parked(oksana: Staff, broken: Broken) -> None:
    notify(Act(actor=SYSTEM), oksana, "а", "б", channel="broken")
    for _attempt in range(8):
        assert drain() == 1
        DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    assert len(broken.keys) == 8
    assert len(set(broken.keys)) == 1
    assert [row.exception_class_path for row in parked()] == ["mandrivna.core.notify.ChannelError"]


def test_a_channel_that_comes_back_gets_its_message(oksana: Staff, broken: Broken) -> None:
    notify(Act(actor=SYSTEM), oksana, "а", "б", channel="broken")
    drain()
    broken.away = False
    DBTaskResult.objects.update(run_after=get_date_max())
    assert (drain(), parked().count(), DBTaskResult.objects.get().status) == (1, 0, "SUCCESSFUL")


def test_somebody_who_left_hears_nothing(oksana: Staff) -> None:
    notify(Act(actor=SYSTEM), oksana, "а", "б")
    Staff.objects.update(is_active=False)
    drain()
    assert (mail.outbox, DBTaskResult.objects.get().status) == ([], "SUCCESSFUL")


def test_somebody_without_an_address_is_shown_to_people(oksana: Staff) -> None:
    notify(Act(actor=SYSTEM), oksana, "а", "б")
    Staff.objects.update(email="")
    drain()
    assert parked().count() == 1


def test_an_unknown_channel_is_refused_before_anything_is_written(oksana: Staff) -> None:
    with pytest.raises(LookupError):
        notify(Act(actor=SYSTEM), oksana, "а", "б", channel="pigeons")
    assert DBTaskResult.objects.count() == 0


def test_a_mail_server_that_refuses_is_a_channel_error_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def send_messages(self, letters: list[Any]) -> int:
            raise smtplib.SMTPRecipientsRefused({CANARY: (550, b"no such user")})

    monkeypatch.setattr(notify_module, "mailers", type("M", (), {"default": Refusing()}))
    with pytest.raises(ChannelError) as error:
        Mail().send("x@example.org", "а", "б", key=uuid.UUID(int=1))
    assert str(error.value) == "SMTPRecipientsRefused"


def test_a_text_whose_key_is_gone_is_parked_not_sent(oksana: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    notify(Act(actor=SYSTEM), oksana, "а", "б")
    monkeypatch.setattr(notify_module, "AAD", b"something else")
    drain()
    assert (mail.outbox, [row.exception_class_path for row in parked()]) == (
        [],
        [f"{crypto.DecryptionError.__module__}.DecryptionError"],
    )


def test_rotating_the_keys_reaches_waiting_messages(oksana: Staff) -> None:
    notify(Act(actor=SYSTEM), oksana, "а", "б")
    (old,) = HOLDERS["core.notify"].key_ids()
    rotation.begin()
    try:
        assert HOLDERS["core.notify"].key_ids() == {old}
        assert (HOLDERS["core.notify"].rewrite(), HOLDERS["core.notify"].rewrite()) == (1, 0)
        (new,) = HOLDERS["core.notify"].key_ids()
        assert new != old
        drain()
        assert [letter.subject for letter in mail.outbox] == ["а"]
        assert HOLDERS["core.notify"].key_ids() == set()
    finally:
        crypto.forget_keys()
