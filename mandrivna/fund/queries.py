"""Copies as people look for them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mandrivna.catalogue.holdings import LENT_ONLINE, Holding
from mandrivna.catalogue.models import Record, RecordQuerySet
from mandrivna.core.actor import Actor
from mandrivna.core.models import Kind, Unit
from mandrivna.core.models.units import below
from mandrivna.core.permissions import Permission
from mandrivna.core.queries import institutions_for
from mandrivna.fund.models import Copy, State
from mandrivna.fund.rules import VIEW

INVENTORY = re.compile(r"(?:№|#|n|інв\.?)?\s*(\d{1,9})", re.IGNORECASE)

BEFORE = re.compile(r"^(?:№|#|інв\.?)\s*", re.IGNORECASE)


def copies_for(actor: Actor, permission: Permission = VIEW) -> QuerySet[Copy]:
    """Copies of the actor's own institutions, wherever they stand, with the record and both places."""
    return with_places(Copy.objects.filter(owner__in=institutions_for(actor, permission)))


def with_places(rows: QuerySet[Copy]) -> QuerySet[Copy]:
    return rows.select_related("record", "owner", "home", "place")


def by_number(copies: QuerySet[Copy], text: str) -> Copy | None:
    """«№ 123», «інв. 123», «123», and «к-777» as the inventory book has it; letters in any case."""
    match = INVENTORY.fullmatch(text.strip())
    found = copies.filter(inventory_number=int(match[1])).first() if match else None
    said = BEFORE.sub("", text.strip())
    if found is not None or not any(sign.isdigit() for sign in said):
        return found
    return copies.filter(inventory_text__in={said, said.lower(), said.upper()}).exclude(inventory_text="").first()


def copies_of(actor: Actor, records: list[Record], permission: Permission = VIEW, *, most: int = 200) -> dict[object, list[Copy]]:
    """Held copies by record, those on the spot first; one query for all the records."""
    found: dict[object, list[Copy]] = {record.pk: [] for record in records}
    if not records:
        return found
    rows = copies_for(actor, permission).exclude(state=State.WITHDRAWN).filter(record__in=records)
    for copy in rows.order_by("state", "place__path", "inventory_number")[:most]:
        found[copy.record_id].append(copy)
    return found


def on_shelf(place: Unit, most: int) -> list[Record]:
    """Titles that stand at a place now, each once, in the order of a shelf: by author, then by title."""
    held = Copy.objects.standing_at(place).values("record_id")
    return list(Record.objects.filter(pk__in=held).order_by("authors", "title", "pk")[:most])


def stock(places: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Place → (standing there, lent from there); one grouped query."""
    rows = Copy.objects.filter(place__in=places).values_list("place_id")
    counted = rows.annotate(here=Count("pk", filter=Q(state=State.AVAILABLE)), lent=Count("pk", filter=Q(state=State.ON_LOAN)))
    return {place: (here, lent) for place, here, lent in counted.order_by()}


# --- for readers: titles and places, never who has what ---------------------------------------------------------------


def titles_of(institution: Unit, *, wholes: bool = False) -> RecordQuerySet:
    """What readers of this institution can come by: a copy of it, a copy of what it is part of, an address in the network,
    or what is lent without a copy. `wholes`: a set or a journal as well that is held by its volumes or issues alone."""
    held = Copy.objects.held().filter(owner=institution)
    own = Exists(held.filter(record=OuterRef("pk"))) | Exists(held.filter(record=OuterRef("host")))
    online = ~Q(url="") & below(institution.path, "created_by_unit__path")
    found: Any = own | online
    if wholes:
        found |= Exists(held.filter(record__host=OuterRef("pk")))
    for source in LENT_ONLINE:
        found |= source(institution)
    return Record.objects.current().filter(found)


def titles_at(places: Iterable[int], most: int) -> tuple[QuerySet[Record], bool]:
    """Titles that stand at these places now, each once, by title; and whether there are more copies than `most`. Of a large house
    only so many are looked at: sorting all that stands in it would take longer the more it holds."""
    standing = Copy.objects.filter(place__in=list(places), state=State.AVAILABLE).order_by("place", "state", "record")
    looked = list(standing.values_list("record_id", flat=True)[: most + 1])
    return Record.objects.filter(pk__in=set(looked[:most])).order_by("order", "pk"), len(looked) > most


def where_standing(records: Iterable[Record], places: Iterable[int]) -> dict[object, dict[int, int]]:
    """Record → place → how many copies wait there; one query for all the records."""
    listed = list(records)
    found: dict[object, dict[int, int]] = {record.pk: {} for record in listed}
    within: dict[object, list[object]] = {}
    for record in listed:  # an article waits where its journal does
        within.setdefault(record.pk, []).append(record.pk)
        if record.host_id:
            within.setdefault(record.host_id, []).append(record.pk)
    # Asked by the titles alone: a place and a state in the question, and the engine may go through all that stands at the place.
    shown = set(places)
    rows = Copy.objects.filter(record__in=list(within)).values_list("record_id", "place_id")
    counted = rows.annotate(number=Count("pk", filter=Q(state=State.AVAILABLE)))
    for of, place, number in counted.order_by("place__path"):
        for pk in within[of] if number and place in shown else ():
            found[pk][place] = found[pk].get(place, 0) + number
    return found


def newest_at(places: Iterable[int], most: int) -> list[Record]:
    """What was put on these shelves last and still stands there, the latest first; each title once, however many copies came."""
    rows = Copy.objects.filter(place__in=list(places), state=State.AVAILABLE).order_by("-received_on", "-inventory_number")
    latest = rows.values_list("record_id", flat=True)
    seen: dict[uuid.UUID, None] = {}
    start = 0
    while len(seen) < most and (bundle := latest[start : start + most * COPIES_OF_ONE]):
        seen |= dict.fromkeys(bundle)
        start += most * COPIES_OF_ONE
    wanted = list(seen)[:most]
    found = Record.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted]


COPIES_OF_ONE = 4
"""Copies looked at for each title wanted; a gift of fifty copies of one book only makes another look."""


# --- for the search index ---------------------------------------------------------------------------------------------


def holdings_of(records: Sequence[uuid.UUID]) -> dict[uuid.UUID, Holding]:
    """What search counts by: one query for a thousand records. A place brings the units around it, so that a hub is found by its
    shelves; a shelf that is not shown to readers brings nobody: a hub's number must not tell of it."""
    rows = (
        Copy.objects.held()
        .filter(record__in=records)
        .values_list("record_id", "owner_id", "place_id", "place__path", "place__public", "state", "received_on")
    )
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows.order_by():
        found.setdefault(row[0], []).append(row[1:])
    return {record: _holding(copies) for record, copies in found.items()}


def holdings_elsewhere(records: Sequence[uuid.UUID]) -> dict[uuid.UUID, Holding]:
    """Of titles that have no copy of their own: an article is where its journal is, and an address in the network is everywhere."""
    rows = Record.objects.filter(pk__in=records).filter(Q(host__isnull=False) | ~Q(url=""))
    about = list(rows.values_list("pk", "host_id", "url", "created_by_unit__path"))
    hosts = holdings_of([host for _pk, host, _url, _path in about if host])
    found = {pk: hosts[host] for pk, host, _url, _path in about if host in hosts}
    online = {pk: [int(part) for part in path.split(".") if part] for pk, _host, url, path in about if url}
    institutions = set(
        Unit.objects.filter(pk__in={one for path in online.values() for one in path}, kind=Kind.INSTITUTION).values_list(
            "pk", flat=True
        )
    )
    for pk, path in online.items():
        found[pk] = found.get(pk, Holding()) + Holding(owners=tuple(one for one in path if one in institutions))
    return found


def _holding(copies: list[Any]) -> Holding:
    around = {
        place: [int(part) for part in path.split(".") if part] if public else [place]
        for _owner, place, path, public, _state, _day in copies
    }
    here = [place for _owner, place, _path, _public, state, _day in copies if state == State.AVAILABLE]
    return Holding(
        here=len(here),
        places=tuple(sorted({one for place in here for one in around[place]})),
        owners=tuple(sorted({owner for owner, *_rest in copies})),
        held=tuple(sorted({one for place in around for one in around[place]})),
        arrived=max(day for *_rest, day in copies),
    )
