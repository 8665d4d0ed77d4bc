"""A reader says what they need, a book or a theme, sees what became of it and takes it back: then nobody knows who asked."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.refusals import answer, ask_own, withdraw_own
from mandrivna.enquiries.fulfilling import arrived
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.queries import month_refused, own_wish, own_wishes, refusals_for
from mandrivna.ledger.api import check_facts, totals
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def counted() -> int:
    found = totals(("enquiries.refusal",), dt.date(2020, 1, 1), dt.date(2030, 1, 1))
    return sum(found.values())


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def needed(lib: Library, reader, **about) -> Refusal:
    said = about or {"title": "Місто", "words": "місто"}
    return ask_own(lib.act(actor=Actor(reader=reader.pk)), reader=reader, place=lib.root, note="для сина", **said)


def back(lib: Library, wish: Refusal, reader) -> Refusal:
    return withdraw_own(lib.act(actor=Actor(reader=reader.pk), channel="bot"), refusal=wish)


def test_a_theme_is_a_refusal_of_its_own_that_no_title_meets(lib):
    reader = lib.reader()
    book, theme = needed(lib, reader), needed(lib, reader, about="topic", words="Місто")
    assert (str(theme), book.same, theme.same, counted()) == ("Місто", "w:місто", "t:місто", 2)
    lib.copy(lib.record("Місто та люди"))
    lib.copy(lib.record("Місто"))
    assert [refusal for refusal, _record in arrived() if refusal == theme] == []
    assert codes(needed, lib, reader, about="topic", words=" ") == ["nothing_asked"]


def test_an_author_with_an_initial_has_one_full_stop(lib):
    assert str(needed(lib, lib.reader(), title="Сонячна машина", authors="Винниченко В.")) == "Винниченко В. Сонячна машина"


def test_one_sees_ones_own_and_takes_back_one(lib, django_assert_num_queries):
    reader, other = lib.reader(), lib.reader()
    wishes = [needed(lib, reader, title=f"Книжка {number}") for number in range(3)]
    needed(lib, other, title="Чужа")
    with django_assert_num_queries(1):
        assert [one.refusal for one in own_wishes(reader)] == wishes[::-1]
    back(lib, wishes[1], reader)
    assert [one.refusal for one in own_wishes(reader)] == [wishes[2], wishes[0]]
    assert list(own_wish(other)) == list(Refusal.objects.filter(title="Чужа"))


def test_taken_back_nobody_knows_who_asked_nor_what_they_wrote_beside(lib):
    reader = lib.reader()
    wish = needed(lib, reader)
    done = back(lib, wish, reader)
    wish.refresh_from_db()
    assert (done, wish.state, wish.closed_on, wish.reader, wish.note) == (wish, "withdrawn", lib.today, None, None)
    assert Operation.objects.get(pk=wish.pk).body is None
    assert codes(back, lib, Refusal(pk=wish.pk, reader=reader, institution=lib.root), reader) == ["not_waiting"]
    actor = actor_for(person("d", "director", lib.root))
    assert list(refusals_for(actor).open()) == []
    assert codes(answer, lib.act(actor=actor), refusal=wish, place=lib.root, state="closed") == ["wrong_state"]


def test_on_the_same_day_it_was_none_and_later_it_stays_a_refusal(lib):
    reader, actor = lib.reader(), actor_for(person("d", "director", lib.root))
    month = lib.today.replace(day=1)
    slip, kept = needed(lib, reader, title="Помилка"), needed(lib, reader, title="Таки не було")
    assert counted() == 2
    back(lib, slip, reader)
    lib.now += dt.timedelta(days=1)
    back(lib, kept, reader)
    assert (counted(), check_facts().ok) == (1, True)
    assert [str(one.refusal) for one in month_refused(actor, month)] == ["Таки не було"]


def test_only_whoever_asked_takes_it_back_and_not_what_is_over(lib):
    reader, other = lib.reader(), lib.reader()
    wish = needed(lib, reader)
    for actor in (Actor(reader=other.pk), actor_for(person("d", "director", lib.root))):
        with pytest.raises(Forbidden):
            withdraw_own(lib.act(actor=actor), refusal=wish)
    answer(lib.act(), refusal=wish, place=lib.root, state="closed")
    assert codes(back, lib, wish, reader) == ["not_waiting"]  # the row read before it was closed


def test_said_twice_it_is_taken_back_once_and_the_others_who_asked_wait_on(lib):
    reader, other = lib.reader(), lib.reader()
    mine, theirs = needed(lib, reader), needed(lib, other)
    act = lib.act(actor=Actor(reader=reader.pk))
    assert withdraw_own(act, refusal=mine) == withdraw_own(act, refusal=mine)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.reader) == ("new", other)
