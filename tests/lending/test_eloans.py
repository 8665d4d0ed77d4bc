"""Licensed e-resources: a seat for a term, refusals that say what to do, the end by the calendar, and what is forgotten."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from typing import Any

import pytest

from mandrivna.catalogue.actions.upkeep import merge_records, withdraw_record
from mandrivna.core import erasure, policy
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Kind, Mode, Operation, Unit
from mandrivna.core.notices import NOTICES
from mandrivna.core.outbox.worker import drain
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.enquiries.models import Chat, Outgoing
from mandrivna.fund.queries import titles_of
from mandrivna.ledger.api import SOURCES, totals
from mandrivna.lending.actions.eloans import (
    add_licence,
    borrow_online,
    edit_licence,
    end_licence,
    end_online,
    end_own_online,
    expire_online,
    expire_online_loans,
    lend_online,
    open_online,
    opening_uid,
)
from mandrivna.lending.actions.own import keep_history
from mandrivna.lending.eloans import by_token, offers, token_of
from mandrivna.lending.erasure import forget_pseudonymous, forget_returned
from mandrivna.lending.models import ELoan, Licence
from mandrivna.lending.queries import own_history, today_at, year_so_far
from mandrivna.readers.models import Reader
from tests.drills.test_parallel import at_once, kind_of
from tests.factories.library import Library, library

ADDRESS = "https://books.example.org/kanarka/42"
FAR = dt.date(2040, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def licence_of(lib: Library, **about: Any) -> Licence:
    about = {
        "record": about.pop("record", None) or lib.record("Електронна", material="electronic"),
        "institution": lib.root,
        "seats": 1,
        "days": 14,
        **about,
    }
    return add_licence(lib.act(), address=Withheld(about.pop("address", ADDRESS)), **about)


def take(lib: Library, licence: Licence, reader: Reader, **about: Any) -> ELoan:
    return borrow_online(lib.act(actor=Actor(reader=reader.pk), channel="self", **about), licence=licence, reader=reader)


def codes(call: Any, *args: Any, **about: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **about)
    return refusal.value.codes


def sums(lib: Library, by: tuple[str, ...] = ("kind",)) -> dict[Any, int]:
    return {
        key: value
        for key, value in totals(["lending.eloan", "lending.eopening", "lending.issue"], None, FAR, by=by).items()
        if value
    }


@pytest.mark.django_db
def test_a_seat_is_taken_opened_given_back_and_counted_apart_from_books(lib):
    licence, one, two = licence_of(lib), lib.reader(birth_year=1990), lib.reader()
    assert titles_of(lib.root).get() == licence.record
    act = lib.act(actor=Actor(reader=one.pk), channel="self")
    loan = borrow_online(act, licence=licence, reader=one)
    assert borrow_online(act, licence=licence, reader=one) == loan
    assert (loan.until - loan.on, loan.seat, loan.place, loan.audience) == (dt.timedelta(days=14), 1, lib.root, one.audience)
    assert codes(take, lib, licence, one) == ["in_hand"]
    with pytest.raises(Refused) as refusal:
        take(lib, licence, two)
    assert (refusal.value.codes, "27 січня 2026" in str(refusal.value.problems[0].text)) == (["all_taken"], True)
    assert [(one.free, one.next_on) for one in offers([licence], loan.on)] == [(0, loan.until + dt.timedelta(days=1))]
    for _time in range(2):
        day = lib.act(actor=Actor(reader=one.pk), channel="self")
        open_online(type(day)(actor=day.actor, at=day.at, uid=opening_uid(loan, day.on), channel="self"), loan=loan)
        open_online(day, loan=loan)
    end_own_online(lib.act(actor=Actor(reader=one.pk)), loan=loan)
    assert codes(end_own_online, lib.act(actor=Actor(reader=one.pk)), loan=loan) == ["eloan_ended"]
    at_desk = lend_online(lib.act(), licence=licence, reader=two, place=lib.shelf)
    assert (at_desk.seat, at_desk.place) == (1, lib.shelf)
    end_online(lib.act(), loan=at_desk)
    assert sums(lib, ("kind", "channel", "mode", "material")) == {
        ("lending.eloan", "self", "virtual", "electronic"): 1, ("lending.eloan", "desk", "virtual", "electronic"): 1,
        ("lending.eopening", "self", "virtual", "electronic"): 1,
    }  # fmt: skip


@pytest.mark.django_db
def test_what_the_desk_of_a_hub_lent_and_the_reader_opened_at_home_is_counted_in_both_places(lib):
    licence, reader = licence_of(lib), lib.reader()
    loan = lend_online(lib.act(), licence=licence, reader=reader, place=lib.shelf)
    for channel in ("self", "bot"):  # one opening a day, by the way that was first
        open_online(lib.act(actor=Actor(reader=reader.pk), channel=channel), loan=loan)
    assert sums(lib, ("kind", "channel")) == {("lending.eloan", "desk"): 1, ("lending.eopening", "self"): 1}
    found = SOURCES["lending.ELoan"]
    again = [(line.kind, line.unit, line.channel) for line in found.lines(found.objects().get())]
    assert again == [("lending.eloan", lib.shelf.pk, "desk"), ("lending.eopening", lib.root.pk, "self")]
    assert totals(["lending.eopening"], None, FAR, lib.hub.path) == {}
    year = year_so_far([lib.root.path], loan.on)
    assert (today_at(lib.shelf, loan.on).issued, today_at(lib.root, loan.on).issued, year.issued[-1]) == (1, 1, 1)


@pytest.mark.django_db
def test_each_refusal(lib):
    licence, reader = licence_of(lib, seats=5), lib.reader()
    elsewhere = found_root(lib.act(), kind=Kind.INSTITUTION, name="Інша бібліотека", mode=Mode.TRAVELLING)
    stranger = lib.reader(place=lib.shelf)
    Reader.objects.filter(pk=stranger.pk).update(institution=elsewhere)
    assert codes(take, lib, licence, Reader.objects.get(pk=stranger.pk)) == ["foreign_reader"]
    with pytest.raises(Forbidden):
        borrow_online(lib.act(actor=Actor(reader=stranger.pk)), licence=licence, reader=reader)
    assert codes(take, lib, licence, reader, at=lib.now + dt.timedelta(days=360)) == ["not_enrolled"]
    record, described = licence.record, lib.record("Вільна", material="electronic", url="https://example.org/a/")
    for about, code in (
        ({"seats": 0}, "wrong_seats"), ({"days": 367}, "wrong_days"), ({"address": "ftp://example.org"}, "wrong_address"),
        ({"address": f"https://example.org/{'x' * 1000}"}, "address_too_long"), ({"institution": lib.hub}, "not_an_institution"),
        ({"valid_until": lib.now.date() - dt.timedelta(days=1)}, "contract_over"), ({"record": lib.record()}, "not_electronic"),
        ({"record": described, "address": "https://example.org/a"}, "address_public"),
    ):  # fmt: skip
        assert codes(licence_of, lib, **{"record": record, **about}) == [code]
    rules = [["*", "електронне видання", "*", "7", "1", "0"]]
    policy.edit_policy(lib.act(), policy="lending", key="own_rules", change={"value": rules}, reason="договір")
    loan = take(lib, licence, reader)
    assert (loan.until - loan.on, codes(take, lib, licence_of(lib), reader)) == (dt.timedelta(days=7), ["many_loans"])
    ELoan.objects.filter(pk=loan.pk).update(until=loan.on - dt.timedelta(days=1))  # the night's task of another licence did not run
    assert take(lib, licence_of(lib), reader).until == loan.until
    ELoan.objects.filter(pk=loan.pk).update(until=loan.until)
    rules[0][3] = "лише тут"
    policy.edit_policy(lib.act(), policy="lending", key="own_rules", change={"value": rules}, reason="договір")
    assert codes(take, lib, licence, lib.reader()) == ["only_here"]
    assert codes(expire_online, lib.act(), loan=loan) == ["not_late"]
    end_licence(lib.act(), licence=licence)
    loan.refresh_from_db()
    assert (loan.state, loan.goes_on(loan.on), titles_of(lib.root).filter(pk=record.pk).exists()) == ("expired", False, False)
    assert codes(end_online, lib.act(), loan=loan) == ["contract_ended"]
    assert codes(take, lib, licence, lib.reader()) == ["licence_ended"]
    assert codes(end_licence, lib.act(), licence=licence) == ["licence_ended"]


@pytest.mark.django_db
def test_a_mistyped_year_cuts_nobody_off(lib):
    licence = licence_of(lib)
    loan = take(lib, licence, lib.reader())
    past = {"seats": 1, "days": 14, "valid_until": loan.on - dt.timedelta(days=365)}
    assert codes(edit_licence, lib.act(), licence=licence, **past) == ["contract_over"]
    assert (ELoan.objects.get().until, Licence.objects.get().valid_until) == (loan.until, None)
    edit_licence(lib.act(), licence=licence, **{**past, "valid_until": loan.on})  # today still is a day of the contract
    assert ELoan.objects.get().until == loan.on


@pytest.mark.django_db
def test_a_licensed_title_stays_in_the_catalogue_until_its_licence_is_ended(lib):
    licence = licence_of(lib)
    assert codes(withdraw_record, lib.act(), record=licence.record, why="застаріле") == ["has_licence"]
    end_licence(lib.act(), licence=licence)
    gone = withdraw_record(lib.act(), record=licence.record, why="застаріле")
    assert codes(licence_of, lib, record=gone) == ["record_withdrawn"]


@pytest.mark.django_db
def test_where_the_institution_is_closed_nothing_is_lent(lib):
    licence, reader = licence_of(lib), lib.reader()
    Unit.objects.filter(pk=lib.root.pk).update(closed_on=lib.now.date())
    assert codes(take, lib, Licence.objects.get(pk=licence.pk), reader) == ["institution_closed"]


@pytest.mark.django_db
def test_whoever_was_reading_is_told_once_that_the_contract_is_over(lib):
    for key in ("quiet_from", "quiet_until"):  # equal hours: no night at all, whenever the test runs
        policy.edit(lib.act(), policy="lending", key=key, value=0, reason="для перевірки")
    licence, readers = licence_of(lib, seats=3), [lib.reader() for _ in range(3)]
    for number, reader in enumerate(readers):
        Chat.objects.create(chat=str(number), reader=reader)
    loan, late, done = (take(lib, licence, reader) for reader in readers)
    ELoan.objects.filter(pk=late.pk).update(until=late.on - dt.timedelta(days=1))
    end_own_online(lib.act(actor=Actor(reader=done.reader_id)), loan=done)
    act = lib.act()
    for _time in range(2):
        end_licence(act, licence=licence)
    drain()
    text = "Доступ до видання «Електронна» закрито: договір бібліотеки на нього скінчився."
    assert [(row.chat.chat, row.body["text"]) for row in Outgoing.objects.all()] == [("0", text)]
    ELoan.objects.update(reader=None)
    assert NOTICES["lending.online_cut"](str(loan.pk)) == ""


@pytest.mark.django_db
def test_one_loan_that_is_not_late_after_all_does_not_stop_the_night(lib):
    licence = licence_of(lib, seats=2)
    one, two = take(lib, licence, lib.reader()), take(lib, licence, lib.reader())
    ELoan.objects.filter(pk=one.pk).update(until=FAR - dt.timedelta(days=1), place=lib.root)
    expire_online_loans.call(today=str(FAR))
    assert dict(ELoan.objects.values_list("pk", "state")) == {one.pk: "open", two.pk: "expired"}


@pytest.mark.django_db
def test_the_end_comes_by_the_calendar_and_a_shorter_contract_shortens_it(lib):
    licence, one, two = licence_of(lib), lib.reader(), lib.reader()
    loan = take(lib, licence, one)
    edit_licence(lib.act(), licence=licence, seats=1, days=30, valid_until=loan.on + dt.timedelta(days=5))
    loan.refresh_from_db()
    assert (loan.until - loan.on, Licence.objects.get().address) == (dt.timedelta(days=5), ADDRESS)
    edit_licence(lib.act(), licence=licence, seats=1, days=30, address=Withheld("https://example.org/new"))
    assert Licence.objects.get().address == "https://example.org/new"
    for day, state in ((loan.until, "open"), (loan.until + dt.timedelta(days=1), "expired")):
        for _time in range(2):
            expire_online_loans.call(today=str(day))
        assert ELoan.objects.get().state == state
    late = take(lib, licence, two)
    ELoan.objects.filter(pk=late.pk).update(until=late.on - dt.timedelta(days=1))
    assert take(lib, licence, one).seat == 1  # the night's task need not have run
    assert ELoan.objects.get(pk=late.pk).state == "expired"


@pytest.mark.django_db
def test_the_address_of_ours_is_of_one_reader_and_one_loan(lib):
    loan, other = take(lib, licence_of(lib), lib.reader()), lib.reader()
    token = token_of(loan)
    forged = f"{uuid.uuid4().hex}-{token.partition('-')[2]}"
    assert by_token(loan.reader, token) == loan
    assert [by_token(who, what) for who, what in (
        (other, token), (loan.reader, forged), (loan.reader, token[:-1]), (loan.reader, loan.pk.hex), (loan.reader, "нічого"),
    )] == [None] * 5  # fmt: skip


@pytest.mark.django_db
def test_who_read_is_forgotten_like_who_borrowed_and_figures_stay(lib):
    licence, named, nameless = licence_of(lib, seats=3), lib.reader(name="Марія Невидима"), lib.reader()
    keep_history(lib.act(actor=Actor(reader=named.pk)), reader=named, keep=True)
    for reader in (named, nameless):
        end_own_online(lib.act(actor=Actor(reader=reader.pk)), loan=take(lib, licence, reader))
    forget_pseudonymous(lib.now + dt.timedelta(minutes=11))
    assert set(ELoan.objects.values_list("reader", flat=True)) == {named.pk, None}
    forget_returned(lib.now + dt.timedelta(days=15))
    assert (set(ELoan.objects.values_list("reader", flat=True)), [row.title for row in own_history(named).rows]) == (
        {None},
        ["Електронна"],
    )
    bodies = [repr(one.body) for one in Operation.objects.filter(verb__endswith="online")]
    assert (len(bodies), [body for body in bodies if str(named.pk) in body or str(nameless.pk) in body]) == (4, [])
    loan = take(lib, licence, nameless)
    assert str(nameless.pk) in repr(Operation.objects.get(pk=loan.pk).body)
    erasure.forget(lib.act(), nameless.pk)
    loan.refresh_from_db()
    assert (loan.reader, loan.state, sums(lib)) == (None, "given_back", {("lending.eloan",): 3})


@pytest.mark.django_db
def test_a_licence_goes_with_the_description_that_stays(lib):
    licence, kept = licence_of(lib), lib.record("Електронна", material="electronic")
    merge_records(lib.act(), kept=kept, gone=licence.record)
    assert (Licence.objects.get().record, titles_of(lib.root).get()) == (kept, kept)


@pytest.mark.django_db
def test_the_real_address_is_in_no_operation_and_no_journal(lib):
    edit_licence(lib.act(), licence=licence_of(lib), seats=2, days=7, address=Withheld(ADDRESS))
    said = [(one.verb, one.body, one.answer, one.ref) for one in Operation.objects.all()]
    kept = repr([*said, *[(one.action, one.before, one.after) for one in AuditEntry.objects.all()]])
    assert ("kanarka" in kept, "lending.add_licence" in kept, str(lib.root.pk) in kept) == (False, True, True)


@pytest.mark.django_db(transaction=True)
def test_readers_who_want_the_last_seat_at_once_get_one_loan():
    lib = library()
    licence, readers = licence_of(lib), [lib.reader() for _ in range(6)]
    acts = [(lib.act(minutes=0, actor=Actor(reader=reader.pk)), reader) for reader in readers]
    answers = at_once([lambda a=a, r=r: borrow_online(a, licence=licence, reader=r) for a, r in acts])
    assert Counter(map(kind_of, answers)) == {"ELoan": 1, "all_taken": 5}
    assert (ELoan.objects.count(), sums(lib)) == (1, {("lending.eloan",): 1})
