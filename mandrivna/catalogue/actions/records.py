from __future__ import annotations

from mandrivna.catalogue import facts, rules
from mandrivna.catalogue.models import Language, Material, Record
from mandrivna.catalogue.problems import normal_isbn, record_problems
from mandrivna.catalogue.search.changes import changed
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import refuse_if
from mandrivna.ledger.api import settle


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
    material: str = Material.BOOK,
    udc: str = "",
    publisher: str = "",
) -> Record:
    """Describe a title; `unit` is the department whose work it is."""
    refuse_if(record_problems(title=title, isbn=isbn, year=year, language=language, material=material, today=act.on))
    record = Record(
        uid=act.uid, title=title.strip(), authors=authors.strip(), isbn=normal_isbn(isbn), isbn_wrong=isbn_wrong.strip(), year=year,
        language=language, material=material, udc=udc.strip(), publisher=publisher.strip(), created_by_unit=unit, created_on=act.on,
    )  # fmt: skip
    record.full_clean()
    record.save(force_insert=True)
    changed(record.pk)
    settle(act, f"catalogue.Record:{record.pk}", facts.lines(record))
    return record


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
) -> Record:
    """Correct a description. A corrected language or kind moves the record's own fact; loans keep what they reported."""
    refuse_if(record_problems(title=title, isbn=isbn, year=year, language=language, material=material, today=act.on))
    record = Record.objects.select_for_update().get(pk=record.pk)
    record.title, record.authors, record.isbn, record.isbn_wrong = (
        title.strip(),
        authors.strip(),
        normal_isbn(isbn),
        isbn_wrong.strip(),
    )
    record.year, record.language, record.material = year, language, material
    record.udc, record.publisher = udc.strip(), publisher.strip()
    record.full_clean()
    record.save()
    changed(record.pk)
    settle(act, f"catalogue.Record:{record.pk}", facts.lines(record), reason="edited")
    return record


def refresh_holdings(*, record: Record, total: int, available: int) -> None:
    """The projection that lists show; derived, so it is neither an operation nor a fact."""
    Record.objects.filter(pk=record.pk).exclude(copies=total, available=available).update(copies=total, available=available)
