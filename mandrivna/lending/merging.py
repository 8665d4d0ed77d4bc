"""What lending moves when two records of a reader become one: loans and their events, the queue, the reader's own list, visits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.problems import Blocker, Problem
from mandrivna.ledger.api import plan, settle_all
from mandrivna.lending import facts
from mandrivna.lending.actions.refold import wishes_of
from mandrivna.lending.models import ELoan, Event, Hold, Loan, Read, Remembering, Reminder, SheetLine, Stop
from mandrivna.lending.states import Effect
from mandrivna.readers.departments import Departments
from mandrivna.readers.merging import Mover, mover, rows_of
from mandrivna.readers.models import Reader


def _both_wait(gone: Reader, kept: Reader) -> list[Problem]:
    own = Hold.objects.open().filter(reader=kept).values("record")
    twice = Hold.objects.open().filter(reader=gone, record__in=own).select_related("record").first()
    if twice is None:
        return []
    text = _("Обидва записи чекають на те саме видання: %s. Спершу скасуйте одне із замовлень.") % twice.record
    return [Blocker(code="both_wait", text=text)]


def _remember(_act: Act, gone: Reader, kept: Reader) -> list[Any]:
    """Whoever asked in either record for a list of their own has asked."""
    wish = Remembering.objects.filter(reader=gone).first()
    if wish is None or Remembering.objects.filter(reader=kept).exists():
        return []
    Remembering.objects.create(reader=kept, since=wish.since)
    return [str(wish.since)]


def _remember_back(_act: Act, _gone: Reader, kept: Reader, keys: list[Any]) -> None:
    if keys:
        Remembering.objects.filter(reader=kept).delete()


def _nothing(_act: Act, _gone: Reader, _kept: Reader) -> list[Any]:
    return []


def _count_again(act: Act, gone: Reader, kept: Reader, _keys: list[Any]) -> None:
    """After the events have gone back: each of the two is served and has visited by their own acts."""
    departments = Departments(kept.institution_id)
    for reader in (gone, kept):
        by_year: dict[int, list[Any]] = {}
        for row in Event.objects.filter(reader=reader, opening=None).exclude(effect=Effect.UNDONE).order_by("first"):
            by_year.setdefault(row.on.year, []).extend(wishes_of(row, facts.visit(row), departments))
        for year, wishes in by_year.items():
            planned = plan(reader.institution_id, str(year), wishes)
            settle_all(act, planned.lines, fresh=planned.fresh)


for model in (Loan, Event, Read, SheetLine, Stop, ELoan, Reminder):
    mover(rows_of(model))
mover(rows_of(Hold, objections=_both_wait))
mover(Mover("lending.Remembering", _remember, _remember_back))
mover(Mover("lending", _nothing, _count_again))
