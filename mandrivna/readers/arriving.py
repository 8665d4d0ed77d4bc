"""Rows of a former system become readers: an opening state, so nothing of it is work of ours and no figure moves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Staff, Unit
from mandrivna.core.outbox import task
from mandrivna.core.problems import blockers
from mandrivna.core.retention import HANDLERS
from mandrivna.readers import onhand
from mandrivna.readers.actions.particulars import write
from mandrivna.readers.former import of_table, recognised
from mandrivna.readers.models import (
    Arrival,
    ArrivalRow,
    Audience,
    Card,
    Enrolment,
    Reader,
    is_card_code,
    new_card_code,
    only_digits,
)
from mandrivna.readers.problems import reader_problems
from mandrivna.readers.terms import terms
from mandrivna.readers.told import told_by
from mandrivna.shared.ids import new_uid

CHUNK = 100


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A file as it was read: rows of `{"cells": […]}` of a table, or what a record of RDR says."""

    name: str
    format: str
    rows: list[dict[str, Any]]
    heads: list[str] = field(default_factory=list)


def stage(uid: uuid.UUID, parsed: Parsed, *, institution: Unit, by: int | None, loans: bool = False) -> Arrival:
    """A file that was looked at: its rows wait, encrypted. Sent again with the same number it is the same file, told anew.

    `loans`: books on loan as well; unasked, what the file says of them is not kept even for a day."""
    chosen = recognised(parsed.heads)
    with transaction.atomic():
        Arrival.objects.filter(uid=uid, institution=institution, state=Arrival.State.LOOKED_AT).delete()
        staff = Staff.objects.filter(pk=by).first() if by else None
        arrival = Arrival.objects.create(
            uid=uid, institution=institution, name=parsed.name[:120], format=parsed.format, heads=parsed.heads or None,
            chosen=chosen, loans=loans, by=staff, at=timezone.now(),
        )  # fmt: skip
        numbered = enumerate(parsed.rows, start=1)
        made = [
            ArrivalRow(uid=new_uid(), arrival=arrival, number=number, told=told if loans else onhand.without(told))
            for number, told in numbered
        ]
        ArrivalRow.objects.bulk_create(made, batch_size=500)
        if loans:
            arrival.counts = onhand.tally(foreseen(arrival, made))
            arrival.save(update_fields=["counts"])
    return arrival


def understood(arrival: Arrival, row: ArrivalRow) -> dict[str, Any]:
    told: dict[str, Any] = row.told or {}
    told = of_table(arrival.chosen, told["cells"]) if "cells" in told else told
    return told if arrival.loans else onhand.without(told)


def foreseen(arrival: Arrival, rows: Iterable[ArrivalRow]) -> list[onhand.Fate]:
    """What would become of the books on loan of these rows, in their order. Who is here already is known by the old number."""
    books: list[tuple[bytes | None, onhand.Book]] = []
    for row in rows:
        told = understood(arrival, row)
        key = key_of(arrival.institution_id, told) if told.get("loans") else None
        books.extend((key, book) for book in told.get("loans", []))
    here: dict[bytes, uuid.UUID] = {}
    earlier = ArrivalRow.objects.filter(reader__isnull=False, arrival__institution=arrival.institution_id)
    for keys in batched({key for key, _book in books if key}, 500):
        here |= {bytes(key): reader for key, reader in earlier.filter(key__in=keys).values_list("key", "reader") if key}
    return onhand.foresee(arrival.institution, [(here.get(key) if key else None, book) for key, book in books])


def key_of(institution_id: int, told: dict[str, Any]) -> bytes | None:
    """By the old number, else by name, phone and year together; of somebody without either nothing can be known again."""
    parts = [told["ticket"]] if told.get("ticket") else [told.get(name, "") for name in ("name", "phone", "birth_year")]
    text = "|".join(str(part).casefold().strip() for part in parts if part)
    return crypto.seal_mac("readers.arrival", f"{institution_id}|{text}".encode())[:16] if text else None


def by_old_number(institutions: Any, text: str) -> list[uuid.UUID]:
    """Readers whom the former system knew by this number; institutions are the asker's own."""
    macs = [key_of(pk, {"ticket": text}) for pk in institutions]
    rows = ArrivalRow.objects.filter(
        key__in=[mac for mac in macs if mac], reader__isnull=False, reader__institution__in=institutions
    )
    return list(rows.values_list("reader", flat=True).distinct())


@task()
def take_in(arrival: str) -> None:
    """Chunk by chunk, so that the desk never waits long; stopped anywhere, it goes on from there."""
    while _chunk(arrival):
        pass


def _chunk(pk: str) -> bool:
    with transaction.atomic():
        arrival = Arrival.objects.select_for_update(of=("self",)).select_related("institution", "place").filter(pk=pk).first()
        if arrival is None or arrival.state != Arrival.State.RUNNING:
            return False
        rows = list(arrival.rows.filter(state=ArrivalRow.State.WAITING).order_by("number")[:CHUNK])
        counts = Counter(arrival.counts)
        books = 0
        for row in rows:
            books += _deal(arrival, row, counts)
            counts[row.state] += 1
            if books >= CHUNK:
                break
        arrival.counts = dict(counts)
        if not rows:
            arrival.state = Arrival.State.DONE
        arrival.save()
    return bool(rows)


def _deal(arrival: Arrival, row: ArrivalRow, counts: Counter[str]) -> int:
    """How many books on loan the row told of: they are what takes time."""
    told = understood(arrival, row)
    row.key = key_of(arrival.institution_id, told)
    known = _known(arrival, row, told)
    if known is not None:
        row.state, row.reader, row.told = ArrivalRow.State.KNOWN, known, None
    elif why := _wrong(arrival, told):
        row.state, row.why = ArrivalRow.State.REFUSED, why[:200]
    else:
        row.state, row.reader, row.told = ArrivalRow.State.MADE, _made(arrival, row, told), None
    onhand.hand_over(row, told, counts)
    row.save()
    return len(told.get("loans", []))


def _known(arrival: Arrival, row: ArrivalRow, told: dict[str, Any]) -> Reader | None:
    if row.key is not None:
        earlier = ArrivalRow.objects.filter(key=row.key, reader__isnull=False, arrival__institution=arrival.institution_id)
        if found := earlier.select_related("reader").first():
            return found.reader
    if told.get("phone"):
        return Reader.objects.filter(institution=arrival.institution_id, merged_into=None).by_phone(told["phone"]).first()
    return None


def _about(told: dict[str, Any]) -> dict[str, Any]:
    code = only_digits(told.get("ticket", ""))
    return {
        "name": told.get("name", ""),
        "pseudonym": told.get("pseudonym", ""),
        "phone": told.get("phone", ""),
        "email": told.get("email", ""),
        "birth_year": told.get("birth_year"),
        "audience": told.get("audience") or Audience.GENERAL,
        "card": code if is_card_code(code) else "",
    }


def _wrong(arrival: Arrival, told: dict[str, Any]) -> str:
    if not any(told.get(name) for name in ("name", "pseudonym", "ticket")):
        return _("Немає ні імені, ні псевдоніма, ні номера квитка.")
    year = timezone.localdate(arrival.at).year
    found = reader_problems(told_by(_about(told)), institution=arrival.institution, year=year, reader=None)
    return " ".join(str(problem.text) for problem in blockers(found))


def _made(arrival: Arrival, row: ArrivalRow, told: dict[str, Any]) -> Reader:
    """The consent the former system may have had is not ours: «не отримано», until somebody asks."""
    about = told_by(_about(told))
    act = Act(actor=SYSTEM, at=arrival.at, uid=row.uid)
    since = dt.date.fromisoformat(told["registered"]) if told.get("registered") else act.on
    reader = write(act, Reader(uid=new_uid(), institution=arrival.institution, registered_on=since), about)
    Card.objects.create(code=about.card or new_card_code(), reader=reader, issued_on=act.on)
    _past_years(arrival, reader, told.get("years", []), act)
    return reader


def _past_years(arrival: Arrival, reader: Reader, years: list[int], act: Act) -> None:
    """Registrations of the former system stay known and count nothing here: its own reports have counted them."""
    assert arrival.place is not None
    rows = [
        Enrolment(
            uid=new_uid(), reader=reader, institution_id=reader.institution_id, year=year, place=arrival.place,
            on=dt.date(year, 1, 1), how=Enrolment.How.AGAIN if number else Enrolment.How.NEW, age=reader.age,
            audience=reader.audience, first=f"{year}|{row_order}", counted=False,
        )
        for number, year in enumerate(sorted(year for year in years if year <= act.on.year))
        for row_order in (reader.pk,)
    ]  # fmt: skip
    Enrolment.objects.bulk_create(rows)


def forget_rejects(now: dt.datetime) -> int:
    """What was not taken is kept while it can be corrected; a file only looked at goes after a day."""
    limit = now - dt.timedelta(days=terms().import_rejects_days)
    looked = Arrival.objects.filter(state=Arrival.State.LOOKED_AT, at__lt=now - dt.timedelta(days=1))
    gone, _by_model = looked.delete()
    old = ArrivalRow.objects.filter(at__lt=limit).exclude(state=ArrivalRow.State.WAITING)
    return gone + old.filter(Q(told__isnull=False) | Q(loans__isnull=False)).update(told=None, loans=None)


HANDLERS.add("readers.forget_rejects", forget_rejects)
