"""Card and PIN: five tries, a lock that grows, one answer and one amount of work whatever is wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.utils import timezone

from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Kind, Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.readers import pins, sessions
from mandrivna.readers.actions.pins import change_pin, set_pin
from mandrivna.readers.models import Attempts, Card, Pin, Reader, ReaderSession, new_card_code
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def known(lib: Library, **about: Any) -> tuple[Reader, str, str]:
    """A reader with card and PIN: (reader, code, digits)."""
    reader = lib.reader(**about)
    return reader, reader.cards.get().code, set_pin(lib.act(), reader=reader, place=lib.shelf).shown


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


def me(reader: Reader) -> Actor:
    return Actor(reader=reader.pk)


def pass_by(**time: float) -> None:
    """The clock goes forward: what is written down moves into the past."""
    for row in Attempts.objects.exclude(locked_until=None):
        row.locked_until -= dt.timedelta(**time)
        row.save()


def test_card_and_pin_let_in_and_the_card_alone_does_not(lib):
    reader, code, digits = known(lib)
    assert pins.admit(code, digits) == reader.cards.get()
    assert [pins.admit(code, guess) for guess in ("", wrong(digits), code[:6])] == [None] * 3


def test_the_digits_are_shown_once_and_lie_nowhere(lib):
    reader, act = lib.reader(), lib.act()
    digits = set_pin(act, reader=reader, place=lib.shelf).shown
    assert (len(digits), digits.isdigit(), set_pin(act, reader=reader, place=lib.shelf).shown) == (6, True, "")
    operation = Operation.objects.get(pk=act.uid)
    assert set(operation.body) == {"reader", "place"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM readers_pin")
        assert b"md5" not in repr(cursor.fetchall()).encode(), "the hash itself is encrypted"
    assert AuditEntry.objects.get(op=act.uid).after is None


def test_the_fifth_wrong_try_locks_the_card_also_for_the_right_pin(lib):
    _reader, code, digits = known(lib)
    assert [pins.admit(code, wrong(digits)) for _try in range(5)] == [None] * 5
    assert pins.admit(code, digits) is None
    pass_by(minutes=14)
    assert pins.admit(code, digits) is None
    pass_by(minutes=1)
    assert pins.admit(code, digits) is not None
    assert Attempts.objects.count() == 0


def test_four_wrong_tries_and_a_right_one_start_again(lib):
    _reader, code, digits = known(lib)
    for _round in range(3):
        assert [pins.admit(code, guess) is None for guess in (wrong(digits),) * 4 + (digits,)] == [True] * 4 + [False]


def test_the_lock_grows_and_tries_during_it_do_not_prolong_it(lib):
    _reader, code, digits = known(lib)
    spans = []
    for _round in range(4):
        for _try in range(5):
            pins.admit(code, wrong(digits))
        row = Attempts.objects.get()
        spans.append(round((row.locked_until - row.last_at).total_seconds() / 60))
        pins.admit(code, wrong(digits))
        assert Attempts.objects.get().locked_until == row.locked_until
        pass_by(days=2)
    assert spans == [15, 30, 60, 120]
    assert (pins.lock_of(8), pins.lock_of(500)) == (dt.timedelta(hours=24),) * 2


def test_a_new_pin_at_the_desk_opens_the_lock_and_signs_everybody_out(lib):
    reader, code, digits = known(lib)
    sessions.begin(reader.cards.get())
    for _try in range(5):
        pins.admit(code, wrong(digits))
    fresh = set_pin(lib.act(), reader=reader, place=lib.shelf).shown
    assert (ReaderSession.objects.count(), pins.admit(code, digits), pins.admit(code, fresh)) == (0, None, reader.cards.get())


def test_an_ended_card_lets_nobody_in(lib):
    reader, code, digits = known(lib)
    token = sessions.begin(reader.cards.get())
    Card.objects.update(ended_on=lib.today)
    assert (pins.admit(code, digits), sessions.current(token)) == (None, None)


class Counting(MD5PasswordHasher):
    """Counts the work, since time itself is no steady witness on a busy machine."""

    algorithm = "counting"
    work = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.work += 1
        return super().encode(password, salt)


def test_all_four_failures_do_the_same_work(lib, settings, django_assert_num_queries):
    """One slow hash and the same questions to the database: time tells a stranger nothing."""
    settings.PASSWORD_HASHERS = ["tests.readers.test_pins.Counting"]
    _reader, code, digits = known(lib)
    bare = lib.reader().cards.get().code
    _reader, locked, right = known(lib)
    for _try in range(5):
        pins.admit(locked, wrong(right))
    costs = []
    for case in ((new_card_code(), digits), (bare, digits), (code, wrong(digits)), (locked, right)):
        pins.admit(case[0], "000001")  # the row of tries is there, as after any first try
        Counting.work = 0
        with django_assert_num_queries(5):
            assert pins.admit(*case) is None
        costs.append(Counting.work)
    assert costs == [1, 1, 1, 1]


def test_tries_of_a_number_that_is_nobodys_are_counted_alike(lib):
    _reader, code, digits = known(lib)
    nobody = new_card_code()
    for _try in range(6):
        pins.admit(code, wrong(digits))
        pins.admit(nobody, digits)
    rows = list(Attempts.objects.values_list("failures", "locks"))
    assert rows == [(0, 1), (0, 1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM readers_attempts")
        assert code not in repr(cursor.fetchall())


def test_who_may_set_a_pin(lib):
    reader = lib.reader()
    at_other_hub = Actor(grants=((lib.other_hub.path, frozenset({"readers.set_pin"})),))
    assert set_pin(lib.act(actor=at_other_hub), reader=reader, place=lib.other_shelf).shown
    for actor in (at_other_hub, me(reader), Actor()):
        with pytest.raises(Forbidden):
            set_pin(lib.act(actor=actor), reader=reader, place=lib.shelf)


def test_a_pin_is_not_set_for_another_institutions_reader_or_without_a_card(lib):
    reader = lib.reader()
    other = found_root(lib.act(), kind=Kind.INSTITUTION, name="Інша бібліотека")
    with pytest.raises(Refused) as refused:
        set_pin(lib.act(), reader=reader, place=other)
    assert refused.value.codes == ["foreign_reader"]
    Card.objects.update(ended_on=lib.today)
    with pytest.raises(Refused) as refused:
        set_pin(lib.act(), reader=reader, place=lib.shelf)
    assert (refused.value.codes, Pin.objects.count()) == (["no_card"], 0)


def test_the_reader_chooses_a_pin_and_no_operation_keeps_it(lib):
    reader, code, digits = known(lib)
    token, act = sessions.begin(reader.cards.get()), lib.act(actor=me(reader), channel="self")
    pin = change_pin(act, reader=reader, new=Withheld("385160"))
    assert (pin.by_reader, pins.admit(code, digits), pins.admit(code, "385160")) == (True, None, reader.cards.get())
    assert (Operation.objects.get(pk=act.uid).body, sessions.current(token)) == ({"reader": str(reader.pk), "new": None}, None)
    assert "385160" not in repr(Withheld("385160"))


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ("12345", "wrong_pin"),
        ("1234567", "wrong_pin"),
        ("12345a", "wrong_pin"),
        ("٣٨٥١٦٠", "wrong_pin"),
        ("", "wrong_pin"),
        ("123456", "weak_pin"),
        ("654321", "weak_pin"),
        ("567890", "weak_pin"),
        ("777777", "weak_pin"),
        ("121212", "weak_pin"),
        ("123123", "weak_pin"),
    ],
)
def test_what_is_no_pin_and_what_everybody_guesses_is_refused(lib, digits, code):
    reader, card, old = known(lib)
    with pytest.raises(Refused) as refused:
        change_pin(lib.act(actor=me(reader)), reader=reader, new=Withheld(digits))
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, "new")]
    assert pins.admit(card, old) is not None


def test_nobody_changes_another_readers_pin(lib):
    reader, _code, _digits = known(lib)
    every = Actor(staff_id=1, grants=((lib.root.path, frozenset({"readers.set_pin", "readers.view", "core.erase"})),))
    for actor in (me(lib.reader()), every, Actor()):
        with pytest.raises(Forbidden) as refused:
            change_pin(lib.act(actor=actor), reader=reader, new=Withheld("385160"))
        assert refused.value.codes == ["not_own"]


def test_generated_pins_are_never_the_weak_ones():
    made = {pins.new_pin() for _ in range(500)}
    assert len(made) > 490
    assert all(pins.fits(pin) and not pins.weak(pin) for pin in made)


# --- sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("started", "seen", "alive"),
    [(0, 0, True), (119, 14, True), (119, 15, False), (120, 0, False), (14, 14, True), (15, 15, False)],
)
def test_a_session_lives_fifteen_idle_minutes_and_two_hours(lib, started, seen, alive):
    token = sessions.begin(lib.reader().cards.get())
    now = timezone.now()
    ReaderSession.objects.update(
        started_at=now - dt.timedelta(minutes=started), seen_at=now - dt.timedelta(minutes=seen) + dt.timedelta(seconds=5)
    )
    if seen == 15:
        ReaderSession.objects.update(seen_at=now - dt.timedelta(minutes=seen))
    assert (sessions.current(token) is not None) == alive


def test_every_sitting_down_has_a_secret_of_its_own_and_the_table_holds_none(lib):
    card = lib.reader().cards.get()
    tokens = [sessions.begin(card) for _time in range(3)]
    assert len(set(tokens)) == 3
    assert not set(tokens) & set(ReaderSession.objects.values_list("token_hash", flat=True))
    sessions.end(tokens[0])
    assert [sessions.current(token) is not None for token in tokens] == [False, True, True]
    assert sessions.current("") is None


def test_being_seen_is_noted_at_most_once_a_minute(lib, django_assert_num_queries):
    token = sessions.begin(lib.reader().cards.get())
    with django_assert_num_queries(1):
        sessions.current(token)
    ReaderSession.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=2))
    with django_assert_num_queries(2):
        sessions.current(token)
