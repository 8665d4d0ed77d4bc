"""Somebody complains or suggests, on the site or in words at the desk; by a day the rules set, they are answered."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.erasure import forget_traces
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.permissions import Anybody
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.enquiries import facts, rules
from mandrivna.enquiries.models import Remark
from mandrivna.enquiries.remark_notices import deliver_remark, writes_to
from mandrivna.enquiries.states import Remarked, RemarkState
from mandrivna.enquiries.terms import terms
from mandrivna.ledger.api import settle

REMARK_LENGTHS = {"text": 3000, "contact": 120, "answer": 3000}


@verb("enquiries.remark", may=Anybody("who complains need not say who they are"), at="place")
def remark(act: Act, *, place: Unit, what: str, text: str, contact: str = "") -> Remark:
    """Left on the site by nobody in particular."""
    return _recorded(act, place, what, text, contact)


@verb("enquiries.record_remark", may=rules.RECORD, at="place")
def record_remark(act: Act, *, place: Unit, what: str, text: str, contact: str = "") -> Remark:
    """At the desk or by telephone, in the person's own words."""
    return _recorded(act, place, what, text, contact)


def _recorded(act: Act, place: Unit, what: str, text: str, contact: str) -> Remark:
    problems = _length_problems({"text": text, "contact": contact})
    if what not in Remarked.values:
        problems.append(Blocker(code="unknown_what", text=_("Скажіть, це скарга чи пропозиція."), field="what"))
    if not text.strip():
        problems.append(Blocker(code="nothing_said", text=_("Напишіть, про що мова."), field="text"))
    refuse_if(problems)
    row = Remark(
        uid=act.uid, institution=institution_of(place), place=place, what=what, channel=act.channel, on=act.on, at=act.at,
        text=text.strip(), contact=contact.strip() or None, due_on=act.on + dt.timedelta(days=terms().days_to_answer(what)),
    )  # fmt: skip
    row.save(force_insert=True)
    settle(act, f"enquiries.Remark:{row.pk}", facts.remark_lines(row))
    return row


@verb("enquiries.answer_remark", may=rules.REMARKS, at="remark.institution")
def answer_remark(act: Act, *, remark: Remark, state: str, answer: str = "") -> Remark:
    """What was answered, or that it was neither complaint nor suggestion. Whoever left an address is written to, a telephone is
    kept until they have been called; then nobody knows any longer how to reach the person."""
    locked = Remark.objects.select_for_update().get(pk=remark.pk)
    problems = _length_problems({"answer": answer})
    if locked.state != RemarkState.NEW:
        problems.append(Blocker(code="remark_closed", text=_("На це вже відповіли.")))
    if state not in (RemarkState.ANSWERED, RemarkState.MISTAKEN):
        problems.append(Blocker(code="unknown_state", text=_("Оберіть зі списку."), field="state"))
    elif state == RemarkState.ANSWERED and not answer.strip():
        text = _("Напишіть, що відповіли й що зроблено.")
        problems.append(Blocker(code="no_answer", text=text, field="answer"))
    refuse_if(problems)
    locked.state, locked.answer, locked.closed_on = state, answer.strip() or None, act.on
    if state != RemarkState.ANSWERED:
        locked.contact = None
    locked.to_call = bool(locked.contact) and not writes_to(locked)
    locked.save()
    if locked.contact and not locked.to_call:
        enqueue(deliver_remark, remark=str(locked.pk))
    settle(act, f"enquiries.Remark:{locked.pk}", facts.remark_lines(locked))
    forget_traces([], [locked.pk])  # the audit never held it
    return locked


@verb("enquiries.told_remark", may=rules.REMARKS, at="remark.institution")
def told_remark(act: Act, *, remark: Remark) -> Remark:
    """A colleague has told them what no letter could: the way to the person is forgotten."""
    locked = Remark.objects.select_for_update().get(pk=remark.pk)
    if locked.to_call:
        locked.to_call, locked.contact = False, None
        locked.save(update_fields=["to_call", "contact"])
    return locked


def _length_problems(said: dict[str, str]) -> list[Problem]:
    return [
        Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": REMARK_LENGTHS[name]}, field=name)
        for name, words in said.items()
        if len(words) > REMARK_LENGTHS[name]
    ]
