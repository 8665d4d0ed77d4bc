"""Who borrowed is forgotten in time, at once where nobody is named, and forgotten again after a restore; no figure notices."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import models

from mandrivna.core import erasure
from mandrivna.core.models import ErasureRecord, Operation
from mandrivna.core.outbox.clock import PERIODIC
from mandrivna.core.policy import edit
from mandrivna.core.retention import execute
from mandrivna.core.tasks import reapply_erasures
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.erasure import forget_often, forget_pseudonymous
from mandrivna.lending.models import Event, Loan
from mandrivna.readers.models import Reader
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
KINDS = ["readers.enrolment", "readers.served", "lending.issue", "lending.return", "lending.visit"]


@pytest.fixture
def lib() -> Library:
    return library()


def figures() -> dict:
    return totals(KINDS, None, dt.date(2030, 1, 1), by=("kind", "month", "age", "audience"))


def borrowed(lib: Library, **about) -> Reader:
    reader, copy = lib.reader(**about), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    return reader


def named(reader: Reader) -> int:
    return Loan.objects.filter(reader=reader).count() + Event.objects.filter(reader=reader).count()


@pytest.mark.parametrize("days", [0, 14, 30])
def test_the_night_after_its_days_the_link_is_gone(lib, days):
    edit(lib.act(), policy="lending", key="forget_after_days", value=days, reason="наші правила")
    reader = borrowed(lib, name="Тестова Олена")
    before = figures()
    execute(lib.now + dt.timedelta(days=days))
    assert named(reader) == 3
    execute(lib.now + dt.timedelta(days=days + 1))
    assert (named(reader), Operation.objects.filter(verb="lending.issue", body__isnull=False).count()) == (0, 0)
    assert (figures(), check_facts().drift) == (before, [])


@pytest.mark.parametrize(
    ("about", "links"), [({}, 0), ({"name": "Тестова Олена"}, 3), ({"phone": "0501234567"}, 3), ({"email": "o@example.org"}, 3)]
)
def test_nobody_named_is_forgotten_as_soon_as_nothing_can_be_undone(lib, about, links):
    reader, held = borrowed(lib, **about), lib.copy()
    issue(lib.act(), copy=held, reader=reader, place=lib.shelf)
    before = figures()
    assert forget_pseudonymous(lib.now + dt.timedelta(minutes=5)) == 0
    forget_pseudonymous(lib.now + dt.timedelta(minutes=15))
    assert named(reader) == links + 2, "a book in hand is never forgotten"
    assert (figures(), check_facts().drift) == (before, [])


def test_until_then_a_return_can_be_taken_back(lib):
    reader, copy = lib.reader(), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    event = return_copy(lib.act(), copy=copy, place=lib.shelf)
    forget_pseudonymous(lib.now + dt.timedelta(minutes=5))
    undo(lib.act(), copy=copy, target=event.pk, place=lib.shelf)
    assert Loan.objects.open().get().reader == reader


def test_the_worker_does_it(lib):
    reader = borrowed(lib)
    forget_often.call()
    assert named(reader) == 0, "the example lies months back"
    assert {"core.retention", "lending.forget_pseudonymous", "core.reapply_erasures"} <= set(PERIODIC.keys())


def restored(lib: Library, reader: Reader) -> Reader:
    """As a copy from before the erasure has it: the person is there, the record of the erasure is not."""
    models.QuerySet(ErasureRecord).delete()
    return Reader.objects.create(uid=reader.pk, institution=lib.root, name="Тестова Олена")


@pytest.mark.parametrize("on_file", [True, False])
def test_after_a_restore_the_worker_forgets_again(lib, settings, tmp_path, on_file):
    """The negative control: without the file beside the database nobody could know, and the person would stay."""
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")
    reader = borrowed(lib, name="Тестова Олена")
    erasure.keep(ErasureRecord.objects.create(subject=reader.pk, reason="request"))
    erasure.forget(lib.act(), reader.pk)
    before = figures()
    reapply_erasures.call()
    assert erasure.behind() is False
    restored(lib, reader)
    if not on_file:
        erasure.log_path().unlink()
    reapply_erasures.call()
    assert (Reader.objects.filter(pk=reader.pk).exists(), erasure.is_erased(reader.pk)) == (not on_file, on_file)
    assert (figures(), check_facts().drift) == (before, [])
