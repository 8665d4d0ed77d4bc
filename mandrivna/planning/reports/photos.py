"""Photographs beside a section of a report. Rooms above have them: planning itself knows no event and keeps no picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.registry import Registry
from mandrivna.planning.models import Plan, Report
from mandrivna.planning.queries import last_day
from mandrivna.planning.reports.composed import Composed, Part, Photo
from mandrivna.planning.reports.kinds import PLAN
from mandrivna.shared.pictures import Printed

MOST, MOST_OF_ALL = 6, 24
"""Of one section, and of a report: it is still sent by mail."""
OFFERED = 24
"""How many of a section's newest are laid out to choose from."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """`offered`: of the rows of a plan, or of one section of it, to a day, newest first. `standing`: those that there still are.
    `shown`: those that everybody may see on the site now. `pixels`: what a document prints of them."""

    offered: Callable[[Plan, UUID | None, dt.date], Sequence[Photo]]
    standing: Callable[[Iterable[str]], Sequence[Photo]]
    shown: Callable[[Iterable[str]], Iterable[str]]
    pixels: Callable[[Iterable[str]], Mapping[str, Printed]]


PHOTOS: Registry[Source] = Registry("photographs of what was done of a plan")


def offered(report: Report, place: str) -> list[Photo]:
    """A document of the year has no rows of its own: all of its plan's are offered."""
    section = UUID(place) if report.kind == PLAN else None
    day = last_day(report.plan.year, report.until)
    found = [photo for _name, source in PHOTOS.items() for photo in source.offered(report.plan, section, day)]
    return sorted(found, key=lambda photo: (photo.on, photo.uid), reverse=True)


def standing(uids: Iterable[str]) -> dict[str, Photo]:
    wanted = sorted(set(uids))
    return {photo.uid: photo for _name, source in PHOTOS.items() for photo in source.standing(wanted)} if wanted else {}


def left(parts: Iterable[Part]) -> set[str]:
    """Of the photographs beside these parts, those that are there as they were signed."""
    signed = [photo for part in parts for photo in part.photos]
    there = standing(photo.uid for photo in signed)
    return {one.uid for one in signed if (now := there.get(one.uid)) and now.digest == one.digest}


def shown(photos: Iterable[Photo]) -> set[str]:
    wanted = sorted({photo.uid for photo in photos})
    return {uid for _name, source in PHOTOS.items() for uid in source.shown(wanted)} if wanted else set()


def pixels(whole: Composed) -> dict[str, Printed]:
    """For its paper: of the photographs that are there as they were."""
    wanted = sorted(left(whole.parts))
    return {uid: made for _name, source in PHOTOS.items() for uid, made in source.pixels(wanted).items()} if wanted else {}


def chosen(report: Report) -> dict[str, tuple[Photo, ...]]:
    """Place → its photographs, in the order of their days; what has been removed meanwhile is not among them."""
    there = standing(uid for uids in report.photos.values() for uid in uids)
    found = {place: [there[uid] for uid in uids if uid in there] for place, uids in report.photos.items()}
    return {place: tuple(sorted(photos, key=lambda photo: (photo.on, photo.uid))) for place, photos in found.items()}


def with_photos(report: Report, whole: Composed) -> Composed:
    if not report.photos:
        return whole
    found = chosen(report)
    return replace(whole, parts=tuple(replace(part, photos=found.get(part.uid, ())) for part in whole.parts))


def photo_problems(report: Report, place: str, uids: Sequence[str]) -> list[Problem]:
    had = set(report.photos.get(place, ()))
    known = had | {photo.uid for photo in offered(report, place)} if set(uids) - had else had
    if set(uids) - known:
        text = _("Такої світлини серед подій цього розділу немає. Оновіть сторінку.")
        return [Blocker(code="no_photo", text=text, field="photos")]
    if len(uids) > MOST:
        return [Blocker(code="too_many", text=_("До розділу можна до %(most)d світлин.") % {"most": MOST}, field="photos")]
    others = sum(len(many) for name, many in report.photos.items() if name != place)
    if others + len(uids) > MOST_OF_ALL:
        text = _("У звіті можна до %(most)d світлин разом.") % {"most": MOST_OF_ALL}
        return [Blocker(code="too_many_of_all", text=text, field="photos")]
    return []
