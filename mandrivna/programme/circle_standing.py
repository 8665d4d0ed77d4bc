"""How one gets to a meeting of a group or a club: by belonging to it, unless it takes whoever comes by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mandrivna.programme.models import Circle, CircleKind, Event, MemberState
from mandrivna.readers.models import Age

CLOSED = Q(kind=CircleKind.GROUP) | Q(capacity__isnull=False)
"""Whoever has not joined does not come: every group of a course, and a club whose places are numbered."""


@dataclass(frozen=True)
class Belonging:
    """Numbers, never a name."""

    circle: Circle
    taken: int
    waiting: int

    @property
    def is_club(self) -> bool:
        return self.circle.is_club

    @property
    def guests(self) -> bool:
        """A club of as many as wish: one comes by without joining."""
        return self.is_club and self.circle.capacity is None

    @property
    def left(self) -> int | None:
        """None: as many as wish. Nobody overtakes those who wait for a place that has just been freed."""
        if self.circle.capacity is None:
            return None
        return 0 if self.waiting else max(0, self.circle.capacity - self.taken)

    @property
    def full(self) -> bool:
        return self.left == 0

    @property
    def joined_alone(self) -> bool:
        """Readers join for themselves what the site shows."""
        return self.circle.series.shown and not self.circle.series.ended_on

    @property
    def ages(self) -> str:
        return ", ".join(str(Age(age).label) for age in self.circle.ages)


def belonging_to(event: Event) -> Belonging | None:
    """Whose meeting it is and how it stands with their places: one question; nothing for what is nobody's."""
    if event.series_id is None:
        return None
    known = Q(members__reader__isnull=False) | Q(members__name__isnull=False)
    rows = Circle.objects.filter(series=event.series_id).select_related("series")
    circle = rows.annotate(
        taken=Count("members", filter=known & Q(members__state=MemberState.IN)),
        waiting=Count("members", filter=Q(members__state=MemberState.WAITING)),
    ).first()
    return Belonging(circle, circle.taken, circle.waiting) if circle is not None else None


def for_members(events: Iterable[Event]) -> dict[uuid.UUID, bool]:
    """Those of them to which only members come, and whether it is a club; one look for all."""
    rows = list(events)
    asked = Circle.objects.filter(CLOSED, series__in={one.series_id for one in rows if one.series_id})
    known = {series: kind == CircleKind.CLUB for series, kind in asked.values_list("series", "kind")}
    return {one.pk: known[one.series_id] for one in rows if one.series_id in known}


def joining_words(told: Belonging) -> str:
    """For paper and the press, without the full stop: places may be taken meanwhile, the queue stays."""
    if told.guests:
        said = _("Вхід вільний, клуб радий гостям")
    elif told.full:
        said = (
            _("За записом до клубу: місця зайнято, є черга") if told.is_club else _("За записом до групи: місця зайнято, є черга")
        )
    else:
        said = _("За записом до клубу") if told.is_club else _("За записом до групи")
    return _("%(said)s. Вік: %(ages)s") % {"said": said, "ages": told.ages} if told.ages else said


def joining_told(told: Belonging) -> str:
    """For a talk: whole sentences, and what one does to join."""
    if told.guests:
        said = [_("Вхід вільний: клуб радий гостям.")]
    else:
        whose = _("Це зустріч клубу, приходять учасники.") if told.is_club else _("Це заняття групи, приходять учасники.")
        alone = _("Записують за квитком у кабінеті на сайті, а в бібліотеці й без квитка.")
        said = [whose, places_told(told), alone if told.joined_alone else _("Запитайте в бібліотеці, як записатися.")]
    return " ".join([*said, *([_("Вік: %s.") % told.ages] if told.ages else [])])


def places_told(told: Belonging) -> str:
    if told.full:
        return _("Усі місця зайнято, але можна стати в чергу.")
    return _("Вільних місць: %d.") % told.left if told.left is not None else _("Місць вистачить усім.")
