"""One true call of each verb that puts the wording of descriptions right, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.catalogue.actions.headings import add_heading
from mandrivna.catalogue.actions.quality import keep_heading_wording, keep_wording, repair_records
from mandrivna.catalogue.models import Record

MISTYPED = "Мандрiвна пам`ятка"


def _mistyped(world: Any) -> Record:
    record: Record = world.lib.record(MISTYPED)
    return record


QUALITY: dict[str, tuple[Callable[..., object], Callable[[Any], dict[str, Any]]]] = {
    "catalogue.repair_records": (repair_records, lambda w: {"unit": w.lib.root, "records": [str(_mistyped(w).pk)]}),
    "catalogue.keep_wording": (keep_wording, lambda w: {"record": _mistyped(w)}),
    "catalogue.keep_heading_wording": (
        keep_heading_wording,
        lambda w: {"authority": add_heading(w.lib.act(), sort="subject", heading=MISTYPED)},
    ),
}
