"""Taking in a file that was looked at, and taking all of it back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.erasure import ERASERS
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers import onhand
from mandrivna.readers.arriving import take_in
from mandrivna.readers.former import COLUMNS, SKIP
from mandrivna.readers.models import Arrival, ArrivalRow, Enrolment, Reader
from mandrivna.readers.rules import IMPORT


@verb("readers.start_arrival", may=IMPORT, at="place")
def start_arrival(act: Act, *, arrival: Arrival, place: Unit, columns: list[str] | None = None) -> Arrival:
    """The rows wait already; the worker makes readers of them, a hundred at a time. No fact of work comes of it.

    `columns` says, place by place, what the columns of a table are.
    """
    found = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if found.institution_id != institution_of(place).pk:
        refuse_if([Blocker(code="foreign_arrival", text=_("Цей файл переглядали для іншого закладу."))])
    if found.state != Arrival.State.LOOKED_AT:
        raise Refused([Blocker(code="started_already", text=_("Цей імпорт уже почато."))])
    if found.heads:
        found.chosen = columns if columns is not None else found.chosen
        refuse_if(_columns(found))
    found.state, found.place = Arrival.State.RUNNING, place
    found.save()
    enqueue(take_in, arrival=str(found.pk))
    return found


def _columns(arrival: Arrival) -> list[Problem]:
    said = [column for column in arrival.chosen if column != SKIP]
    if len(arrival.chosen) != len(arrival.heads or []) or set(said) - set(COLUMNS) or len(said) != len(set(said)):
        return [Blocker(code="wrong_columns", text=_("Кожна колонка може бути лише одним, і кожне — лише раз."), field="columns")]
    if not set(said) & {"name", "surname", "pseudonym", "ticket"}:
        text = _("Позначте хоча б колонку з іменем, псевдонімом або номером квитка.")
        return [Blocker(code="no_columns", text=text, field="columns")]
    return []


@verb("readers.undo_arrival", may=IMPORT, at="place")
def undo_arrival(act: Act, *, arrival: Arrival, place: Unit) -> Arrival:
    """Whoever has come since stays: a reader who was registered here, or of whom another room knows anything, is ours now.

    Books on loan that came with them go first, unless something else has happened with them."""
    found = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if found.institution_id != institution_of(place).pk:
        refuse_if([Blocker(code="foreign_arrival", text=_("Цей файл переглядали для іншого закладу."))])
    if found.state not in (Arrival.State.RUNNING, Arrival.State.DONE):
        raise Refused([Blocker(code="not_to_undo", text=_("Цей імпорт не можна скасувати."))])
    books = onhand.take_back(act, found)  # before their readers: who still has one is in use
    gone = kept = 0
    for row in found.rows.filter(state=ArrivalRow.State.MADE, reader__isnull=False).select_related("reader"):
        if row.reader is not None and not _in_use(row.reader):
            Reader.objects.filter(pk=row.reader.pk).delete()
            gone += 1
        else:
            kept += 1
    found.rows.filter(reader=None).delete()
    found.rows.filter(loans__isnull=False).update(loans=None)
    found.state, found.counts = Arrival.State.UNDONE, {**found.counts, "undone": gone, "kept": kept, **books}
    found.save()
    return found


def _in_use(reader: Reader) -> bool:
    if reader.merged_into_id or reader.members.exists() or Enrolment.objects.filter(reader=reader, counted=True).exists():
        return True
    if Reader.objects.filter(merged_into=reader).exists():
        return True
    others = [item for label, item in ERASERS.items() if not label.startswith("readers.")]
    return any(next(iter(item.find(reader.pk)), None) is not None for item in others)
