"""Telling a person, in plain words, everything that is known about them.

What is told follows from the classes of the fields, never from a list of what somebody remembered to show: each row an
eraser finds is told with every field from S2 up. The rooms add the words (`TOLD`); a test walks the models and fails when
a table or a field has none.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core import erasure
from mandrivna.core.codec import encode, reference
from mandrivna.core.models import AuditEntry, Operation, Staff
from mandrivna.core.registry import Registry


@dataclass(frozen=True)
class Told:
    """How one table is told: a heading, why it is there, and a word for each field."""

    title: Any
    why: Any
    words: dict[str, Any]


TOLD: Registry[Told] = Registry("tables told to a person")

Namer = Callable[[set[Any]], dict[Any, str]]
NAMES: Registry[Namer] = Registry("names of things a person is told of")
"""Label of a model → function from keys to words, where `str()` of the row would say too little or ask too often."""


@dataclass(frozen=True)
class Line:
    name: str
    word: Any
    value: str


@dataclass(frozen=True)
class Part:
    label: str
    title: Any
    why: Any
    rows: list[list[Line]]


def known(subject: uuid.UUID) -> list[models.Model]:
    """Every row about the person; gathered once for all that is told from it."""
    return [row for item in erasure.ERASERS for row in item.find(subject)]


def told(rows: list[models.Model]) -> list[Part]:
    """One part for each table that holds something about the person. The number of questions does not grow with the rows."""
    names = _names(rows)
    by_label: dict[str, list[models.Model]] = {}
    for row in rows:
        by_label.setdefault(row._meta.label, []).append(row)
    return [_part(label, found, names) for label, found in by_label.items()]


def _part(label: str, rows: Iterable[models.Model], names: dict[tuple[str, Any], str]) -> Part:
    spec = TOLD[label]
    return Part(label, spec.title, spec.why, [[_line(spec, row, field, names) for field in told_fields(type(row))] for row in rows])


def told_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    levels = model.privacy.as_dict()  # type: ignore[attr-defined]
    return [field for field in model._meta.concrete_fields if levels[field.name] >= 2]


def _line(spec: Told, row: models.Model, field: models.Field[Any, Any], names: dict[tuple[str, Any], str]) -> Line:
    value = getattr(row, field.attname)
    if field.name in erasure.withheld(type(row)):
        shown = _("зберігаємо так, що прочитати не може ніхто")
    elif isinstance(field, models.ForeignKey) and field.related_model is type(row) and value is not None:
        shown = _("інший запис: його не називаємо")
    elif isinstance(field, models.ForeignKey) and value is not None:
        shown = names.get((field.related_model._meta.label, value), str(value))
    elif field.choices:
        shown = str(dict(field.flatchoices).get(value, value))
    else:
        shown = plain(value)
    return Line(field.name, spec.words[field.name], shown or _("не вказано"))


def plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("так") if value else _("ні")
        case bytes() | memoryview():
            return _("ключ для пошуку: прочитати з нього нічого не можна")
        case dt.datetime():
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case dt.date():
            return date_format(value, "SHORT_DATE_FORMAT")
        case dict():
            return "; ".join(_day_or_word(item) for item in value.values())
        case list() | tuple():
            return ", ".join(plain(item) for item in value)
    return str(value)


def _day_or_word(value: Any) -> str:
    """In JSON a day is a text."""
    try:
        return plain(dt.date.fromisoformat(value))
    except (ValueError, TypeError):
        return plain(value)


def _names(rows: Iterable[models.Model]) -> dict[tuple[str, Any], str]:
    """What the keys of all rows lead to: each table asked once. Nobody else is named: staff are «працівник», readers «ви»."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for row in rows:
        for field in told_fields(type(row)):
            if isinstance(field, models.ForeignKey) and (key := getattr(row, field.attname)) is not None:
                wanted.setdefault(field.related_model, set()).add(key)
    found: dict[tuple[str, Any], str] = {}
    for model, keys in wanted.items():
        label = model._meta.label
        namer = NAMES.get(label)
        words = namer(keys) if namer else {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys)}
        found |= {(label, key): word for key, word in words.items()}
    return found


NAMES.add(Staff._meta.label, lambda keys: dict.fromkeys(keys, _("працівник бібліотеки")))

TOLD.add(
    "core.ErasureRequest",
    Told(
        gettext_lazy("Ваші запити на знищення даних"),
        gettext_lazy("Щоб бібліотека відповіла вчасно і могла це показати."),
        {
            "uid": gettext_lazy("Номер запиту"),
            "subject": gettext_lazy("Ваш номер у базі"),
            "unit": gettext_lazy("Хто відповідає"),
            "reason": gettext_lazy("Підстава"),
            "channel": gettext_lazy("Звідки надійшов"),
            "asked_on": gettext_lazy("Коли подано"),
            "due_on": gettext_lazy("Відповісти до"),
            "state": gettext_lazy("Стан"),
            "opened_by": gettext_lazy("Хто прийняв"),
            "confirmed_by": gettext_lazy("Хто дав першу згоду"),
            "confirmed_at": gettext_lazy("Коли підтверджено"),
            "closed_by": gettext_lazy("Хто завершив"),
            "closed_at": gettext_lazy("Коли завершено"),
            "explanation": gettext_lazy("Пояснення відмови"),
        },
    ),
)


# --- what was done with the data -----------------------------------------------------------------


@dataclass(frozen=True)
class Trace:
    """One entry of the journal about the person, without anybody else's name."""

    at: dt.datetime
    action: str
    unit: str
    by_staff: bool


def _refs(rows: list[models.Model]) -> set[str]:
    return {reference(row) for row in rows}


def traces(rows: list[models.Model], *, most: int | None = None) -> list[Trace]:
    """Who opened or changed what is known about the person: when, what, where; the latest first."""
    found = AuditEntry.objects.about(_refs(rows)).select_related("unit").order_by("-at", "-pk")
    return [Trace(row.at, row.action, str(row.unit or ""), row.staff_id is not None) for row in found[:most]]


def operations(rows: list[models.Model]) -> list[Operation]:
    """What was said about the person's card, loans and requests; contents stand until retention empties them."""
    return list(Operation.objects.filter(ref__in=_refs(rows)).order_by("occurred_at", "uid"))


def whole(subject: uuid.UUID) -> dict[str, Any]:
    """For a machine: all fields of all rows, the operations behind them and the journal."""
    rows = known(subject)
    return {
        **erasure.export_person(subject),
        "operations": [_without_staff(erasure.fields_of(row)) for row in operations(rows)],
        "journal": [{"at": encode(t.at), "action": t.action, "unit": t.unit, "by_staff": t.by_staff} for t in traces(rows)],
    }


def _without_staff(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "staff"}
