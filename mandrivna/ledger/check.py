"""Does the ledger still say what the acts say? The nightly check is `settle` as a dry run and must find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched

from mandrivna.ledger.book import standing, wanted
from mandrivna.ledger.kinds import SOURCES, FactSource
from mandrivna.ledger.models import Fact

BATCH = 500


@dataclass
class Report:
    objects: int = 0
    facts: int = 0
    drift: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.drift


def check_facts() -> Report:
    """Every registered act against its facts, and every fact against the existence of its act."""
    report = Report(facts=Fact.objects.count())
    for source in SOURCES:
        _check_acts(source, report)
    _check_orphans(report)
    return report


def _check_acts(source: FactSource, report: Report) -> None:
    for chunk in batched(source.objects().iterator(BATCH), BATCH):
        names = {f"{source.label}:{obj.pk}": obj for obj in chunk}
        stands = standing(names)
        for name, obj in names.items():
            report.objects += 1
            should = wanted(source.lines(obj))
            have = stands[name].quantities if name in stands else {}
            for key in {**should, **have}:
                if difference := should[key] - have.get(key, 0):
                    report.drift.append(f"{name}: {key.kind} {key.on} {difference:+d}")


def _check_orphans(report: Report) -> None:
    for chunk in batched(_sources(), BATCH):
        by_label: dict[str, list[str]] = {}
        for name in chunk:
            by_label.setdefault(name.split(":", 1)[0], []).append(name.split(":", 1)[1])
        for label, keys in by_label.items():
            source = SOURCES.get(label)
            known = {str(pk) for pk in source.objects().filter(pk__in=keys).values_list("pk", flat=True)} if source else set()
            lost = [f"{label}:{key}" for key in keys if key not in known]
            report.drift += [
                f"{name}: a fact without its act" for name, entry in standing(lost).items() if any(entry.quantities.values())
            ]


def _sources() -> Iterator[str]:
    return Fact.objects.order_by("source").values_list("source", flat=True).distinct().iterator(BATCH)
