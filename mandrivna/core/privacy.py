"""Field classes: what harm a field does if the enemy reads it. Every field of every model carries one.

S1 public (catalogue, past aggregates) · S2 internal (staff, current loans, schedules) ·
S3 personal (names, phones, addresses of readers) · S4 life (occupied territory, testimonies).
S3 and S4 columns are encrypted; neither ever goes to logs, the ledger, a bot or a URL.

    class Reader(models.Model):
        privacy = classes(S1="uid", S2="pseudonym registered_on", S3="name phone")
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Classes:
    by_field: tuple[tuple[str, int], ...]

    def __getitem__(self, name: str) -> int:
        return dict(self.by_field)[name]

    def as_dict(self) -> dict[str, int]:
        return dict(self.by_field)


def classes(*, S1: str = "", S2: str = "", S3: str = "", S4: str = "") -> Classes:  # noqa: N803 - the names of the classes
    pairs = [(name, level) for level, names in enumerate((S1, S2, S3, S4), start=1) for name in names.split()]
    names = [name for name, _ in pairs]
    if doubled := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"fields with two classes: {sorted(doubled)}")
    return Classes(tuple(pairs))
