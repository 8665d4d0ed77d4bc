"""After an event: photographs, recordings and papers, two lines about it. By whoever answers for it or works where it was."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.programme import rules
from mandrivna.programme.after import (
    MOST_FILE,
    file_kind,
    link_problems,
    material_problems,
    photo_problem,
    photo_problems,
)
from mandrivna.programme.models import Event, EventMaterial, EventPhoto
from mandrivna.programme.problems import LONGEST_REPORT
from mandrivna.programme.states import MaterialKind, Seen, State
from mandrivna.programme.unsaying import unsay
from mandrivna.shared import webp
from mandrivna.shared.pictures import MOST_BYTES, PHOTO_SIDES, Why


def where_problems(event: Event, where: Unit) -> list[Problem]:
    """The right is asked for at one of the two units that have to do with the event."""
    if where.pk in (event.unit_id, event.place_id):
        return []
    return [Blocker(code="foreign_place", text=_("Ця подія була не там."), field="where")]


@verb("programme.add_photo", may=rules.COUNT, at="where")
def add_photo(
    act: Act, *, event: Event, where: Unit, picture: Withheld, small: Withheld, alt: str, seen: str, on_site: bool = False
) -> EventPhoto:  # fmt: skip
    """`picture` and `small` as `photographed` makes them, in base64. The same one again only changes what is said."""
    refuse_if([*where_problems(event, where), *photo_problems(event, alt, seen, on_site)])
    large, lesser = _made(picture, PHOTO_SIDES[0]), _made(small, PHOTO_SIDES[1])
    digest = hashlib.sha256(large.data).hexdigest()
    about = {"alt": _line(alt), "seen": seen, "on_site": on_site and seen != Seen.UNASKED}
    kept = EventPhoto.objects.select_for_update().filter(event=event, digest=digest).first()
    if kept is None:
        sizes = {"large": large.data, "small": lesser.data, "width": large.width, "height": large.height}
        return EventPhoto.objects.create(uid=act.uid, event=event, digest=digest, added_at=act.at, **sizes, **about)
    return _said(kept, about)


@verb("programme.edit_photo", may=rules.COUNT, at="where")
def edit_photo(act: Act, *, photo: EventPhoto, where: Unit, alt: str, seen: str, on_site: bool = False) -> EventPhoto:
    """What stands on it, who can be known, whether readers see it: consent taken back takes the photograph off the site at once."""
    refuse_if([*where_problems(photo.event, where), *photo_problems(None, alt, seen, on_site)])
    locked = EventPhoto.objects.select_for_update().get(pk=photo.pk)
    return _said(locked, {"alt": _line(alt), "seen": seen, "on_site": on_site and seen != Seen.UNASKED})


def _said(photo: EventPhoto, about: dict[str, object]) -> EventPhoto:
    for name, value in about.items():
        setattr(photo, name, value)
    photo.save(update_fields=list(about))
    return photo


@verb("programme.remove_photo", may=rules.COUNT, at="where")
def remove_photo(act: Act, *, photo: EventPhoto, where: Unit) -> Event:
    """Gone for good, pixels and all."""
    event = photo.event
    refuse_if(where_problems(event, where))
    unsay(photo)
    EventPhoto.objects.filter(pk=photo.pk).delete()
    return event


@dataclass(frozen=True)
class Made:
    data: bytes
    width: int
    height: int


def _made(picture: str, side: int) -> Made:
    """Of our own making, by its headers: a picture with anything beside its pixels is none."""
    try:
        data = base64.b64decode(picture, validate=True)
    except (ValueError, binascii.Error):
        data = b""
    size = webp.size_of(data) if len(data) <= MOST_BYTES else None
    if size is None or max(size) > side:
        raise Refused([photo_problem(Why.NOT_A_PICTURE)])
    return Made(data, *size)


def _line(text: str) -> str:
    return " ".join(text.split())


@verb("programme.add_link", may=rules.COUNT, at="where")
def add_link(act: Act, *, event: Event, where: Unit, kind: str, title: str, url: str, on_site: bool = True) -> EventMaterial:
    """A recording or something written about the event, lying elsewhere."""
    refuse_if([*where_problems(event, where), *material_problems(event, kind, title), *link_problems(kind, url)])
    about = {"kind": kind, "title": _line(title), "url": url.strip(), "on_site": on_site}
    return EventMaterial.objects.create(uid=act.uid, event=event, added_at=act.at, **about)


@verb("programme.add_file", may=rules.COUNT, at="where")
def add_file(act: Act, *, event: Event, where: Unit, title: str, file: Withheld, on_site: bool = True) -> EventMaterial:
    """A paper of the event itself, in base64. Of which kind it is its first bytes say, not its name."""
    refuse_if([*where_problems(event, where), *material_problems(event, MaterialKind.FILE, title)])
    try:
        data = base64.b64decode(file, validate=True)
    except (ValueError, binascii.Error):
        data = b""
    name = file_kind(data)
    if len(data) > MOST_FILE:
        refuse_if([Blocker(code="file_too_heavy", text=_("Файл завеликий: можна до 5 МБ."), field="file")])
    if not name:
        text = _("Приймаємо файли PDF, EPUB і документи текстового редактора, таблиць чи презентацій.")
        refuse_if([Blocker(code="unknown_file", text=text, field="file")])
    about = {"kind": MaterialKind.FILE, "title": _line(title), "data": data, "name": name, "size": len(data), "on_site": on_site}
    return EventMaterial.objects.create(uid=act.uid, event=event, added_at=act.at, **about)


@verb("programme.remove_material", may=rules.COUNT, at="where")
def remove_material(act: Act, *, material: EventMaterial, where: Unit) -> Event:
    event = material.event
    refuse_if(where_problems(event, where))
    unsay(material)
    EventMaterial.objects.filter(pk=material.pk).delete()
    return event


@verb("programme.report", may=rules.COUNT, at="where")
def report_event(act: Act, *, event: Event, where: Unit, report: str) -> Event:
    """Two lines about what was; figures are not touched."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    problems = where_problems(locked, where)
    if locked.state != State.HELD:
        problems.append(Blocker(code="not_held", text=_("Спершу запишіть, що подія відбулася."), field="report"))
    if not report.strip():
        problems.append(Blocker(code="no_report", text=_("Напишіть хоча б рядок."), field="report"))
    if len(report) > LONGEST_REPORT:
        text = _("Задовго: можна до %(most)d знаків.") % {"most": LONGEST_REPORT}
        problems.append(Blocker(code="too_long", text=text, field="report"))
    refuse_if(problems)
    locked.report, locked.changed_at = report.strip(), act.at
    locked.save(update_fields=["report", "changed_at"])
    return locked
