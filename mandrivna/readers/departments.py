"""In which department of an institution somebody was served: whatever hangs directly under the institution, with all below it."""

from __future__ import annotations

import datetime as dt

from mandrivna.core.models import Unit, UnitPeriod


class Departments:
    """Of one institution, for as long as one act lasts. A hub that belongs to no department is by itself; what was done in the
    institution's own name is another one. Units move: it is the place of the day that counts."""

    def __init__(self, institution: int) -> None:
        self.institution = institution
        self._periods: dict[int, list[tuple[dt.date, str]]] = {}

    def of(self, unit: int, on: dt.date, path: str = "") -> int:
        """`path`: where the unit stood on that day, when the caller knows it."""
        above = [int(part) for part in (path or self._path(unit, on)).split(".") if part]
        if self.institution not in above:
            return unit
        below = above[above.index(self.institution) + 1 :]
        return below[0] if below else self.institution

    def all(self) -> list[int]:
        """Every one that there has been."""
        paths = UnitPeriod.objects.filter(path__contains=f"{self.institution}.").values_list("path", flat=True).distinct()
        parted = [[int(part) for part in path.split(".") if part] for path in paths]
        mine = [(above, above.index(self.institution) + 1) for above in parted if self.institution in above]
        return sorted({self.institution, *(above[at] for above, at in mine if at < len(above))})

    def _path(self, unit: int, on: dt.date) -> str:
        if unit not in self._periods:
            rows = UnitPeriod.objects.filter(unit_id=unit).order_by("since").values_list("since", "path")
            self._periods[unit] = list(rows)
        periods = self._periods[unit]
        if not periods:
            return Unit.objects.values_list("path", flat=True).get(pk=unit)
        return next((path for since, path in reversed(periods) if since <= on), periods[0][1])
