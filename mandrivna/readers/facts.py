from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.api import SOURCES, FactSource, Line, Once, kind
from mandrivna.readers.departments import Departments
from mandrivna.readers.models import Enrolment

ENROLMENT = kind(
    "readers.enrolment", _("Реєстрація користувачів (за ЄРК)"), _("особа"), facets=("mode", "channel", "audience", "age", "form")
)
SERVED = kind("readers.served", _("Обслужені користувачі"), _("особа"), facets=("mode", "channel", "audience", "age"))
SERVED_IN_DEPARTMENT = kind(
    "readers.served_in_department",
    _("Обслужені користувачі кожного відділу"),
    _("особа"),
    facets=("mode", "channel", "audience", "age"),
)


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


def served(line: Line, kind: str = SERVED) -> Line:
    """The same service seen as «somebody was served this year»."""
    return Line(
        kind=kind,
        unit=line.unit,
        on=line.on,
        mode=line.mode,
        channel=line.channel,
        audience=line.audience,
        age=line.age,
        path=line.path,
    )


def served_once(subject: str, line: Line, first: str, department: int) -> list[Once]:
    """Once in the institution and once in the department: which of the two is the figure, the institution decides afterwards."""
    return [
        Once(SERVED, subject, served(line), first),
        Once(department_scope(department), subject, served(line, SERVED_IN_DEPARTMENT), first),
    ]


def department_scope(department: int) -> str:
    return f"{SERVED}|{department}"


def served_by(enrolment: Enrolment, path: str = "") -> list[Once]:
    department = Departments(enrolment.institution_id).of(enrolment.place_id, enrolment.on, path)
    line = replace(_lines(enrolment)[0], path=path)
    return served_once(str(enrolment.reader_id), line, enrolment.first, department)


def describe(enrolment: Any) -> str:
    return f"{enrolment.get_how_display()}, {enrolment.place}"


def _all() -> Any:
    return Enrolment.objects.select_related("place")


SOURCES.add("readers.Enrolment", FactSource("readers.Enrolment", _("Реєстрація читача"), _all, lines, describe))
