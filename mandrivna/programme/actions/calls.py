"""Contests and conferences: announced, applied to, judged, their results told."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Staff, Unit
from mandrivna.core.permissions import Anybody
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.programme import rules
from mandrivna.programme.call_notices import tell_called_off, tell_decision, tell_other_event, tell_results
from mandrivna.programme.call_problems import (
    apply_problems,
    call_problems,
    decision_problems,
    files_problems,
    score_problems,
    step_problems,
)
from mandrivna.programme.models import (
    Application,
    ApplicationFile,
    ApplicationState,
    Call,
    CallPart,
    CallState,
    Event,
    Juror,
    Score,
)
from mandrivna.programme.unsaying import unsay
from mandrivna.programme.uploads import take
from mandrivna.shared.ids import new_uid
from mandrivna.shared.uploads import packed, unpacked

ABOUT = ("title", "about", "rules", "opens_on", "closes_on", "criteria", "with_files", "shown")
SHORTEST_LINK = 22
NOTHING = Withheld("")


@verb("programme.add_call", may=rules.PLAN, at="unit")
def add_call(
    act: Act, *, kind: str, unit: Unit, place: Unit, opens_on: dt.date, closes_on: dt.date, about: dict[str, Any], parts: list[str],
    event: Event | None = None,
) -> Call:  # fmt: skip
    """`parts`: nominations of a contest or sections of a conference, in order. The site shows nothing before it is announced."""
    said = {**about, "opens_on": opens_on, "closes_on": closes_on}
    refuse_if(call_problems(kind, unit, place, said, parts, event))
    call = Call(uid=act.uid, kind=kind, institution=institution_of(unit), unit=unit, place=place, event=event, made_at=act.at)
    _describe(call, said)
    call.save(force_insert=True)
    _arrange(call, parts)
    return call


@verb("programme.edit_call", may=rules.PLAN, at="call.unit")
def edit_call(
    act: Act, *, call: Call, place: Unit, opens_on: dt.date, closes_on: dt.date, about: dict[str, Any], parts: list[str],
    event: Event | None = None,
) -> Call:  # fmt: skip
    """Nominations are known by their names. Of as many as before, one with a new name at its old place is renamed, works and all;
    one that is gone from the list stays, as the last, when somebody applied to it. Whoever was accepted is told another event."""
    locked = Call.objects.select_for_update().get(pk=call.pk)
    said = {**about, "opens_on": opens_on, "closes_on": closes_on}
    refuse_if([*call_problems(locked.kind, locked.unit, place, said, parts, event), *_scored_problems(locked, said)])
    before = locked.event
    locked.place, locked.event = place, event
    _describe(locked, said)
    locked.save()
    _arrange(locked, parts)
    tell_other_event(locked, before)
    return locked


def _scored_problems(call: Call, said: dict[str, Any]) -> list[Problem]:
    if len(said.get("criteria") or []) == len(call.criteria) or not Score.objects.filter(application__call=call).exists():
        return []
    text = _("Журі вже ставить бали: кількість критеріїв змінити не можна.")
    return [Blocker(code="scored", text=text, field="criteria")]


def _describe(call: Call, said: dict[str, Any]) -> None:
    for name in ABOUT:
        if name in said:
            setattr(call, name, said[name])
    call.title = " ".join(call.title.split())
    call.criteria = [" ".join(one.split()) for one in call.criteria if one.strip()]


def _arrange(call: Call, parts: list[str]) -> None:
    wanted = [" ".join(one.split()) for one in parts if one.strip()]
    kept = list(call.parts.all())
    found = _matched(wanted, kept)
    for at, title in enumerate(wanted):
        part = found.get(at) or CallPart(call=call)
        part.title, part.order = title, at
        part.save()
    left = [part for part in kept if part not in found.values()]
    for at, part in enumerate(left, len(wanted)):
        if part.applications.exists():
            part.order = at
            part.save(update_fields=["order"])
        else:
            part.delete()


def _matched(wanted: list[str], kept: list[CallPart]) -> dict[int, CallPart]:
    """Which of those that are there each line of the list means. By the place alone only where nothing was added or taken out:
    otherwise a line put in above would move everybody's works into a nomination of another name."""
    free, found = list(kept), dict[int, CallPart]()
    for at, title in enumerate(wanted):
        same = next((part for part in free if part.title.casefold() == title.casefold()), None)
        if same is not None:
            found[at] = same
            free.remove(same)
    if len(wanted) == len(kept):
        found |= {at: part for at, part in enumerate(kept) if at not in found and part in free}
    return found


@verb("programme.step_call", may=rules.PLAN, at="call.unit")
def step_call(act: Act, *, call: Call, to: str) -> Call:
    """Announced, closed for judging, results told; or called off."""
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if locked.state != to:
        refuse_if(step_problems(locked, to))
        locked.state = to
        locked.save(update_fields=["state"])
        if to == CallState.DONE:
            tell_results(locked)
        elif to == CallState.CANCELLED:
            tell_called_off(locked)
    return locked


# --- applications -----------------------------------------------------------------------------------------------------

Sent = list[dict[str, Any]]
"""{"name": Withheld(…), "content": Withheld(base64)}: the journal of operations keeps no file."""


@verb("programme.apply", may=Anybody("a contest is for everybody; who applies says how to be answered"), at="call.unit")
def apply(
    act: Act, *, call: Call, name: Withheld, contact: Withheld, title: str = "", part: CallPart | None = None,
    abstract: Withheld = NOTHING, org: Withheld = NOTHING, listener: bool = False, aloud: bool = False,
    files: list[dict[str, Any]] | None = None,
) -> Application:  # fmt: skip
    """From the site, while the call is open. `aloud`: may be named beside the work."""
    said = {**_person(name, contact, org, abstract), "title": title, "listener": listener}
    refuse_if(apply_problems(call, part, said, act.on))
    return _put_in(act, call, part, said, aloud, files or [])


@verb("programme.add_application", may=rules.PEOPLE, at="call.place")
def add_application(
    act: Act, *, call: Call, name: Withheld, contact: Withheld = NOTHING, title: str = "", part: CallPart | None = None,
    abstract: Withheld = NOTHING, org: Withheld = NOTHING, listener: bool = False, aloud: bool = False,
    files: list[dict[str, Any]] | None = None,
) -> Application:  # fmt: skip
    """On paper, by telephone, or after the last day by the staff's own decision."""
    said = {**_person(name, contact, org, abstract), "title": title, "listener": listener}
    refuse_if(apply_problems(call, part, said, None))
    return _put_in(act, call, part, said, aloud, files or [])


def _person(name: str, contact: str, org: str, abstract: str) -> dict[str, Any]:
    """Who it was stands in the application and goes with it: the journal of operations keeps none of these words."""
    return {"name": str(name), "contact": str(contact), "org": str(org), "abstract": str(abstract)}


def _put_in(act: Act, call: Call, part: CallPart | None, said: dict[str, Any], aloud: bool, files: Sent) -> Application:
    taken = [(one.get("name", ""), take(unpacked(one.get("content") or ""))) for one in files]
    refuse_if(files_problems(call, taken))
    made = Application(uid=act.uid, call=call, part=part, listener=bool(said["listener"]), channel=act.channel, sent_at=act.at)
    made.language = get_language() or settings.LANGUAGE_CODE
    made.title, made.name = " ".join(said["title"].split()), " ".join(said["name"].split())
    for field in ("contact", "org", "abstract"):
        setattr(made, field, said[field].strip() or None)
    made.called = (made.name or "") if aloud else ""
    made.save(force_insert=True)
    for name, file in taken:
        assert file is not None
        about = {"application": made, "kind": file.kind, "size": len(file.data), "sent_at": act.at}
        ApplicationFile(uid=new_uid(), name=str(name)[:120], content=packed(file.data), **about).save(force_insert=True)
    return made


@verb("programme.decide", may=rules.PEOPLE, at="application.call.place")
def decide(
    act: Act, *, application: Application, state: str, award: str = "", starts: str = "", called: str = "", rank: int | None = None
) -> Application:  # fmt: skip
    """Accepted or declined, and whoever left an address is written to; the award, and at a conference the hour of the talk.
    `called`: how to name them, if they agreed. `rank`: where they stand among the winners."""
    locked = _locked(application)
    refuse_if(decision_problems(locked, state, award, starts, called, rank))
    locked.state, locked.award, locked.starts = state, " ".join(award.split()), starts
    locked.called, locked.rank = " ".join(called.split()), rank if locked.award else None
    locked.save()
    tell_decision(locked)
    return locked


@verb("programme.told_applicant", may=rules.PEOPLE, at="application.call.place")
def told_applicant(act: Act, *, application: Application) -> Application:
    """A colleague has told them what no letter could."""
    locked = _locked(application)
    locked.to_call = False
    locked.save(update_fields=["to_call"])
    return locked


@verb("programme.withdraw_application", may=rules.PEOPLE, at="application.call.place")
def withdraw_application(act: Act, *, application: Application) -> Application:
    """On the person's word: everything that says who it was goes, the files with it, and what operations said of it."""
    locked = _locked(application)
    ApplicationFile.objects.filter(application=locked).delete()
    for field in ("name", "contact", "org", "abstract"):
        setattr(locked, field, None)
    locked.state, locked.called, locked.award = ApplicationState.WITHDRAWN, "", ""
    locked.rank, locked.to_call = None, False
    locked.title = locked.title and str(_("Відкликана робота"))
    locked.save()
    unsay(locked)
    return locked


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application.pk)


# --- the jury ---------------------------------------------------------------------------------------------------------


@verb("programme.invite_juror", may=rules.PEOPLE, at="call.place")
def invite_juror(act: Act, *, call: Call, staff: Staff | None = None, name: str = "", link: Withheld | None = None) -> Juror:
    """Of the staff, or a guest with a link of their own that nobody guesses."""
    said = " ".join(name.split())
    if staff is None and (not said or len(link or "") < SHORTEST_LINK):
        refuse_if([Blocker(code="no_name", text=_("Оберіть працівника або напишіть, кого запрошуєте."), field="name")])
    if staff is not None and Juror.objects.filter(call=call, staff=staff, ended_on=None).exists():
        refuse_if([Blocker(code="juror_already", text=_("Ця людина вже в журі."), field="staff")])
    juror = Juror(uid=act.uid, call=call, staff=staff, made_at=act.at)
    juror.name = None if staff else said[:120]
    juror.link_hash = None if staff else link_hash(str(link))
    juror.save(force_insert=True)
    return juror


@verb("programme.end_juror", may=rules.PEOPLE, at="juror.call.place")
def end_juror(act: Act, *, juror: Juror) -> Juror:
    """The link opens nothing any more; the points that were given stay."""
    locked = Juror.objects.select_for_update(of=("self",)).get(pk=juror.pk)
    locked.ended_on, locked.link_hash = locked.ended_on or act.on, None
    locked.save(update_fields=["ended_on", "link_hash"])
    return locked


@verb("programme.score", may=rules.VIEW)
def score(act: Act, *, juror: Juror, application: Application, points: list[int]) -> Score:
    """By somebody of the staff, for themselves."""
    own = juror.staff_id is not None and juror.staff_id == act.actor.staff_id
    return _score(act, juror, application, points, own)


@verb("programme.score_invited", may=Anybody("the link is the right: the library gave it to this juror"))
def score_invited(act: Act, *, juror: Juror, application: Application, points: list[int], link: Withheld) -> Score:
    return _score(act, juror, application, points, juror.link_hash is not None and juror.link_hash == link_hash(str(link)))


def _score(act: Act, juror: Juror, application: Application, points: list[int], own: bool) -> Score:
    locked = Juror.objects.select_for_update(of=("self",)).select_related("call").get(pk=juror.pk)
    refuse_if(score_problems(locked, application, points, own))
    made, _new = Score.objects.update_or_create(juror=locked, application=application, defaults={"points": points, "at": act.at})
    return made


def link_hash(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()
