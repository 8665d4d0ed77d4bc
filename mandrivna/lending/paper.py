"""Reads about paper: which sheets there are, and whom and what the words of a line mean."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import TruncWeek

from mandrivna.catalogue.search.records import best
from mandrivna.core import crypto
from mandrivna.core.actor import Actor
from mandrivna.core.codec import canonical
from mandrivna.core.models import Unit
from mandrivna.fund.models import Copy, State
from mandrivna.fund.queries import by_number, copies_of
from mandrivna.lending import rules
from mandrivna.lending.models import CODE_DIGITS, Sheet, SheetLine
from mandrivna.lending.queries import desk_copies, desk_readers
from mandrivna.lending.states import LineState, SheetKind, SheetState
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Card, Reader, is_card_code, only_digits
from mandrivna.readers.queries import by_card, by_pseudonym, joined, looks_like_phone, search

MOST = 6
SHORTEST_END = 4
FIELDS = {
    SheetKind.ENROL: ("name", "birth_year", "phone", "card"),
    SheetKind.ISSUE: ("reader", "copy"),
    SheetKind.RETURN: ("copy",),
}
LONGEST = 150


def sheets_for(actor: Actor) -> QuerySet[Sheet]:
    """With how many of its lines are in, and how many wait for a person."""
    rows = Sheet.objects.filter(place__in=Unit.objects.visible_to(actor, rules.ISSUE)).select_related("place")
    return rows.annotate(
        done=Count("rows", filter=Q(rows__state=LineState.DONE)), waits=Count("rows", filter=Q(rows__state=LineState.WAITING))
    )


def begun(rows: QuerySet[Sheet]) -> QuerySet[Sheet]:
    return rows.filter(state=SheetState.PRINTED, version__gt=0)


def waiting(rows: QuerySet[Sheet]) -> QuerySet[Sheet]:
    return rows.filter(pk__in=SheetLine.objects.filter(state=LineState.WAITING).values("sheet"))


def looked_for_since(today: dt.date) -> dt.date:
    """A sheet printed on this day or before, of which nothing is in, is looked for."""
    return today - dt.timedelta(days=terms().paper_missing_days)


def _missing(last: dt.date) -> Q:
    return Q(state=SheetState.PRINTED, version=0, printed_on__lte=last)


def missing(rows: QuerySet[Sheet], last: dt.date) -> QuerySet[Sheet]:
    return rows.filter(_missing(last))


def with_missing(rows: QuerySet[Sheet], last: dt.date) -> QuerySet[Sheet]:
    """Each with `looked_for`."""
    return rows.annotate(looked_for=ExpressionWrapper(_missing(last), output_field=BooleanField()))


def sheet_by_code(actor: Actor, text: str) -> Sheet | None:
    """From its digits or from the whole address in its QR, whatever a scanner made of the letters before them."""
    digits = only_digits(text)[-CODE_DIGITS:]
    return sheets_for(actor).filter(code=digits).first() if len(digits) == CODE_DIGITS else None


# --- what a line means ------------------------------------------------------------------------------------------------


def readers_like(actor: Actor, text: str) -> list[Reader]:
    """A card, its last digits, a phone, whole words of a name, or how a pseudonym begins."""
    text = " ".join(text.split())
    readers, digits = desk_readers(actor), only_digits(text)
    if any(sign.isalpha() for sign in text):
        return joined(search(actor, text), by_pseudonym(readers, text))[:MOST]
    if is_card_code(text):
        found = by_card(readers, text)
        return [found] if found else []
    if looks_like_phone(text):
        return search(actor, text)[:MOST]
    if len(digits) < SHORTEST_END:
        return []
    ending = Card.objects.active().filter(code__endswith=digits).values("reader")
    return list(readers.filter(pk__in=ending).order_by("pk")[:MOST])


def copies_like(actor: Actor, text: str, kind: str, place: Unit) -> list[Copy]:
    """A barcode, an inventory number, or a title; of a title first the copies that such a line may well speak of."""
    text = " ".join(text.split())
    if not text:
        return []
    mine = desk_copies(actor)
    code = text.replace(" ", "").replace("-", "")
    if found := mine.filter(barcode__in={text, code}).first() or by_number(mine, text):
        return [found]
    if not any(sign.isalpha() for sign in text):
        return []
    records = best(text, MOST)
    listed = [copy for copies in copies_of(actor, list(records), rules.ISSUE).values() for copy in copies]
    likely = State.ON_LOAN if kind == SheetKind.RETURN else State.AVAILABLE
    return sorted(listed, key=lambda copy: (copy.state != likely, copy.place_id != place.pk, copy.inventory_number or 0))[:MOST]


@dataclass(frozen=True)
class Meant[T]:
    """The one thing that is meant, or why that cannot be said: «nobody», «unknown», «several»."""

    one: T | None = None
    why: str = ""


def meant[T](found: list[T], unknown: str) -> Meant[T]:
    if len(found) == 1:
        return Meant(found[0])
    return Meant(why="several" if found else unknown)


def tidy(kind: str, line: dict[str, Any]) -> dict[str, str]:
    """The words of a line and nothing else; an empty line is empty."""
    asked = {name: str(line.get(name) or "").replace("\x00", "") for name in (*FIELDS[SheetKind(kind)], "on")}
    filled = {name: said[:LONGEST] for name, text in asked.items() if (said := " ".join(text.split()))}
    return filled if set(filled) - {"on"} else {}


def with_dittos(lines: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """A book without a reader is the reader's of the line above: who took three books is written once."""
    above, full = "", []
    for line in lines:
        if line.get("copy") and not line.get("reader") and above:
            line = {**line, "reader": above}
        above = line.get("reader", "") or (above if line.get("copy") else "")
        full.append(line)
    return full


def mac_of(sheet: uuid.UUID, said: dict[str, str], on: dt.date) -> bytes:
    return crypto.seal_mac("lending.paper", canonical([str(sheet), {**said, "on": said.get("on", str(on))}]))


# --- what has become of them, by place and week -----------------------------------------------------------------------

WEEKS = 8


@dataclass(frozen=True)
class Week:
    place: str
    monday: dt.date
    printed: int
    keyed: int
    partly: int
    missing: int
    aside: int


def by_week(actor: Actor, today: dt.date, last: dt.date) -> list[Week]:
    """Of the weeks in which anything was printed lately, the newest first; one grouped query."""
    since = today - dt.timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    rows = Sheet.objects.filter(place__in=Unit.objects.visible_to(actor, rules.ISSUE), printed_on__gte=since).order_by()
    counted = (
        rows.annotate(monday=TruncWeek("printed_on"))
        .values_list("place__name", "monday", "place__path")
        .annotate(
            printed=Count("pk"),
            keyed=Count("pk", filter=Q(state=SheetState.KEYED)),
            partly=Count("pk", filter=Q(state=SheetState.PRINTED, version__gt=0)),
            missing=Count("pk", filter=_missing(last)),
            aside=Count("pk", filter=Q(state__in=[SheetState.SPOILED, SheetState.LOST])),
        )
    )
    listed = sorted(counted, key=lambda row: (-row[1].toordinal(), row[2]))
    return [Week(place, monday, *numbers) for place, monday, _path, *numbers in listed]
