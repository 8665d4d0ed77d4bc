"""What every change of a description does besides: the whole text follows the columns, the old one is kept, stages are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from mandrivna.catalogue import facts
from mandrivna.catalogue.formats.marc import MARC21, Marc
from mandrivna.catalogue.formats.project import absorb, project
from mandrivna.catalogue.headings import Headings
from mandrivna.catalogue.models import Body, Kind, Mention, Processing, Record, Stage, Version
from mandrivna.catalogue.search.changes import changed
from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.ledger.api import settle

COLUMNS = (
    "kind", "part", "title", "subtitle", "authors", "people", "responsibility", "isbn", "isbn_wrong", "issn", "year", "place",
    "publisher", "pages", "series", "language", "material", "udc", "bbk", "author_sign", "subjects", "annotation", "url", "access",
    "audience",
)  # fmt: skip
"""Columns that a description has a field for; `host` and `local` are our own."""

OF_STAGE = {Stage.CLASSIFIED: ("udc", "bbk", "author_sign"), Stage.SUBJECTED: ("subjects",)}
LEADER = "00000nam a2200000 i 4500"


def body_of(record: Record) -> Marc:
    """The whole description; one that was never more than its columns is written from them."""
    kept = Body.objects.filter(record=record).first()
    if kept is not None:
        return Marc.loads(kept.scheme, kept.text)
    return written_from(record)


def written_from(record: Record, taken: Marc | None = None) -> Marc:
    """The columns win over the description they were taken from; what it says besides stays."""
    marc = Marc(MARC21, LEADER) if taken is None else taken
    absorb(columns_of(record), marc)
    return marc


def columns_described(marc: Marc) -> dict[str, Any]:
    said = project(marc)
    return {name: getattr(said, name) for name in COLUMNS}


def columns_of(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in COLUMNS}


def write_body(record: Record, marc: Marc) -> None:
    """With its headings: whoever the description names is found under every form of the name."""
    Body.objects.update_or_create(record=record, defaults={"scheme": marc.scheme, "text": marc.dumps()})
    Mention.objects.filter(record=record).delete()
    Headings().mention([(record.pk, project(marc).named)])


def keep_version(act: Act, record: Record, marc: Marc, why: str = "") -> None:
    """The description as it is before this act changes it."""
    last = Version.objects.filter(record=record).order_by("-number").values_list("number", flat=True).first() or 0
    Version.objects.create(
        record=record, number=last + 1, scheme=marc.scheme, text=marc.dumps(), at=act.at, on=act.on, why=why[:200],
        by_id=act.actor.staff_id, op=act.uid,
    )  # fmt: skip


def stage(act: Act, record: Record, what: str, unit: Unit | int) -> None:
    """Once a day: whoever saves a form twice has not edited twice."""
    of = unit if isinstance(unit, int) else unit.pk
    Processing.objects.get_or_create(record=record, stage=what, on=act.on, defaults={"unit_id": of, "op": act.uid})


def stages_at_birth(act: Act, record: Record) -> None:
    """An article is analytic work and not cataloguing; what the cataloguer filled in at once is done as well."""
    stage(act, record, Stage.ANALYTIC if record.kind == Kind.ARTICLE else Stage.DESCRIBED, record.created_by_unit_id)
    for what, names in OF_STAGE.items():
        if any(getattr(record, name) for name in names):
            stage(act, record, what, record.created_by_unit_id)


def stages_of_change(act: Act, record: Record, before: Mapping[str, Any]) -> None:
    """The first class or subject is a stage of its own; any other change is editing, unless the record is of today."""
    altered = {name for name in COLUMNS if getattr(record, name) != before[name]}
    for what, names in OF_STAGE.items():
        if altered & set(names) and not any(before[name] for name in names):
            stage(act, record, what, record.created_by_unit_id)
            altered -= set(names)
    born = (Stage.DESCRIBED, Stage.ANALYTIC)
    if altered and not Processing.objects.filter(record=record, stage__in=born, on=act.on).exists():
        stage(act, record, Stage.EDITED, record.created_by_unit_id)


def settled(act: Act, record: Record, reason: str = "") -> None:
    settle(act, f"catalogue.Record:{record.pk}", facts.lines(record), reason=reason)


def rewritten(act: Act, record: Record, marc: Marc, before: Mapping[str, Any], reason: str) -> Record:
    """The end of every change: the row, the whole description, the stages it was, their facts, and the word to the search."""
    record.changed_at = timezone.now()
    record.full_clean()
    record.save()
    write_body(record, marc)
    stages_of_change(act, record, before)
    settled(act, record, reason=reason)
    changed(record.pk)
    return record
