from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.actions.describing import (
    COLUMNS,
    body_of,
    columns_described,
    columns_of,
    keep_version,
    rewritten,
    settled,
    stages_at_birth,
    write_body,
    written_from,
)
from mandrivna.catalogue.formats.marc import SCHEMES, Marc
from mandrivna.catalogue.formats.project import absorb
from mandrivna.catalogue.models import HOSTED, MATERIAL_OF, Kind, Language, Material, Record
from mandrivna.catalogue.problems import normal_isbn, record_problems
from mandrivna.catalogue.search.changes import changed
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if


@verb("catalogue.add_record", may=rules.EDIT, at="unit")
def add_record(
    act: Act,
    *,
    unit: Unit,
    title: str,
    authors: str = "",
    isbn: str = "",
    isbn_wrong: str = "",
    year: int | None = None,
    language: str = Language.UKR,
    material: str = "",
    udc: str = "",
    publisher: str = "",
    kind: str = "",
    host: Record | None = None,
    part: str = "",
    subtitle: str = "",
    people: str = "",
    responsibility: str = "",
    issn: str = "",
    place: str = "",
    pages: str = "",
    series: str = "",
    bbk: str = "",
    author_sign: str = "",
    subjects: str = "",
    annotation: str = "",
    url: str = "",
    access: str = "",
    audience: str = "",
    local: bool = False,
    scheme: str = "",
    text: str = "",
) -> Record:
    """Describe a title; `unit` is the department whose work it is. A title without a kind is a book; without
    `material` the kind says which it is. `text` is somebody's whole description that the columns were taken from, and were
    looked through: its other fields come along."""
    taken = read_body(scheme, text) if text else None
    about = {
        **_given(locals()),
        "kind": kind or Kind.BOOK,
        "isbn": normal_isbn(isbn),
        "material": material or _material(kind or Kind.BOOK),
    }
    refuse_if([*_problems(act, {**about, "isbn": isbn}), *host_problems(about["kind"], host, None)])
    record = Record(uid=act.uid, host=host, created_by_unit=unit, created_on=act.on, **_trimmed(about))
    return _born(act, record, written_from(record, taken))


@verb("catalogue.add_described", may=rules.EDIT, at="unit")
def add_described(act: Act, *, unit: Unit, scheme: str, text: str, host: Record | None = None, local: bool = False) -> Record:
    """Take a whole description as it is (`formats.marc`): from another catalogue, or typed field by field."""
    marc = read_body(scheme, text)
    about = columns_described(marc)
    refuse_if([*_problems(act, about), *host_problems(about["kind"], host, None)])
    record = Record(uid=act.uid, host=host, local=local, created_by_unit=unit, created_on=act.on, **about)
    return _born(act, record, marc)


@verb("catalogue.edit_record", may=rules.EDIT, at="record.created_by_unit")
def edit_record(
    act: Act,
    *,
    record: Record,
    title: str,
    authors: str = "",
    isbn: str = "",
    isbn_wrong: str = "",
    year: int | None = None,
    language: str = Language.UKR,
    material: str = Material.BOOK,
    udc: str = "",
    publisher: str = "",
    kind: str | None = None,
    host: Record | None = None,
    part: str | None = None,
    subtitle: str | None = None,
    people: str | None = None,
    responsibility: str | None = None,
    issn: str | None = None,
    place: str | None = None,
    pages: str | None = None,
    series: str | None = None,
    bbk: str | None = None,
    author_sign: str | None = None,
    subjects: str | None = None,
    annotation: str | None = None,
    url: str | None = None,
    access: str | None = None,
    audience: str | None = None,
    local: bool | None = None,
) -> Record:
    """Correct a description. A corrected language or kind moves the record's own facts; loans keep what they reported.
    What is None stays as it is."""
    about = {**_given(locals()), "isbn": normal_isbn(isbn), "kind": kind or None}
    about = {name: value for name, value in about.items() if value is not None or name == "year"}
    refuse_if(_problems(act, {**about, "isbn": isbn}))
    record = locked(record)
    host = record.host if host is None else host
    refuse_if(host_problems(about.get("kind", record.kind), host, record))
    marc, before = body_of(record), columns_of(record)
    for name, value in {**_trimmed(about), "host": host}.items():
        setattr(record, name, value)
    anew = {name: getattr(record, name) for name in COLUMNS if getattr(record, name) != before[name]}
    if anew:
        keep_version(act, record, marc)
        absorb(anew, marc)
    return rewritten(act, record, marc, before, "edited")


@verb("catalogue.edit_body", may=rules.EDIT, at="record.created_by_unit")
def edit_body(act: Act, *, record: Record, scheme: str, text: str, why: str = "") -> Record:
    """The whole description anew; the columns follow it."""
    marc = read_body(scheme, text)
    about = columns_described(marc)
    refuse_if(_problems(act, about))
    record = locked(record)
    old, before = body_of(record), columns_of(record)
    if (old.scheme, old.dumps()) == (marc.scheme, marc.dumps()):
        return record
    keep_version(act, record, old, why)
    for name, value in about.items():
        setattr(record, name, value)
    return rewritten(act, record, marc, before, "edited")


def read_body(scheme: str, text: str) -> Marc:
    """Refused, never half read."""
    try:
        marc = Marc.loads(scheme, text)
    except (ValueError, TypeError):
        marc = None
    if marc is None or scheme not in SCHEMES or not marc.fields or not all(one.tag.isalnum() for one in marc.fields):
        raise Refused([Blocker(code="bad_body", text=_("Опис не читається: перевірте мітки полів і підполя."))])
    return marc


def locked(record: Record) -> Record:
    """As it is now, for this act alone. What is withdrawn has first to come back."""
    found = Record.objects.select_for_update(of=("self",)).select_related("host").get(pk=record.pk)
    if found.withdrawn_on:
        raise Refused([Blocker(code="withdrawn", text=_("Запис вилучено. Щоб його змінити, спершу поверніть його до каталогу."))])
    return found


def host_problems(kind: str, host: Record | None, record: Record | None) -> list[Problem]:
    if host is None:
        return []
    if host.kind not in HOSTED.get(Kind(kind), ()):
        return [Blocker(code="wrong_host", text=_("Такий запис не може бути частиною обраного видання."), field="host")]
    if record is not None and record.pk in {host.pk, host.host_id}:
        return [Blocker(code="own_host", text=_("Запис не може бути частиною самого себе."), field="host")]
    return []


def _given(names: dict[str, Any]) -> dict[str, Any]:
    """Of the arguments of a verb those that a record has columns for."""
    return {name: names[name] for name in (*COLUMNS, "local")}


def _material(kind: str) -> str:
    return MATERIAL_OF[Kind(kind)] if kind in Kind.values else Material.OTHER


def _trimmed(about: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in about.items()}


def _problems(act: Act, about: dict[str, Any]) -> list[Problem]:
    names = ("title", "isbn", "year", "language", "material")
    return record_problems(
        **{name: about[name] for name in names}, kind=about.get("kind", Kind.BOOK), audience=about.get("audience", ""), today=act.on
    )


def _born(act: Act, record: Record, marc: Marc) -> Record:
    record.changed_at = timezone.now()
    record.full_clean()
    record.save(force_insert=True)
    write_body(record, marc)
    stages_at_birth(act, record)
    settled(act, record)
    changed(record.pk)
    return record
