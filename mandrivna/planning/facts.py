"""Figures that people count themselves, with a source. Each becomes a fact, so that sums and drill-down know no exception.

What a kind is (a flow or a level, and in which mode of service) is code, not policy: changing it would change the past.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.api import Line, kind

if TYPE_CHECKING:
    from mandrivna.planning.models import ManualFigure


@dataclass(frozen=True, kw_only=True)
class ManualKind:
    """A flow adds up («за день 12 сеансів»); a level replaces what stood before («від цього дня 14 працівників»)."""

    code: str
    label: Any
    counted_in: Any
    level: bool = False
    mode: str = ""

    @property
    def kind(self) -> str:
        return PREFIX + self.code


PREFIX = "planning."
MANUAL: dict[str, ManualKind] = {}


def _manual(code: str, label: Any, counted_in: Any, *, level: bool = False, mode: str = "") -> None:
    MANUAL[code] = ManualKind(code=code, label=label, counted_in=counted_in, level=level, mode=mode)
    kind(PREFIX + code, label, counted_in, facets=("mode",) if mode else ())


_manual("virtual_users", _("Віртуальні користувачі"), _("особа"))
_manual("distance_visits", _("Дистанційні звернення поза програмою"), _("звернення"), mode="distance")
_manual("virtual_visits", _("Віртуальні відвідування інтернет-ресурсів"), _("сеанс"), mode="virtual")
_manual("electronic_issues", _("Електронна книговидача, крім виданого за ліцензією в програмі"), _("документ"), mode="virtual")
_manual("internet_resources", _("Видача вільних ресурсів інтернет"), _("ресурс"))
_manual("working_days", _("Робочі дні"), _("день"))
_manual("population", _("Населення зони обслуговування"), _("мешканець"), level=True)
_manual("staff", _("Працівники"), _("особа"), level=True)
_manual("partners", _("Партнери бібліотеки"), _("партнер"), level=True)


def is_level(fact_kind: str) -> bool:
    known = MANUAL.get(fact_kind.removeprefix(PREFIX)) if fact_kind.startswith(PREFIX) else None
    return known is not None and known.level


def lines(figure: ManualFigure) -> list[Line]:
    """A level is told as its difference from the level before, so that its running total is the level of any day."""
    known = MANUAL[figure.indicator]
    quantity = figure.value - figure.before
    if not quantity:
        return []
    return [Line(kind=known.kind, unit=figure.unit_id, on=figure.on, quantity=quantity, mode=known.mode)]


def source_of(figure: ManualFigure) -> str:
    return f"planning.ManualFigure:{figure.pk}"


def describe(figure: Any) -> str:
    return gettext("%(label)s, записано вручну. Джерело: %(source)s") % {
        "label": MANUAL[figure.indicator].label,
        "source": figure.source,
    }
