"""A reader is reminded by the way they chose, once, never at night; what they asked for is answered all the same."""

from __future__ import annotations

import datetime as dt
import json
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core import notify as notify_module
from mandrivna.core import policy
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.outbox import GiveUp
from mandrivna.core.outbox.queries import parked
from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.actions.conversations import reply, say_own
from mandrivna.enquiries.models import Chat, Conversation, Outgoing
from mandrivna.faces.public.letters import Letter
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.models import Loan
from mandrivna.lending.notices import remind
from mandrivna.lending.reminding import BY_ITSELF, TODO, left_alone, lines_of, to_remind
from mandrivna.lending.terms import terms
from mandrivna.readers.actions.merging import merge, unmerge
from mandrivna.readers.actions.withdrawing import withdraw_own_consent
from mandrivna.readers.models import Reader
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
TO = "kanareika@example.org"
FILES = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": "/nowhere"}}}


@pytest.fixture
def lib() -> Library:
    made = library()
    night(made, 0, 0)
    return made


def night(lib: Library, since: int, until: int) -> None:
    """Equal hours: no night at all, whenever the tests run."""
    for key, hour in (("quiet_from", since), ("quiet_until", until)):
        policy.edit(lib.act(), policy="lending", key=key, value=hour, reason="для перевірки")


def night_now(lib: Library) -> None:
    hour = timezone.localtime().hour
    night(lib, hour, (hour + 2) % 24)


def who(lib: Library, *, chat: bool = False, **about: Any) -> Reader:
    reader = lib.reader(consent="1", **about)
    if chat:
        Chat.objects.create(chat=str(reader.pk.int % 10**9), reader=reader)
    return reader


def late(lib: Library, reader: Reader) -> Loan:
    lent = issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)
    Loan.objects.filter(pk=lent.pk).update(issued_on=lib.today - dt.timedelta(days=30), due_on=lib.today - dt.timedelta(days=1))
    return Loan.objects.get(pk=lent.pk)


def run_waiting() -> int:
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    return drain()


def notices() -> Any:
    return DBTaskResult.objects.filter(task_path="mandrivna.core.notices.deliver_notice")


def heard() -> list[str]:
    return ["chat"] * Outgoing.objects.count() + ["mail"] * len(mail.outbox)


CHOSEN = [
    # what they chose, a chat, an address → by what the reminder comes, and where a colleague sees them
    ("", True, True, ["chat"], BY_ITSELF), ("", False, True, ["mail"], BY_ITSELF), ("", True, False, ["chat"], BY_ITSELF),
    ("", False, False, [], TODO), ("chat", True, True, ["chat"], BY_ITSELF), ("chat", False, True, [], TODO),
    ("mail", True, True, ["mail"], BY_ITSELF), ("call", True, True, [], TODO), ("none", True, True, [], None),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "chat", "address", "by", "seen"), CHOSEN)
def test_the_reader_is_reminded_by_the_way_they_chose_and_by_no_other(lib, chosen, chat, address, by, seen):
    reader = who(lib, chat=chat, email=TO if address else "", notices_by=chosen)
    remind(lib.act(), loan=late(lib, reader))
    drain()
    listed = {show: [row["reader"] for row in to_remind(SYSTEM, lib.today, terms(), show)] for show in (TODO, BY_ITSELF)}
    assert (heard(), listed) == (by, {show: [reader.pk] if show == seen else [] for show in (TODO, BY_ITSELF)})
    assert left_alone(SYSTEM, lib.today, terms()) == (chosen == "none")
    if seen == BY_ITSELF:
        (line,) = lines_of(SYSTEM, lib.today, to_remind(SYSTEM, lib.today, terms(), BY_ITSELF), terms())
        assert line.told_by == {"chat": "у чаті", "mail": "листом"}[by[0]]


@pytest.mark.parametrize(("chat", "by"), [(True, ["chat"]), (False, ["mail"])])
@pytest.mark.parametrize("chosen", ["mail", "call", "none"])
def test_what_they_asked_for_is_answered_whatever_they_chose(lib, chosen, chat, by):
    reader = who(lib, chat=chat, email=TO, notices_by=chosen)
    say_own(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, text="Чи є «Тигролови»?")
    reply(lib.act(), conversation=Conversation.objects.get(), place=lib.hub, text="Є, відкладемо")
    drain()
    assert heard() == by
    if by == ["mail"]:
        assert "Є, відкладемо" in mail.outbox[0].body and "Не хочете таких листів" not in mail.outbox[0].body


@pytest.mark.parametrize("chosen", ["mail", "call", "none"])
def test_that_a_book_is_kept_for_them_is_told_whatever_they_chose(lib, chosen):
    reader, copy = who(lib, email=TO, notices_by=chosen), lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    hold(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, record=copy.record, pickup=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    drain()
    assert (heard(), "Для вас відкладено: Лісова пісня" in mail.outbox[0].body) == (["mail"], True)


def test_the_letter_is_plain_and_kind_and_says_no_more_than_the_chat(lib, settings):
    settings.NAMES, settings.HTTPS = ["library.example.org"], True
    reader = who(lib, name="Тестова Олена", phone="0501234567", birth_year=1990, email=TO, pseudonym="Сойка")
    remind(lib.act(), loan=late(lib, reader))
    drain()
    (letter,) = mail.outbox
    assert (letter.to, letter.recipients(), letter.subject) == ([TO], [TO], "Наукова бібліотека: про ваші книжки")
    parts = letter.body.split("\n\n")
    assert (parts[0], parts[1].startswith("Нагадуємо: строк книжки «Лісова пісня» був до "), parts[-1]) == (
        "Вітаємо!", True, "Наукова бібліотека",
    )  # fmt: skip
    assert "https://library.example.org/my/notices/" in parts[3]
    said = repr([letter.subject, letter.body, letter.alternatives])
    assert [word for word in ("Тестова", "Олена", "0501234567", "1990", "Сойка", reader.cards.get().code) if word in said] == []


def test_the_letter_is_in_the_readers_language(lib, settings):
    settings.NAMES, settings.HTTPS = ["library.example.org"], True
    for language in ("en", "crh"):
        remind(lib.act(), loan=late(lib, who(lib, email=TO, language=language)))
    drain()
    assert sorted("/en/my/notices/" in letter.body for letter in mail.outbox) == [False, True]


def test_a_letter_waits_for_the_morning_and_speaks_of_what_is_so_then(lib):
    kept, back = (late(lib, who(lib, email=TO)) for _number in range(2))
    night_now(lib)
    for loan in (kept, back):
        remind(lib.act(), loan=loan)
    drain()
    waiting = notices().filter(status="READY")
    assert (mail.outbox, waiting.count()) == ([], 2)
    assert {row.run_after.astimezone(timezone.get_current_timezone()).minute for row in waiting} == {0}
    assert all(dt.timedelta() < row.run_after - timezone.now() <= dt.timedelta(hours=3) for row in waiting)
    assert "kanareika" not in json.dumps(list(waiting.values_list("args_kwargs", flat=True)))
    return_copy(lib.act(), copy=back.copy, place=lib.shelf)
    night(lib, 0, 0)
    run_waiting()
    assert (len(mail.outbox), waiting.all().count()) == (1, 0), "who brought it back at night is not reminded in the morning"


def test_a_letter_put_off_twice_is_the_same_letter(lib):
    """A worker killed after it had put a letter off, before it could say so."""
    night_now(lib)
    remind(lib.act(), loan=late(lib, who(lib, email=TO)))
    first = notices().get()
    said = first.args_kwargs
    drain()
    DBTaskResult.objects.filter(pk=first.pk).update(status="READY", args_kwargs=said, finished_at=None)
    run_waiting()
    night(lib, 0, 0)
    while run_waiting():
        pass
    assert {letter.extra_headers["Message-ID"] for letter in mail.outbox} == {f"<{first.pk}@mandrivna>"}


def test_a_server_that_is_away_is_tried_again_then_shown_and_nothing_of_the_reader_is_written(lib, monkeypatch, caplog):
    class Refusing:
        def send_messages(self, letters: list[Any]) -> int:
            raise smtplib.SMTPRecipientsRefused({TO: (550, b"no such user")})

    remind(lib.act(), loan=late(lib, who(lib, name="Тестова Олена", email=TO, chat=True, notices_by="mail")))
    with monkeypatch.context() as patched:
        patched.setattr(notify_module, "mailers", type("M", (), {"default": Refusing()}))
        for _attempt in range(8):
            run_waiting()
    (row,) = parked()
    assert (row.exception_class_path, heard()) == ("mandrivna.core.notify.ChannelError", [])
    written = caplog.text + repr(list(DBTaskResult.objects.values()))
    assert [word for word in ("kanareika", "Тестова", "Лісова") if word in written] == []


def test_without_an_address_nobody_tries_for_ever(lib):
    reader = who(lib, email=TO)
    remind(lib.act(), loan=late(lib, reader))
    Reader.objects.filter(pk=reader.pk).update(email=None)
    drain()
    assert (heard(), parked().count()) == ([], 0), "taken back meanwhile: there is nothing to be done"
    with pytest.raises(GiveUp):
        Letter().send(reader.pk, "Нагадуємо", asked=False, key=reader.pk, opens=None)


def test_where_letters_are_only_kept_as_files_a_colleague_reminds(lib, settings):
    settings.MAILERS = FILES
    reader = who(lib, email=TO, notices_by="mail")
    remind(lib.act(), loan=late(lib, reader))
    drain()
    assert [row["reader"] for row in to_remind(SYSTEM, lib.today, terms(), TODO)] == [reader.pk]
    assert (heard(), list(to_remind(SYSTEM, lib.today, terms(), BY_ITSELF))) == ([], [])


# --- the address goes and comes back with what it belongs to --------------------------------------------------------------


def address(reader: Reader) -> tuple[Any, ...]:
    found = Reader.objects.get(pk=reader.pk)
    return found.email, found.notices_by, found.consent


def test_a_consent_taken_back_takes_the_address_and_whoever_chose_letters_is_called(lib):
    reader = who(lib, email=TO, notices_by="mail")
    late(lib, reader)
    withdraw_own_consent(lib.act(actor=Actor(reader=reader.pk)), reader=reader, purpose="data")
    assert address(reader) == (None, "", "withdrawn")
    assert [row["reader"] for row in to_remind(SYSTEM, lib.today, terms(), TODO)] == [reader.pk]


def test_two_records_made_one_keep_the_address_and_give_it_back(lib):
    kept, gone = lib.reader(pseudonym="Сойка"), who(lib, email=TO, notices_by="mail")
    made = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    assert address(kept) == (TO, "mail", "given")
    unmerge(lib.act(), merge=made, place=lib.shelf)
    assert (address(kept), address(gone)) == ((None, "", ""), (TO, "mail", "given"))


def test_letters_chosen_meanwhile_go_back_with_the_address(lib):
    kept, gone = lib.reader(pseudonym="Сойка"), who(lib, email=TO)
    made = merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    Reader.objects.filter(pk=kept.pk).update(notices_by="mail")
    unmerge(lib.act(), merge=made, place=lib.shelf)
    assert (address(kept), address(gone)) == ((None, "", ""), (TO, "", "given"))
