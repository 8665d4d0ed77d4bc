"""G6 and what else happens at the same moment: one book and fifty borrowers, two acts on one figure, a sealer among writers."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from mandrivna.core.act import Act
from mandrivna.core.actions.units import edit_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Refused
from mandrivna.fund.models import Copy, State
from mandrivna.ledger.api import Line, check_facts, settle, totals, verify
from mandrivna.ledger.models import Fact, Mark, Seal
from mandrivna.ledger.seal import close_stretch
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.visits import count_visits
from mandrivna.lending.models import Event, Loan, VisitCount
from mandrivna.lending.states import LoanState
from mandrivna.readers.models import Reader
from tests.drills.kit import FAR, named, times
from tests.drills.reporting import Tell
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
POSTGRES_ONLY = "SQLite has one writer at a time: there is nothing to overlap"
BORROWERS = 50


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Each act in a thread and on a connection of its own, let go at the same moment. What it raised is its answer."""
    gate = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            gate.wait(60)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(one, act) for act in acts]]


def kind_of(answer: object) -> str:
    return ",".join(answer.codes) if isinstance(answer, Refused) else type(answer).__name__


def open_loans(copy: Copy) -> int:
    return Loan.objects.open().filter(copy=copy).count()


def test_fifty_borrowers_of_one_copy_get_one_loan(tell: Tell) -> None:
    lib = library()
    copy, readers = lib.copy(), [lib.reader() for _ in range(BORROWERS)]
    rounds, began = times(3, 200), time.monotonic()
    for _round in range(rounds):
        acts = [(Act(actor=SYSTEM, at=lib.act(minutes=0).at), reader) for reader in readers]
        answers = at_once([lambda a=a, r=r: issue(a, copy=copy, reader=r, place=lib.shelf) for a, r in acts])
        assert Counter(map(kind_of, answers)) == {"Event": 1, "on_loan": BORROWERS - 1}
        assert open_loans(copy) == 1
        return_copy(lib.act(), copy=copy, place=lib.shelf)
    assert Loan.objects.count() == rounds
    assert totals(["lending.issue"], None, FAR) == {("lending.issue",): rounds}
    assert check_facts().drift == []
    took = time.monotonic() - began
    tell(f"{rounds} rounds × {BORROWERS} borrowers: one loan each, {rounds * (BORROWERS - 1)} refusals, {took:.0f} s")


def test_the_drill_sees_a_double_loan_without_lock_and_index(tell: Tell) -> None:
    """Negative control: «is it free?», a breath, «then it is mine», and no unique index behind it."""
    lib = library()
    copy, readers = lib.copy(), [lib.reader() for _ in range(8)]
    index = next(item for item in Loan._meta.constraints if item.name == "one_open_loan_per_copy")
    asked = threading.Barrier(len(readers))

    def careless(reader: Reader) -> None:
        if open_loans(copy) == 0:
            asked.wait(60)
            day = lib.today
            Loan.objects.create(uid=named(reader.pk), copy=copy, reader=reader, place=lib.shelf, issued_on=day, due_on=day)

    with connection.schema_editor() as editor:
        editor.remove_constraint(Loan, index)
    try:
        at_once([lambda r=r: careless(r) for r in readers])
        doubled = open_loans(copy)
        assert doubled == len(readers)
    finally:
        Loan.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Loan, index)
    tell(f"without lock and index {doubled} open loans of one copy: found")


def test_the_database_itself_refuses_a_second_open_loan() -> None:
    lib = library()
    copy, reader = lib.copy(), lib.reader()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    day = lib.today
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.create(uid=named("second"), copy=copy, reader=reader, place=lib.shelf, issued_on=day, due_on=day)
    assert open_loans(copy) == 1


def test_the_same_operation_at_the_same_moment_is_one_loan() -> None:
    lib = library()
    copy, reader, act = lib.copy(), lib.reader(), lib.act()
    answers = at_once([lambda: issue(act, copy=copy, reader=reader, place=lib.shelf) for _ in range(8)])
    assert {getattr(answer, "pk", answer) for answer in answers} == {act.uid}
    assert (Event.objects.count(), Loan.objects.count(), Copy.objects.get(pk=copy.pk).state) == (1, 1, State.ON_LOAN)
    assert check_facts().drift == []


def test_one_reader_at_two_desks_is_one_visit_and_one_served_user() -> None:
    lib = library()
    reader, copies, at = lib.reader(), [lib.copy() for _ in range(6)], lib.act().at
    answers = at_once([lambda c=c: issue(Act(actor=SYSTEM, at=at), copy=c, reader=reader, place=lib.shelf) for c in copies])
    assert Counter(map(kind_of, answers)) == {"Event": 6}
    found = totals(["lending.issue", "lending.visit", "readers.served"], None, FAR)
    assert found == {("lending.issue",): 6, ("lending.visit",): 1, ("readers.served",): 1}
    assert Loan.objects.filter(state=LoanState.OPEN).count() == 6
    earliest = min(Event.objects.values_list("first", flat=True))
    assert Mark.objects.get(kind="lending.visit").first == earliest
    assert check_facts().drift == []


def counted(lib: Library, numbers: list[int]) -> list[Any]:
    edit_unit(lib.act(), unit=lib.hub, about={"visits_from": "counter"})
    lib.hub.refresh_from_db()
    acts = [(Act(actor=SYSTEM, at=lib.act().at), number) for number in numbers]
    return at_once([lambda a=a, n=n: count_visits(a, place=lib.hub, on=lib.today, number=n) for a, n in acts])


def test_two_acts_settling_one_source_at_once_leave_one_truth() -> None:
    lib = library()
    numbers = [5, 7, 11, 13]
    assert [kind_of(answer) for answer in counted(lib, numbers)] == ["VisitCount"] * 4
    assert VisitCount.objects.get().number == 13
    assert totals(["lending.counted_visits"], None, FAR) == {("lending.counted_visits",): 13}
    assert check_facts().drift == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason=POSTGRES_ONLY)
@pytest.mark.drift
class TestSealerAmongWriters:
    def test_a_stretch_is_not_sealed_over_the_head_of_a_writer(self) -> None:
        lib = library()
        lib.copy()
        wrote, go_on = threading.Event(), threading.Event()
        sealed_at: list[float] = []

        def write() -> None:
            with transaction.atomic():
                settle(Act(actor=SYSTEM), "test.Late:1", [Line(kind="lending.return", unit=lib.shelf.pk, on=lib.today)])
                wrote.set()
                go_on.wait(20)

        def seal() -> None:
            wrote.wait(20)
            close_stretch()
            sealed_at.append(time.monotonic())

        def let_go() -> float:
            wrote.wait(20)
            time.sleep(0.5)
            go_on.set()
            return time.monotonic()

        _write, _seal, released = at_once([write, seal, let_go])
        assert isinstance(released, float) and sealed_at[0] >= released, "the sealer waited for the writer"
        assert Seal.objects.get().last_id == Fact.objects.order_by("-id")[0].pk
        assert verify().ok

    def test_without_the_lock_a_row_slips_under_the_seal(self) -> None:
        """Negative control: the number is taken early, the row arrives after the seal, and the chain shows it."""
        lib = library()
        lib.copy()
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_fact', 'id'))")
            early = cursor.fetchone()[0]
        lib.copy()
        close_stretch()
        late = Fact.objects.order_by("-id").first()
        late.pk, late.line, late._state.adding = early, 99, True
        late.save()
        assert not verify().ok
