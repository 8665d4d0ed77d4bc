"""Looking what stands on a shelf. Nothing is declared missing by not having been looked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.fund.models import Copy
from mandrivna.lending import rules
from mandrivna.lending.actions.shelf_visits import give_number
from mandrivna.lending.models import Checked, ShelfCheck, ShelfVisit
from mandrivna.lending.moving import ON_SHELVES
from mandrivna.lending.problems import copy_problems, place_kind_problems
from mandrivna.lending.states import Found


@verb("lending.start_check", may=rules.MOVE, at="place")
def start_check(act: Act, *, place: Unit, visit: ShelfVisit | None = None) -> ShelfCheck:
    """One at a time for a shelf: two who look together tick the same list."""
    refuse_if(place_kind_problems(place))
    if (going_on := ShelfCheck.objects.filter(place=place, closed_on=None).first()) is not None:
        return going_on
    return ShelfCheck.objects.create(uid=act.uid, place=place, visit=visit, started_at=act.at, on=act.on)


@verb("lending.see_copy", may=rules.MOVE, at="check.place", remote=True)
def see_copy(act: Act, *, check: ShelfCheck, copy: Copy) -> Checked:
    """It stands here. What the records said of it at that moment is kept beside it; nothing about the copy changes yet."""
    found = _open(check)
    copy = Copy.objects.select_related("place").get(pk=copy.pk)
    refuse_if(copy_problems(copy, found.place))
    row, _made = Checked.objects.get_or_create(
        of=found, copy=copy, defaults={"found": said_of(copy, found.place), "said_place": copy.place, "at": act.at}
    )
    return row


def said_of(copy: Copy, place: Unit) -> str:
    if copy.state not in ON_SHELVES:
        return Found.UNEXPECTED
    return Found.HERE if copy.place_id == place.pk else Found.MISPLACED


def _open(check: ShelfCheck) -> ShelfCheck:
    found = ShelfCheck.objects.select_for_update().get(pk=check.pk)
    if found.closed_on:
        raise Refused([Blocker(code="check_closed", text=_("Цю звірку вже завершено. Почніть нову."))])
    return found


@verb("lending.close_check", may=rules.MOVE, at="check.place")
def close_check(act: Act, *, check: ShelfCheck, whole: bool) -> ShelfCheck:
    """`whole`: everything that stands here has been seen, so what has not is missing. Otherwise of the rest nothing is said.

    Missing is a word of the check alone; whether it is a loss somebody says copy by copy.
    """
    found = _open(check)
    standing = Copy.objects.filter(place=found.place_id, state__in=ON_SHELVES)
    found.expected, found.whole, found.closed_on = standing.count(), whole, act.on
    if whole:
        seen = Checked.objects.filter(of=found).values("copy")
        Checked.objects.bulk_create(
            [
                Checked(of=found, copy=copy, found=Found.MISSING, said_place_id=found.place_id, at=act.at)
                for copy in standing.exclude(pk__in=seen).order_by("pk")
            ]
        )
    give_number(act, found)
    found.save()
    return found
