"""How a part of the year is called; figures run from 1 January, those of its last quarter or month stand beside them."""

from __future__ import annotations

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from mandrivna.planning.queries import UNTIL, WHOLE


def until_label(until: str) -> str:
    named = {"": _("увесь рік"), "q1": _("I квартал"), "q2": _("I півріччя"), "q3": _("9 місяців"), "q4": _("IV квартал окремо")}
    if until in named:
        return named[until]
    first, last = str(MONTHS[1]).lower(), str(MONTHS[UNTIL[until]]).lower()
    return first if until == "m1" else f"{first}–{last}"


def slice_label(until: str) -> str:
    """The quarter or month itself, where it is not all there is since January."""
    quarters = {"q2": _("II квартал"), "q3": _("III квартал"), "q4": _("IV квартал")}
    if until in quarters:
        return quarters[until]
    return str(MONTHS[UNTIL[until]]).lower() if until.startswith("m") and until != "m1" else ""


def period_label(year: int, until: str) -> str:
    if not until:
        return _("%(year)s рік") % {"year": year}
    if until == "q4":  # December and the last quarter stand beside the whole year, which is what the figures are of
        return _("%(year)s рік, окремо IV квартал") % {"year": year}
    return _("%(year)s рік, %(part)s") % {"year": year, "part": until_label(until)}


def until_choices(*, slices: bool = True) -> list[tuple[str, str]]:
    """Without `slices`, where no numbers of a part by itself stand, only what ends on a day of its own."""
    return [(until, until_label(until)) for until in UNTIL if slices or not until or until not in WHOLE]
