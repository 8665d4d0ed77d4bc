"""What hangs on a row and goes with it when it is erased: what measures it, how it goes in words, what people asked beside it.

Kept in the revision that erased the row, so that taking the change back brings all of it back and not only the words of the row.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from mandrivna.core.models import Staff
from mandrivna.planning.board.rows import ItemNote, Tie
from mandrivna.planning.models import PlanComment, PlanItem, ReportText, Section

HANGS: tuple[type[models.Model], ...] = (Tie, ItemNote, PlanComment)
"""Each names its row by `item`; `tests/planning/test_plan_hung.py` fails for one that is missing here."""

SAID_OF_PART: tuple[tuple[type[models.Model], str], ...] = ((PlanComment, "part"), (ReportText, "section"))
"""What names a section by itself, and by which of its fields; the same test walks the keys to sections."""

type Json = dict[str, Any]


class _Whole(DjangoJSONEncoder):
    """Django's own cuts moments to thousandths of a second."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.date) else super().default(o)


def hung_on(rows: Sequence[PlanItem], part: Section | None = None) -> list[Json]:
    """Of these rows, and what is said of the section itself when it goes too."""
    found = {model: models.Q(item__in=[row.pk for row in rows]) for model in HANGS}
    if part is not None:
        for model, name in SAID_OF_PART:
            found[model] = found.get(model, models.Q()) | models.Q((name, part))
    return [
        one
        for model, of in found.items()
        for one in json.loads(serializers.serialize("json", model._default_manager.filter(of).order_by("pk"), cls=_Whole))
    ]


def hang_back(told: Sequence[Json]) -> None:
    """People who are not of the staff any more are not named again; a number that the database gave is given anew."""
    staff = set(
        Staff.objects.filter(pk__in={one["fields"].get(name) for one in told for name in _PEOPLE} - {None}).values_list(
            "pk", flat=True
        )
    )
    for one in told:
        fields = {name: None if name in _PEOPLE and said not in staff else said for name, said in one["fields"].items()}
        for made in serializers.deserialize("python", [{**one, "fields": fields}]):
            if isinstance(made.object._meta.pk, models.AutoField):
                made.object.pk = None
            made.object.save(force_insert=True)


_PEOPLE = ("by", "solved_by")
