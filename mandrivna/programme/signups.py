"""Sign-ups as they are read: how it stands with an event, whose a link or a code is, one's own, the list at the door."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core import crypto
from mandrivna.core.actor import Actor
from mandrivna.core.models.units import below_any
from mandrivna.programme.models import Admission, Event, Heads, OnlineCount, SignUp, SignUpQuerySet, Turnout
from mandrivna.programme.rules import COUNT, SIGNUPS
from mandrivna.programme.states import WAYS, Signed, State, Way
from mandrivna.readers.models import Reader

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that look like one another on paper and in a bad light."""
CODE = re.compile(rf"(?:.*[?&]code=)?([{SIGNS}]{{4}})-?([{SIGNS}]{{4}})", re.IGNORECASE)
LONGEST_TOKEN = 64
Phase = Literal["early", "open", "closed", "over"]


# --- links and codes --------------------------------------------------------------------------------------------------


def token_of(uid: uuid.UUID) -> str:
    """The secret of the link: 128 bits that nobody makes without our key. So a letter of the eve can name it, and no table does."""
    return base64.urlsafe_b64encode(crypto.seal_mac("programme.signup", uid.bytes)[:16]).decode().rstrip("=")


def hash_of(token: str) -> str:
    """A secret of 128 bits needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_of(uid: uuid.UUID) -> str:
    """What is shown at the door. It opens nothing and cancels nothing: with it a colleague finds the line of the list."""
    number = int.from_bytes(crypto.seal_mac("programme.signup_code", uid.bytes)[:8], "big")
    return "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(8))


def read_code(text: str) -> str:
    """From what a camera read or a person typed; nothing if it is no code of ours."""
    found = CODE.fullmatch(text.strip())
    return (found[1] + found[2]).upper() if found else ""


def by_token(token: str) -> SignUp | None:
    if not token or len(token) > LONGEST_TOKEN:
        return None
    rows = SignUp.objects.filter(token_hash=hash_of(token)).select_related(*WHAT)
    return rows.first()


WHAT = (
    "admission__event__place", "admission__event__unit", "admission__series__place", "admission__series__unit",
    "admission__institution",
)  # fmt: skip


# --- how it stands ----------------------------------------------------------------------------------------------------


def lists_of(event: Event) -> QuerySet[Admission]:
    """Every list whose people come to it: its own first, then that of the whole series."""
    wanted = Q(event=event) | (Q(series=event.series_id) if event.series_id else Q(pk__in=[]))
    rows = Admission.objects.filter(wanted).select_related(
        "event__place", "event__unit", "series__place", "series__unit", "institution"
    )
    return rows.order_by(F("event").asc(nulls_last=True))


def admission_of(event: Event) -> Admission | None:
    """Where one signs up for it now: its own list, or that of the whole series."""
    return lists_of(event).first()


def signups_to(event: Event) -> SignUpQuerySet:
    """Everybody who ever signed up for it, by whichever of its lists."""
    series = Q(admission__series=event.series_id) if event.series_id else Q(pk__in=[])
    return SignUp.objects.filter(Q(admission__event=event) | series)


def with_signing(events: Iterable[Event]) -> set[uuid.UUID]:
    """Those of them that one signs up for, each by itself or with its series; one look for all."""
    rows = list(events)
    asked = Admission.objects.filter(Q(event__in=rows) | Q(series__in={one.series_id for one in rows if one.series_id}))
    known = {pk for pair in asked.values_list("event", "series") for pk in pair if pk}
    return {one.pk for one in rows if {one.pk, one.series_id} & known}


def gathering(day: dt.date, days: int) -> QuerySet[Event]:
    """Announced events to which people gather on that day or on one of the next: of an exhibition its opening counts."""
    planned = Event.objects.filter(state=State.PLANNED).annotate(day=Coalesce("opening_on", "on"))
    return planned.filter(day__gte=day, day__lte=day + dt.timedelta(days=days))


def begins(event: Event) -> dt.datetime:
    """The moment after which nobody signs up any more; what goes on for days is open to the last of them,
    but where it has an opening one signs up for that."""
    day = event.opening or event.last_day
    clock = dt.time.fromisoformat(event.starts) if event.starts and (event.opening or not event.until) else dt.time(23, 59)
    return dt.datetime.combine(day, clock, timezone.get_default_timezone())


def phase_of(admission: Admission, now: dt.datetime) -> Phase:
    today = timezone.localdate(now)
    if not _ahead(admission, now, today):
        return "over"
    if admission.closed or (admission.closes_on and admission.closes_on < today):
        return "closed"
    return "early" if admission.opens_on and admission.opens_on > today else "open"


def _ahead(admission: Admission, now: dt.datetime, today: dt.date) -> bool:
    if admission.event is not None:
        return admission.event.state == State.PLANNED and begins(admission.event) > now
    return bool(admission.series and not admission.series.ended_on and coming_of(admission, today))


def coming_of(admission: Admission, today: dt.date) -> list[Event]:
    """Which days somebody signs up for: announced, not over."""
    if admission.event is not None:
        return [admission.event]
    return list(_ahead_of([admission.series_id], today)[:60])


def _ahead_of(series: Sequence[Any], today: dt.date) -> QuerySet[Event]:
    ahead = Q(on__gte=today) | Q(until__gte=today)
    return Event.objects.filter(ahead, series__in=series, state=State.PLANNED).select_related("place").order_by("on", "starts")


@dataclass(frozen=True)
class Standing:
    admission: Admission
    phase: Phase
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """None: as many as wish."""
        return None if self.admission.places is None else max(0, self.admission.places - self.taken)

    @property
    def full(self) -> bool:
        """Also while people wait for a place that has just been freed: nobody overtakes them."""
        return self.admission.places is not None and (self.left == 0 or self.waiting > 0)

    @property
    def takes(self) -> bool:
        """Somebody who comes now is put down, for a place or in the queue."""
        return self.phase == "open" and (not self.full or self.admission.waiting)


def standing_of(admission: Admission, now: dt.datetime) -> Standing:
    """Of a list that is over the numbers stay also when its people have been forgotten."""
    phase = phase_of(admission, now)
    people = admission.signups.all() if phase == "over" else admission.signups.standing()
    rows = people.order_by().values("state").annotate(number=Count("pk"))
    told: dict[str, int] = {row["state"]: row["number"] for row in rows}
    return Standing(admission, phase, told.get(Signed.IN, 0), told.get(Signed.WAITING, 0))


def ages(admission: Admission) -> str:
    """«55+», «6–10», «до 14»; nothing for everybody."""
    if admission.age_from is not None and admission.age_to is not None:
        return f"{admission.age_from}–{admission.age_to}"
    if admission.age_to is not None:
        return _("до %d") % admission.age_to
    return f"{admission.age_from}+" if admission.age_from is not None else ""


def turn_of(signup: SignUp) -> int:
    """Which one in the queue, from one."""
    ahead = SignUp.objects.standing().filter(admission=signup.admission_id, state=Signed.WAITING, turn__lt=signup.turn)
    return ahead.count() + 1


# --- one's own --------------------------------------------------------------------------------------------------------


def own_signup(reader: Reader) -> SignUpQuerySet:
    return SignUp.objects.standing().filter(reader=reader)


@dataclass(frozen=True)
class Own:
    signup: SignUp
    days: list[Event]
    turn: int

    @property
    def waits(self) -> bool:
        return self.signup.state == Signed.WAITING


def own_signups(reader: Reader, today: dt.date, most: int = 30) -> list[Own]:
    """What is still ahead, the nearest first; three questions however many there are."""
    before = SignUp.objects.standing().filter(admission=OuterRef("admission"), state=Signed.WAITING, turn__lt=OuterRef("turn"))
    number = before.order_by().values("admission").annotate(number=Count("pk")).values("number")
    rows = own_signup(reader).filter(over_on__gte=today).annotate(before=Subquery(number)).select_related(*WHAT)
    listed = list(rows.order_by("over_on", "at")[:most])
    days: dict[Any, list[Event]] = {}
    series = [row.admission.series_id for row in listed if row.admission.series_id]
    for event in _ahead_of(series, today) if series else ():
        days.setdefault(event.series_id, []).append(event)
    return [
        Own(
            row,
            [row.admission.event] if row.admission.event else days.get(row.admission.series_id, []),
            (row.before or 0) + 1 if row.state == Signed.WAITING else 0,
        )
        for row in listed
    ]


def as_own(row: SignUp, today: dt.date) -> Own:
    return Own(row, coming_of(row.admission, today), turn_of(row) if row.state == Signed.WAITING else 0)


# --- whom to call -----------------------------------------------------------------------------------------------------


def lists_to_call(actor: Actor, today: dt.date) -> QuerySet[Admission]:
    """With somebody whom a colleague has to call, where the actor may know who signed up. Of one event while it is ahead; of a
    series until its people are forgotten, for its last day may have been the one that fell out."""
    paths = actor.paths(SIGNUPS)
    here = [below_any(paths, f"{what}__{whose}__path") for what in ("event", "series") for whose in ("place", "unit")]
    waiting = SignUp.objects.to_call().filter(admission=OuterRef("pk"))
    ahead = waiting.filter(Q(over_on__gte=today) | Q(admission__event=None))
    rows = Admission.objects.filter(Exists(ahead), here[0] | here[1] | here[2] | here[3])
    return rows.select_related("event__place", "series__place").order_by("pk")


def page_events(series: Iterable[Any], today: dt.date) -> dict[Any, uuid.UUID]:
    """By series the event on whose page its people stand: without a list of its own, the nearest ahead or else the last."""
    best: dict[Any, tuple[bool, bool, int, uuid.UUID]] = {}
    for whose, pk, own, on in Event.objects.filter(series__in=series).values_list("series", "pk", "admission", "on"):
        found = (own is None, on >= today, -abs((on - today).days), pk)
        best[whose] = max(best.get(whose, found), found)
    return {whose: found[3] for whose, found in best.items()}


# --- at the door ------------------------------------------------------------------------------------------------------


def sees_names(actor: Actor, admission: Admission) -> bool:
    """Whoever may know who signed up: where the event or the series is, or in the unit that answers for it. One event of a series
    at another library does not show that library the people of them all."""
    return actor.can(SIGNUPS, admission.place.path) or actor.can(SIGNUPS, admission.unit.path)


def keeps_the_door(actor: Actor, event: Event) -> bool:
    return actor.can(COUNT, event.place.path) or actor.can(COUNT, event.unit.path)


@dataclass(frozen=True)
class AtDoor:
    signup: SignUp
    came: bool


def at_the_door(event: Event) -> list[AtDoor]:
    """Everybody of its lists, first those with a place; also whoever has been checked in and has left the series since, so that a
    mistake can be taken back. Two questions."""
    came = _came(event)
    people = signups_to(event)
    rows = people.standing() | people.filter(state=Signed.GONE, pk__in=came)
    return [AtDoor(row, row.pk in came) for row in rows.select_related("reader").order_by("state", "turn", "at")]


def _came(event: Event) -> set[uuid.UUID]:
    return set(Turnout.objects.filter(event=event, came_at__isnull=False).values_list("signup", flat=True))


def on_the_list(event: Event, admission: Admission) -> list[AtDoor]:
    """Everybody on the one list in their turn, first those with a place; two questions."""
    rows, came = admission.signups.standing().select_related("reader").order_by("state", "turn"), _came(event)
    return [AtDoor(row, row.pk in came) for row in rows]


def by_code(code: str, event: Event) -> SignUp | None:
    """Of the list of this event or of its series."""
    return signups_to(event).standing().select_related(*WHAT, "reader").filter(code=code).first() if code else None


def events_of_code(code: str) -> QuerySet[Event]:
    """Which events a code may be meant for; the door asks which of them is now."""
    rows = SignUp.objects.standing().filter(code=code)
    return Event.objects.filter(Q(admission__in=rows.values("admission")) | Q(series__admission__in=rows.values("admission")))


def heads_of(event: Event) -> dict[str, int]:
    return dict(Heads.objects.filter(event=event).values_list("audience", "number"))


def online_of(event: Event) -> list[OnlineCount]:
    return list(OnlineCount.objects.filter(event=event).order_by("source"))


def came_of(event: Event) -> int:
    return Turnout.objects.filter(event=event, came_at__isnull=False).count()


def suggested(event: Event) -> list[tuple[str, str, str, int]]:
    """What the door and the platforms say, as the form of counting asks it: whoever checked in and whoever was only counted, each
    once. Empty while nobody has counted anything."""
    first = event.audiences[0] if event.audiences else "general"
    found: list[tuple[str, str, str, int]] = []
    ways = WAYS[event.format]
    if Way.PLACE in ways:
        here = heads_of(event)
        if came := came_of(event):
            here[first] = here.get(first, 0) + came
        found += [(Way.PLACE.value, audience, "", number) for audience, number in sorted(here.items()) if number]
    if Way.ONLINE in ways and (online := sum(one.number for one in online_of(event))):
        found.append((Way.ONLINE.value, first, "", online))
    return found


def differs(event: Event, told: Iterable[tuple[Any, ...]]) -> bool:
    """Whether the record says another number than the door and the platforms do."""
    lines = list(told)
    if not lines:
        return False
    return any(sum(n for way, _a, _g, n in lines if way == each) not in (0, event.people_by(each)) for each in Way.values)
