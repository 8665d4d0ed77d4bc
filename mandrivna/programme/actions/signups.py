"""Signing up: by the person, by a reader in their account or chat, by a colleague; the queue; signing off.

Everything about one list is done under a lock of its `Admission`, so that of two hundred who press at once exactly as many come in
as there are places, and the others wait in the order in which they came.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.permissions import Anybody, Own
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.programme import excursion_notices, rules
from mandrivna.programme.call_notices import tell_calls_of
from mandrivna.programme.circle_notices import LESSON_MOVED, LESSON_OFF, tell_lesson
from mandrivna.programme.excursion_notices import tell_group_of
from mandrivna.programme.models import Admission, Event, Series, SignUp, Turnout, last_day
from mandrivna.programme.signup_notices import CALLED_OFF, MOVED, PROMOTED, SIGNED_UP, TAKEN_OFF, stamp_of, tell_signup
from mandrivna.programme.signup_problems import (
    admission_problems,
    age_problems,
    came_problems,
    event_admission_problems,
    phase_problems,
    said_problems,
    standing_problems,
    twice_signed_problems,
)
from mandrivna.programme.signups import code_of, hash_of, lists_of, phase_of, standing_of, token_of
from mandrivna.programme.states import Signed
from mandrivna.readers.models import Reader
from mandrivna.readers.problems import not_in_institution

ASKED_OF = ("places", "waiting", "age_from", "age_to", "opens_on", "closes_on")


# --- how one signs up -------------------------------------------------------------------------------------------------


@verb("programme.admit_event", may=rules.PLAN, at="event.unit")
def admit_event(act: Act, *, event: Event, about: dict[str, Any]) -> Admission:
    """One signs up for this event, on these terms; said again, they change. More places take in those who wait."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    refuse_if([*event_admission_problems(locked), *admission_problems(about)])
    found = Admission.objects.select_for_update().filter(event=locked).first()
    return _put(act, found or Admission(uid=act.uid, event=locked, institution=institution_of(locked.unit)), about)


@verb("programme.admit_series", may=rules.PLAN, at="series.unit")
def admit_series(act: Act, *, series: Series, about: dict[str, Any]) -> Admission:
    """One signs up once for all events of the series that are still ahead."""
    locked = Series.objects.select_for_update().get(pk=series.pk)
    refuse_if(admission_problems(about))
    found = Admission.objects.select_for_update().filter(series=locked).first()
    return _put(act, found or Admission(uid=act.uid, series=locked, institution=institution_of(locked.unit)), about)


def _put(act: Act, admission: Admission, about: dict[str, Any]) -> Admission:
    for name in ASKED_OF:
        if name in about:
            setattr(admission, name, about[name])
    admission.made_at = admission.made_at if not admission._state.adding else act.at
    admission.save()
    fill(act, admission)
    return admission


@verb("programme.close_admission", may=rules.PLAN, at="admission.unit")
def close_admission(act: Act, *, admission: Admission, closed: bool = True) -> Admission:
    """Nobody new; who waits moves up all the same when somebody signs off."""
    locked = lock(admission.pk)
    locked.closed = closed
    locked.save(update_fields=["closed"])
    return locked


def lock(pk: uuid.UUID) -> Admission:
    """One act on a list at a time; on SQLite the whole database waits already."""
    rows = Admission.objects.select_for_update(of=("self",))
    return rows.select_related("event__place", "event__unit", "series__place", "series__unit", "institution").get(pk=pk)


def fill(act: Act, admission: Admission) -> None:
    """Under the lock: free places go to those who wait, in their turn, and each is told."""
    waiting = admission.signups.standing().filter(state=Signed.WAITING).in_turn()
    if not waiting.exists() or phase_of(admission, act.at) == "over":
        return
    if admission.places is not None:
        waiting = waiting[: max(0, admission.places - admission.signups.standing().coming().count())]
    for signup in waiting:
        signup.state, signup.promoted_at = Signed.IN, act.at
        signup.save(update_fields=["state", "promoted_at"])
        tell_signup(act, signup, PROMOTED)


# --- signing up -------------------------------------------------------------------------------------------------------


@verb("programme.sign_up", may=Anybody("who wants to come to an event need not say who they are"), at="admission.place")
def sign_up(
    act: Act, *, admission: Admission, name: Withheld, contact: Withheld | None = None, needs: Withheld | None = None,
    of_age: bool = False,
) -> SignUp:  # fmt: skip
    """On the site, under any name. What the person says of themselves stands in the list and in no operation."""
    said = _said(name, contact, needs)
    refuse_if(said_problems(**{key: value or "" for key, value in said.items()}))
    return _signed(act, admission, None, of_age=of_age, by_staff=False, **said)


@verb("programme.sign_up_own", may=Own("reader.pk"), at="admission.place")
def sign_up_own(
    act: Act, *, admission: Admission, reader: Reader, needs: Withheld | None = None, of_age: bool = False
) -> SignUp:  # fmt: skip
    """By one press, in the account or in the chat: who they are stands in their own record, and nowhere else."""
    refuse_if(not_in_institution(reader, admission.institution_id))
    said = _said(None, None, needs)
    return _signed(act, admission, reader, of_age=of_age, by_staff=False, **said)


@verb("programme.sign_up_for", may=rules.SIGNUPS, at=("admission.place", "admission.unit"))
def sign_up_for(
    act: Act, *, admission: Admission, name: Withheld | None = None, contact: Withheld | None = None,
    needs: Withheld | None = None, reader: Reader | None = None,
) -> SignUp:  # fmt: skip
    """By a colleague, for somebody who called or stands at the desk; also before the list opens and after it has closed."""
    said = _said(name, contact, needs)
    if reader is not None:
        refuse_if(not_in_institution(reader, admission.institution_id))
        said |= {"name": None, "contact": None}
    else:
        refuse_if(said_problems(**{key: value or "" for key, value in said.items()}))
    return _signed(act, admission, reader, of_age=True, by_staff=True, **said)


def _said(name: str | None, contact: str | None, needs: str | None) -> dict[str, str | None]:
    told = {"name": name, "contact": contact, "needs": needs}
    return {key: " ".join(str(value).split()) or None if value else None for key, value in told.items()}


def _signed(act: Act, admission: Admission, reader: Reader | None, *, of_age: bool, by_staff: bool, **said: str | None) -> SignUp:
    locked = lock(admission.pk)
    standing = standing_of(locked, act.at)
    over_on = last_day(locked, act.on)
    refuse_if([
        *phase_problems(standing, by_staff=by_staff),
        *twice_signed_problems(locked, reader),
        *age_problems(locked, of_age=of_age, reader=reader, on=over_on),
    ])  # fmt: skip
    turn = (locked.signups.aggregate(last=Max("turn"))["last"] or 0) + 1
    signup = SignUp(
        uid=act.uid, admission=locked, reader=reader, state=Signed.WAITING if standing.full else Signed.IN, turn=turn, on=act.on,
        at=act.at, channel=act.channel, language=get_language() or settings.LANGUAGE_CODE, code=code_of(act.uid),
        token_hash=hash_of(token_of(act.uid)), over_on=over_on, **said,
    )  # fmt: skip
    signup.save(force_insert=True)
    if act.channel != "bot":  # in a chat they have just been answered
        tell_signup(act, signup, SIGNED_UP)
    return signup


# --- signing off ------------------------------------------------------------------------------------------------------


@verb("programme.sign_off", may=Anybody("who holds the secret link of a sign-up may cancel it"), at="signup.admission.place")
def sign_off(act: Act, *, signup: SignUp, token: Withheld) -> SignUp:
    """By the link of the letter or of the page. A wrong one is as good as none."""
    if signup.token_hash is None or hash_of(str(token)) != signup.token_hash:
        raise Refused([Blocker(code="wrong_link", text=_("Це посилання вже не діє."))])
    return _gone(act, signup)


@verb("programme.sign_off_own", may=Own("signup.reader_id"), at="signup.admission.place")
def sign_off_own(act: Act, *, signup: SignUp) -> SignUp:
    return _gone(act, signup)


@verb("programme.sign_off_for", may=rules.SIGNUPS, at=("signup.admission.place", "signup.admission.unit"))
def sign_off_for(act: Act, *, signup: SignUp) -> SignUp:
    """By a colleague; a reader is told. An address that somebody else left goes at once, so no letter can go there."""
    done = _gone(act, signup)
    if done.reader_id is not None:
        tell_signup(act, done, TAKEN_OFF)
    return done


@verb("programme.told_signup", may=rules.SIGNUPS, at=("signup.admission.place", "signup.admission.unit"))
def told_signup(act: Act, *, signup: SignUp) -> SignUp:
    """A colleague has told them what no letter and no chat could."""
    locked = SignUp.objects.select_for_update(of=("self",)).get(pk=signup.pk)
    locked.to_call = ""
    locked.save(update_fields=["to_call"])
    return locked


def _gone(act: Act, signup: SignUp) -> SignUp:
    """Name, address and needs go at once; the first who waits comes in."""
    admission = lock(signup.admission_id)
    locked = SignUp.objects.select_for_update(of=("self",)).get(pk=signup.pk)
    refuse_if(standing_problems(locked) or came_problems(locked))
    end(act, locked)
    fill(act, admission)
    return locked


def end(act: Act, signup: SignUp) -> None:
    signup.state, signup.closed_on = Signed.GONE, act.on
    signup.name = signup.contact = signup.needs = None
    signup.to_call = ""
    signup.save()
    Turnout.objects.filter(signup=signup, came_at__isnull=True).delete()


# --- what befalls the event -------------------------------------------------------------------------------------------


def follow(act: Act, event: Event, notice: str) -> None:
    """In the act that moved or cancelled the event: those on its lists, and who speaks or
    listens at its conference, are told; the former are forgotten so long after the new day;
    what was freed while it was not ahead goes to whoever waits."""
    ahead = event.last_day >= timezone.localdate(act.at)
    event.news_at = act.at
    event.save(update_fields=["news_at"])
    said: set[object] = set()
    for admission in lists_of(event):
        said |= _follow(act, admission, notice if ahead else "", event, said)
    if ahead:
        tell_calls_of(event)


def follow_series(act: Act, series: Series, events: list[Event], notice: str, of_series: str) -> None:
    """One change of several days: the list of the series hears it once, with a notice of its own; the lists of single days hear of
    their day, those who are on both hear it once."""
    series.news_at = act.at
    series.save(update_fields=["news_at"])
    for event in events:
        event.news_at = act.at
    Event.objects.bulk_update(events, ["news_at"])
    ahead = {event.pk: event for event in events if event.last_day >= timezone.localdate(act.at)}
    said: set[object] = set()
    for admission in Admission.objects.filter(series=series):
        said |= _follow(act, admission, of_series if ahead else "", series, said)
    for admission in Admission.objects.filter(event__in=events).order_by("event__on", "pk"):
        day = ahead.get(admission.event_id) if admission.event_id else None
        _follow(act, admission, notice if day else "", day or series, said)
    tell_calls_of(*ahead.values())


def _follow(act: Act, admission: Admission, notice: str, what: Event | Series, said: set[object]) -> set[object]:
    """Under the lock, and who is on the list. Who stands on another one that has been told (`said`) knows; two of one address on
    the same list are two."""
    locked, here = lock(admission.pk), set[object]()
    locked.signups.update(over_on=last_day(locked, act.on))
    for signup in locked.signups.standing().select_related("reader") if notice else ():
        if signup.whose not in said:
            tell_signup(act, signup, notice, what if isinstance(what, Event) else None, stamp_of(what))
        here |= {signup.whose} - {""}
    fill(act, locked)
    return here


def refill(act: Act, event: Event) -> None:
    """It is ahead again: places that were freed meanwhile go to those who wait."""
    for admission in lists_of(event):
        fill(act, lock(admission.pk))


def refill_series(act: Act, series: Series) -> None:
    for admission in Admission.objects.filter(series=series):
        fill(act, lock(admission.pk))


def whereabouts(event: Event) -> tuple[Any, ...]:
    """What somebody who is on the list has to know when it changes."""
    return (
        event.on,
        event.until,
        event.opening_on,
        event.starts,
        event.place_id,
        event.where,
        event.format,
        event.link,
        event.streams,
    )


def follow_moved(act: Act, event: Event) -> None:
    follow(act, event, MOVED)
    tell_lesson(act, event, LESSON_MOVED)
    if event.last_day >= timezone.localdate(act.at):
        tell_group_of(event, excursion_notices.MOVED)


def follow_called_off(act: Act, event: Event) -> None:
    follow(act, event, CALLED_OFF)
    tell_lesson(act, event, LESSON_OFF)
    if event.last_day >= timezone.localdate(act.at):
        tell_group_of(event, excursion_notices.OFF)
