"""The feed of changes: written with the act, read by each for itself, nothing missed when numbers come out of order."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction

from mandrivna.catalogue.models import Change
from mandrivna.catalogue.search import changes
from mandrivna.catalogue.search.changes import Gap, Tail, changed

A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))


@pytest.mark.django_db
def test_a_reader_gets_each_record_once_and_then_nothing():
    tail = Tail(changes.last())
    changed(A)
    changed(B, A, B)
    assert tail.read() == [A, B]
    assert tail.read() == []
    changed(C)
    assert tail.read() == [C]


@pytest.mark.django_db
def test_what_was_rolled_back_is_never_heard_of():
    tail = Tail(changes.last())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        changed(A)
        raise ZeroDivisionError
    assert tail.read() == []


@pytest.mark.django_db(transaction=True)
def test_only_inside_the_transaction_of_an_act():
    with pytest.raises(transaction.TransactionManagementError):
        changed(A)


@pytest.mark.django_db
def test_a_number_committed_late_is_not_missed():
    start = changes.last() + 100
    tail = Tail(start)
    Change.objects.create(sequence=start + 1, record=A)
    Change.objects.create(sequence=start + 5, record=C)
    assert (tail.read(), tail.cursor) == ([A, C], start + 1)
    Change.objects.create(sequence=start + 3, record=B)
    assert (tail.read(), tail.cursor) == ([B], start + 1)
    assert [(gap.first - start, gap.last - start) for gap in tail.gaps] == [(2, 2), (4, 4)]
    tail.gaps = [Gap(gap.first, gap.last, gap.since - changes.PATIENCE) for gap in tail.gaps]
    assert (tail.read(), tail.cursor) == ([], start + 5)
