"""Answering a request to be forgotten: one person confirms, another one does it in a session of their own, or one refuses."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit, erasure, rules
from mandrivna.core.act import Act
from mandrivna.core.actions.erasure import erase
from mandrivna.core.door import verb
from mandrivna.core.models import ErasureRequest
from mandrivna.core.notices import ASKED, NOTICES, tell
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.roles import actor_for

State = ErasureRequest.State
LONGEST_EXPLANATION = 1000
REFUSED_NOTICE = "core.erasure_refused"


def _locked(request: ErasureRequest) -> ErasureRequest:
    return ErasureRequest.objects.select_for_update(of=("self",)).select_related("unit", "confirmed_by").get(pk=request.pk)


def _changed(act: Act, request: ErasureRequest, action: str, before: str) -> ErasureRequest:
    audit.record(act, request, action, before={"state": before}, after={"state": request.state}, unit=request.unit)
    return request


def closed_problems(request: ErasureRequest) -> list[Problem]:
    return [] if request.is_open else [Blocker(code="erasure_closed", text=_("На цей запит уже відповіли."))]


@verb("core.confirm_erasure", may=rules.ERASE, at="request.unit", audited=False)
def confirm_erasure(act: Act, *, request: ErasureRequest) -> ErasureRequest:
    """The first of two. Nothing is destroyed yet; what stands in the way (books in hand) is said now and not at the end."""
    request = _locked(request)
    refuse_if([*closed_problems(request), *twice_problems(request), *erasure.objections(act, request.subject)])
    before = request.state
    request.state, request.confirmed_by_id, request.confirmed_at = State.CONFIRMED, act.actor.staff_id, act.at
    request.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    return _changed(act, request, "core.confirm_erasure", before)


def first_stands(request: ErasureRequest) -> bool:
    """The first of the two consents is given. Whoever has left meanwhile, or lost the right, is replaced by who confirms now."""
    first = request.confirmed_by
    return request.state == State.CONFIRMED and first is not None and actor_for(first).can(rules.ERASE, request.unit.path)


def twice_problems(request: ErasureRequest) -> list[Problem]:
    if not first_stands(request):
        return []
    return [Blocker(code="erasure_confirmed", text=_("Першу згоду вже дано. Тепер потрібна згода іншого працівника."))]


@verb("core.complete_erasure", may=rules.ERASE, at="request.unit", audited=False)
def complete_erasure(act: Act, *, request: ErasureRequest) -> ErasureRequest:
    """The second of two, somebody else than the first: everything about the person goes, at once and for ever."""
    request = _locked(request)
    refuse_if([*closed_problems(request), *second_problems(act, request)])
    before, first = request.state, request.confirmed_by
    assert first is not None
    request.state, request.closed_by_id, request.closed_at = State.DONE, act.actor.staff_id, act.at
    request.save(update_fields=["state", "closed_by", "closed_at"])
    erase(act.part("erase"), subject=request.subject, reason=request.reason, second=first)
    return _changed(act, request, "core.complete_erasure", before)


def second_problems(act: Act, request: ErasureRequest) -> list[Problem]:
    if request.confirmed_by_id is None:
        return [Blocker(code="erasure_not_confirmed", text=_("Спершу хтось із працівників має дати першу згоду."))]
    if request.confirmed_by_id == act.actor.staff_id:
        return [Blocker(code="erasure_second_self", text=_("Підтвердити має інший працівник, зі свого сеансу."))]
    return []


@verb("core.refuse_erasure", may=rules.ERASE, at="request.unit", audited=False)
def refuse_erasure(act: Act, *, request: ErasureRequest, explanation: str) -> ErasureRequest:
    """The data stay, and the person reads why. Possible until the second person has confirmed."""
    request = _locked(request)
    refuse_if([*closed_problems(request), *_explanation_problems(explanation)])
    before = request.state
    request.state, request.closed_by_id, request.closed_at = State.REFUSED, act.actor.staff_id, act.at
    request.explanation = explanation.strip()
    request.save(update_fields=["state", "closed_by", "closed_at", "explanation"])
    tell(act, request.subject, REFUSED_NOTICE, request.pk)
    return _changed(act, request, "core.refuse_erasure", before)


def told_refused(ref: str) -> str:
    """Why stands where only the person reads it."""
    if not ErasureRequest.objects.filter(pk=ref, state=State.REFUSED).exists():
        return ""
    return gettext("Бібліотека відповіла на ваше прохання знищити дані. Відповідь є у вашому кабінеті на сайті та в бібліотекаря.")


NOTICES.add(REFUSED_NOTICE, told_refused)
ASKED.add(REFUSED_NOTICE, True)


def _explanation_problems(text: str) -> list[Problem]:
    if not text.strip():
        return [Blocker(code="reason_missing", text=_("Напишіть причину: її прочитає людина, яка просила."), field="explanation")]
    if len(text) > LONGEST_EXPLANATION:
        return [Blocker(code="long_explanation", text=_("Причина довша за 1000 знаків."), field="explanation")]
    return []


@verb("core.withdraw_erasure", may=Own("request.subject"), at="request.unit", audited=False)
def withdraw_erasure(act: Act, *, request: ErasureRequest) -> ErasureRequest:
    """The person has thought better of it; as long as nothing is destroyed, one word is enough."""
    request = _locked(request)
    refuse_if(closed_problems(request))
    before = request.state
    request.state, request.closed_at = State.WITHDRAWN, act.at
    request.save(update_fields=["state", "closed_at"])
    return _changed(act, request, "core.withdraw_erasure", before)
