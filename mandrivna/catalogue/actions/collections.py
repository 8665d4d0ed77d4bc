"""Collections that people make for readers: what they are called, when they are shown, what stands in them and in which order."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.holdings import MOVERS, WORKED, Mover
from mandrivna.catalogue.models import Chosen, Collection, Record
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if

MOST = 500
"""Records of one collection: more is no longer chosen, and one page of citations takes 200."""


@verb("catalogue.add_collection", may=rules.EDIT, at="unit")
def add_collection(
    act: Act,
    *,
    unit: Unit,
    title: str,
    words: str = "",
    local: bool = False,
    shown: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Collection:
    """Empty at first. Not shown to readers until it is said so."""
    made = Collection(unit=unit, made_on=act.on)
    return _saved(made, title=title, words=words, local=local, shown=shown, since=since, until=until)


@verb("catalogue.edit_collection", may=rules.EDIT, at="collection.unit")
def edit_collection(
    act: Act,
    *,
    collection: Collection,
    title: str,
    words: str = "",
    local: bool = False,
    shown: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
    cover: Record | None = None,
) -> Collection:
    """`cover`: one of its own records; without it the first speaks for all."""
    found = _locked(collection)
    if cover is not None and not found.items.filter(record=cover).exists():
        raise Refused([Blocker(code="foreign_cover", text=_("Обкладинкою може бути лише видання з цієї добірки."), field="cover")])
    found.cover = cover
    return _saved(found, title=title, words=words, local=local, shown=shown, since=since, until=until)


@verb("catalogue.put_in_collection", may=rules.EDIT, at="collection.unit")
def put_in_collection(act: Act, *, collection: Collection, records: list[str], note: str = "") -> Collection:
    """At the end, in the order they are named; what is in it already stays where it is. Withdrawn records are refused."""
    found = _locked(collection)
    keys = list(dict.fromkeys(uuid.UUID(one) for one in records))
    known = set(found.items.values_list("record_id", flat=True))
    new = [key for key in keys if key not in known]
    refuse_if(_putting_problems(keys, new, len(known), note))
    last = found.items.aggregate(last=Max("place"))["last"] or 0
    Chosen.objects.bulk_create(
        [Chosen(collection=found, record_id=key, place=last + at, note=note.strip()) for at, key in enumerate(new, 1)]
    )
    return found


@verb("catalogue.note_in_collection", may=rules.EDIT, at="item.collection.unit")
def note_in_collection(act: Act, *, item: Chosen, note: str) -> Chosen:
    refuse_if(_note_problems(note))
    item.note = note.strip()
    item.save(update_fields=["note"])
    return item


@verb("catalogue.move_in_collection", may=rules.EDIT, at="item.collection.unit")
def move_in_collection(act: Act, *, item: Chosen, to: int) -> Chosen:
    """To this place among all, counted from one; beyond an end is at that end. Whatever stood around closes up."""
    _locked(item.collection)
    others = [one for one in Chosen.objects.filter(collection=item.collection_id) if one.pk != item.pk]
    others.insert(min(max(to - 1, 0), len(others)), item)
    for place, one in enumerate(others, 1):
        one.place = place
    Chosen.objects.bulk_update(others, ["place"])
    return item


@verb("catalogue.take_out_of_collection", may=rules.EDIT, at="item.collection.unit")
def take_out_of_collection(act: Act, *, item: Chosen) -> Collection:
    """Only out of the collection; the record stays as it is."""
    found = _locked(item.collection)
    if found.cover_id == item.record_id:
        found.cover = None
        found.save(update_fields=["cover"])
    Chosen.objects.filter(pk=item.pk).delete()
    return found


def _locked(collection: Collection) -> Collection:
    return Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)


def _saved(collection: Collection, **about: Any) -> Collection:
    for name, value in about.items():
        setattr(collection, name, value.strip() if isinstance(value, str) else value)
    problems: list[Problem] = []
    if not collection.title:
        problems.append(Blocker(code="no_title", text=_("Дайте добірці назву."), field="title"))
    if collection.since and collection.until and collection.until < collection.since:
        problems.append(Blocker(code="wrong_period", text=_("Останній день має бути не раніше за перший."), field="until"))
    refuse_if(problems)
    collection.full_clean()
    collection.save()
    return collection


def _putting_problems(keys: list[uuid.UUID], new: list[uuid.UUID], held: int, note: str) -> list[Problem]:
    problems = _note_problems(note)
    if not keys:
        problems.append(Blocker(code="nothing_said", text=_("Позначте хоча б одне видання.")))
    if held + len(new) > MOST:
        text = _("У добірці може бути не більше ніж %(most)s видань.") % {"most": MOST}
        problems.append(Blocker(code="too_many", text=text))
    if Record.objects.current().filter(pk__in=new).count() != len(new):
        problems.append(Blocker(code="withdrawn", text=_("Серед позначеного є запис, якого в каталозі вже немає.")))
    return problems


def _note_problems(note: str) -> list[Problem]:
    if len(note.strip()) <= 500:
        return []
    return [Blocker(code="too_long", text=_("Слово про книжку має бути не довше за 500 знаків."), field="note")]


# --- when two records become one, the collections of both know the one that stays ---------------------------------------


def _keys(record: Record) -> list[str]:
    return [str(pk) for pk in Chosen.objects.filter(record=record).order_by("pk").values_list("pk", flat=True)]


def _move(keys: Any, record: Record) -> None:
    """Where the other one stands already, this one stays behind, and is not shown."""
    taken = Chosen.objects.filter(record=record).values("collection")
    Chosen.objects.filter(pk__in=[int(key) for key in keys]).exclude(
        collection__in=list(taken.values_list("collection", flat=True))
    ).update(record=record)


def _chosen(records: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    shown = Collection.objects.filter(cover__in=records).values_list("cover_id", flat=True)
    return {*Chosen.objects.filter(record__in=records).values_list("record_id", flat=True), *shown}


MOVERS.add("catalogue.collections", Mover(_keys, _move))
WORKED.add("catalogue.collections", _chosen)
