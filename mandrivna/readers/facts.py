from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.api import SOURCES, FactSource, Line, Once, kind
from mandrivna.readers.models import Enrolment

ENROLMENT = kind(
    "readers.enrolment", _("Реєстрація користувачів (за ЄРК)"), _("особа"), facets=("mode", "channel", "audience", "age", "form")
)
SERVED = kind("readers.served", _("Обслужені користувачі"), _("особа"), facets=("mode", "channel", "audience", "age"))


def lines(enrolment: Enrolment) -> list[Line]:
    """The second registration of one person in one year, found when two records became one, counts nothing."""
    return _lines(enrolment) if enrolment.counted else []


def _lines(enrolment: Enrolment) -> list[Line]:
    return [
        Line(
            kind=ENROLMENT,
            unit=enrolment.place_id,
            on=enrolment.on,
            mode=enrolment.mode,
            channel=enrolment.channel,
            audience=enrolment.audience,
            age=enrolment.age,
            form=enrolment.how,
        )
    ]


def served(line: Line) -> Line:
    """The same service seen as «somebody was served this year»."""
    return Line(
        kind=SERVED,
        unit=line.unit,
        on=line.on,
        mode=line.mode,
        channel=line.channel,
        audience=line.audience,
        age=line.age,
        path=line.path,
    )


def served_by(enrolment: Enrolment) -> Once:
    return Once(scope="readers.served", subject=str(enrolment.reader_id), line=served(_lines(enrolment)[0]), first=enrolment.first)


def describe(enrolment: Any) -> str:
    return f"{enrolment.get_how_display()}, {enrolment.place}"


def _all() -> Any:
    return Enrolment.objects.select_related("place")


SOURCES.add("readers.Enrolment", FactSource("readers.Enrolment", _("Реєстрація читача"), _all, lines, describe))
