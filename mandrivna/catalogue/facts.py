from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

RECORD = kind("catalogue.record", _("Створені бібліографічні записи"), _("запис"), facets=("language", "material", "form"))


def lines(record: Record) -> list[Line]:
    """A record counts on the day it was described; later stages are acts of their own."""
    return [
        Line(
            kind=RECORD,
            unit=record.created_by_unit_id,
            on=record.created_on,
            language=record.language,
            material=record.material,
            form="described",
        )
    ]


SOURCES.add("catalogue.Record", FactSource("catalogue.Record", _("Бібліографічний запис"), Record.objects.all, lines, str))
