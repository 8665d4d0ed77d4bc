from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record, Stage
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

RECORD = kind("catalogue.record", _("Створені бібліографічні записи"), _("запис"), facets=("language", "material", "form"))
CLASSIFIED = kind("catalogue.classified", _("Систематизація"), _("запис"), facets=("language", "material"))
SUBJECTED = kind("catalogue.subjected", _("Предметизація"), _("запис"), facets=("language", "material"))
ANALYTIC = kind("catalogue.analytic", _("Аналітичний розпис"), _("запис"), facets=("language", "material"))
EDITED = kind("catalogue.edited", _("Редагування в електронному каталозі"), _("запис"), facets=("language", "material"))
KINDS = {
    Stage.DESCRIBED: RECORD,
    Stage.CLASSIFIED: CLASSIFIED,
    Stage.SUBJECTED: SUBJECTED,
    Stage.ANALYTIC: ANALYTIC,
    Stage.EDITED: EDITED,
}


def lines(record: Record) -> list[Line]:
    """One for each stage, on the day it was done. A record that an import brought has none until somebody works on it."""
    return [
        Line(
            kind=KINDS[Stage(done.stage)],
            unit=done.unit_id,
            on=done.on,
            language=record.language,
            material=record.material,
            form="described" if done.stage == Stage.DESCRIBED else "",
        )
        for done in sorted(record.stages.all(), key=lambda done: (done.on, done.pk))
    ]


def _worked_on() -> Any:
    return Record.objects.filter(stages__isnull=False).distinct().prefetch_related("stages")


SOURCES.add("catalogue.Record", FactSource("catalogue.Record", _("Бібліографічний запис"), _worked_on, lines, str))
