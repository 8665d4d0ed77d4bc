"""Does the ledger still say what the acts say? The nightly check is `settle` as a dry run and must find nothing.

After years the acts are millions: looked through in one go they would hold the queue for half an hour. `pieces` are all of it, each
some seconds long and to be asked about by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db.models import QuerySet

from mandrivna.ledger.book import standing, wanted
from mandrivna.ledger.kinds import SOURCES, FactSource
from mandrivna.ledger.models import Fact

BATCH = 500
PIECE = 20_000

type Piece = tuple[str, str, str]
"""(label of a source of acts, or empty for the facts; after this key; up to this one, or empty to the end)"""


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
        _check_acts(source, source.objects(), report)
    _check_orphans(Fact.objects.all(), report)
    return report


def pieces() -> Iterator[Piece]:
    for label, source in SOURCES.items():
        yield from ((label, after, upto) for after, upto in _cuts(source.objects(), "pk"))
    yield from (("", after, upto) for after, upto in _cuts(Fact.objects.all(), "source"))


def check_piece(label: str, after: str, upto: str) -> Report:
    report = Report()
    if label:
        _check_acts(SOURCES[label], _between(SOURCES[label].objects(), "pk", after, upto), report)
    else:
        facts = _between(Fact.objects.all(), "source", after, upto)
        report.facts = facts.count()
        _check_orphans(facts, report)
    return report


def _cuts(rows: QuerySet[Any], by: str) -> Iterator[tuple[str, str]]:
    """A look into an index for each piece. What comes while one is being checked belongs to the last, or to the next night."""
    after, more = "", True
    while more:
        keys = _between(rows, by, after, "").order_by(by).values_list(by, flat=True)
        upto = str(next(iter(keys[PIECE - 1 : PIECE]), ""))
        yield after, upto
        after, more = upto, bool(upto)


def _between(rows: QuerySet[Any], by: str, after: str, upto: str) -> QuerySet[Any]:
    return rows.filter(**({f"{by}__gt": after} if after else {}), **({f"{by}__lte": upto} if upto else {}))


def _check_acts(source: FactSource, objects: QuerySet[Any], report: Report) -> None:
    for chunk in batched(objects.iterator(BATCH), BATCH):
        names = {f"{source.label}:{obj.pk}": obj for obj in chunk}
        stands = standing(names)
        for name, obj in names.items():
            report.objects += 1
            should = wanted(source.lines(obj))
            have = stands[name].quantities if name in stands else {}
            for key in {**should, **have}:
                if difference := should[key] - have.get(key, 0):
                    report.drift.append(f"{name}: {key.kind} {key.on} {difference:+d}")


def _check_orphans(facts: QuerySet[Fact], report: Report) -> None:
    names = facts.order_by("source").values_list("source", flat=True).distinct()
    for chunk in batched(names.iterator(BATCH), BATCH):
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
