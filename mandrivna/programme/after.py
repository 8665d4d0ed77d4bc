"""What remains of an event, and what those who came say of it: what may be kept, and how it is read."""

from __future__ import annotations

import base64
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.addresses import is_web_address
from mandrivna.core.codec import Withheld
from mandrivna.core.models.units import below_any
from mandrivna.core.problems import Blocker, Problem
from mandrivna.programme.models import Event, EventMaterial, EventPhoto, EventQuerySet, Feedback
from mandrivna.programme.rules import COUNT
from mandrivna.programme.states import Again, Counts, Liked, Mark, MaterialKind, Seen, State
from mandrivna.shared.pictures import Why, photo_of

MOST_PHOTOS, MOST_MATERIALS, MOST_FILE = 30, 30, 5 * 1024 * 1024
LONGEST_ALT, LONGEST_TITLE, LONGEST_WORDS, LONGEST_QUOTE = 200, 160, 1000, 400
REMINDED = dt.timedelta(days=30)
"""How long an event without a word about it stands among what waits: what nobody wrote within a month nobody remembers."""
ASKED = dt.timedelta(days=14)
NOT_TAKEN = {
    Why.EMPTY: _("Файл порожній."),
    Why.TOO_HEAVY: _("Файл завеликий: можна до 8 МБ."),
    Why.TOO_LARGE: _("Зображення завелике: можна до 25 мільйонів пікселів."),
    Why.VECTOR: _("Потрібна світлина: JPEG, PNG або WebP."),
    Why.NOT_A_PICTURE: _("Це не схоже на зображення. Приймаємо PNG, JPEG або WebP."),
}


def photographed(data: bytes) -> dict[str, Withheld]:
    """The two sizes that `add_photo` asks for, of a file that somebody sent. Before the verb, not within: to make them is work
    for seconds, and a verb holds everybody's place in the queue. Raises NotTaken with the reason."""
    made = photo_of(data)
    return {"picture": Withheld(base64.b64encode(made.large).decode()), "small": Withheld(base64.b64encode(made.small).decode())}


def photo_problem(why: Why) -> Problem:
    return Blocker(code=f"photo_{why}", text=NOT_TAKEN[why], field="picture")


def photo_problems(event: Event | None, alt: str, seen: str, on_site: bool) -> list[Problem]:
    found: list[Problem] = []
    if not alt.strip():
        found.append(Blocker(code="no_alt", text=_("Напишіть, що на світлині: це почує той, хто не бачить."), field="alt"))
    if len(alt) > LONGEST_ALT:
        found.append(_too_long("alt", LONGEST_ALT))
    if seen not in Seen.values:
        found.append(Blocker(code="unknown_seen", text=_("Скажіть, хто на світлині."), field="seen"))
    elif on_site and seen == Seen.UNASKED:
        text = _("Без згоди людей на сайті не показуємо. Спитайте їх або залиште світлину для колег.")
        found.append(Blocker(code="not_agreed", text=text, field="on_site"))
    if event is not None and EventPhoto.objects.filter(event=event).count() >= MOST_PHOTOS:
        found.append(Blocker(code="too_many", text=_("Світлин уже досить: приберіть зайві."), field="picture"))
    return found


def material_problems(event: Event, kind: str, title: str) -> list[Problem]:
    found: list[Problem] = []
    if kind not in MaterialKind.values:
        found.append(Blocker(code="unknown_kind", text=_("Оберіть зі списку."), field="kind"))
    if not title.strip():
        found.append(Blocker(code="no_title", text=_("Напишіть назву."), field="title"))
    if len(title) > LONGEST_TITLE:
        found.append(_too_long("title", LONGEST_TITLE))
    if EventMaterial.objects.filter(event=event).count() >= MOST_MATERIALS:
        found.append(Blocker(code="too_many", text=_("Матеріалів уже досить: приберіть зайві."), field="title"))
    return found


def link_problems(kind: str, url: str) -> list[Problem]:
    if not is_web_address(url.strip()):
        text = _("Це не адреса сторінки. Скопіюйте її з рядка браузера.")
        return [Blocker(code="wrong_link", text=text, field="url")]
    return [Blocker(code="unknown_kind", text=_("Файл додають окремо."), field="kind")] if kind == MaterialKind.FILE else []


def _too_long(field: str, most: int) -> Problem:
    return Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field)


OFFICE = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
FOLDERS = {b"word/": "docx", b"ppt/": "pptx", b"xl/": "xlsx"}
TYPES = {
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_kind(data: bytes) -> str:
    """«pdf», «docx»…, by what the file is; nothing for what may run or draw itself in a browser."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if not data.startswith(b"PK\x03\x04"):
        return ""
    head = data[30:160]
    for said, name in OFFICE.items():
        if head.startswith(b"mimetype" + said):
            return name
    if b"[Content_Types].xml" not in data:
        return ""
    return next((name for folder, name in FOLDERS.items() if folder in data), "")


# --- what waits ---------------------------------------------------------------------------------------------------------


def untold_for(actor: Actor, today: dt.date) -> EventQuerySet:
    """Held within a month, counted, and nobody has written a word about it."""
    paths = actor.paths(COUNT)
    mine = below_any(paths, "place__path") | below_any(paths, "unit__path")
    rows = Event.objects.filter(mine, state=State.HELD, report="", on__gte=today - REMINDED).exclude(counted_as=Counts.NOTHING)
    return rows.select_related("place").order_by("on", "starts", "pk")


# --- what was said ------------------------------------------------------------------------------------------------------


def asked(event: Event, today: dt.date) -> bool:
    """From its first day until two weeks after its last."""
    return event.state in (State.PLANNED, State.HELD) and event.on <= today <= event.last_day + ASKED


def with_remains(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Events that know whether anything remains of them for readers: most have nothing, and nothing is then asked for."""

    def any_of(model: type[EventPhoto | EventMaterial | Feedback], **narrowed: Any) -> Exists:
        return Exists(model.objects.filter(event=OuterRef("pk"), **narrowed))

    shown = {"has_photos": any_of(EventPhoto, on_site=True), "has_materials": any_of(EventMaterial, on_site=True)}
    return rows.annotate(**shown, has_feedback=any_of(Feedback))


def remains(event: Event, today: dt.date) -> dict[str, Any]:
    """What readers see of an event that was, or goes on: only what was marked for them."""
    if event.on > today:
        return {}
    photos = EventPhoto.objects.filter(event=event, on_site=True).defer("large", "small")
    materials = EventMaterial.objects.filter(event=event, on_site=True).defer("data")
    return {
        "photos": photos if getattr(event, "has_photos", True) else [],
        "materials": materials if getattr(event, "has_materials", True) else [],
        "quotes": summary(event).quotes if getattr(event, "has_feedback", True) else [],
        "asked": asked(event, today),
    }


@dataclass(frozen=True)
class Summary:
    many: int
    marks: list[tuple[Any, int]]
    liked: list[tuple[Any, int]]
    again: list[tuple[Any, int]]
    quotes: list[str]

    @property
    def great(self) -> int:
        """Of a hundred, how many said it was good or better."""
        good = sum(number for label, number in self.marks[:2])
        return round(100 * good / self.many) if self.many else 0


def summary(event: Event) -> Summary:
    rows = list(Feedback.objects.filter(event=event).values_list("mark", "liked", "again", "quote"))
    marks, again = Counter(row[0] for row in rows), Counter(row[2] for row in rows if row[2])
    liked = Counter(one for row in rows for one in row[1])
    return Summary(
        len(rows),
        [(one.label, marks[one.value]) for one in Mark],
        [(one.label, liked[one.value]) for one in Liked],
        [(one.label, again[one.value]) for one in Again],
        [row[3] for row in rows if row[3]],
    )
