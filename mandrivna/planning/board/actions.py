"""Verbs of the board: what measures a row, what people say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import copy
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.addresses import is_web_address
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Forbidden, Problem, refuse_if
from mandrivna.planning import problems, rules
from mandrivna.planning.agenda.whose import may_tell
from mandrivna.planning.board.revising import FROM_WORDS, REPLANNED, TIED, UNTIED, changed, revise, standing
from mandrivna.planning.board.rows import WITH_REASON, ItemNote, Outcome, Tie, TieKind
from mandrivna.planning.board.suggesting import MOST_TIES, proposed
from mandrivna.planning.board.suggesting import rules as tie_rules
from mandrivna.planning.definitions import STANDING, Definitions, load
from mandrivna.planning.models import HIGHEST, Plan, PlanItem


@verb("planning.tie_item", may=rules.EDIT, at="item.plan.unit", audited=False)
def tie_item(
    act: Act, *, item: PlanItem, kind: str, indicator: str = "", planned: int | None = None, unit: str = "", label: str = "",
    line: int | None = None, where: dict[str, list[str]] | None = None, reason: str = "",
) -> Tie:  # fmt: skip
    """This row is measured by this. The same said twice stays one. A number beside an approved plan has a reason."""
    refuse_if([*_of_kind(kind, indicator, load()), *_of_planned(planned), *problems.of_length(label, 200, field="label")])
    PlanItem.objects.select_for_update().get(pk=item.pk)
    indicator = indicator if kind == TieKind.INDICATOR else ""
    if same := Tie.objects.filter(item=item, kind=kind, indicator=indicator, line=line).first():
        return same
    refuse_if(_too_many(item))
    tie = Tie.objects.create(
        uid=act.uid, item=item, kind=kind, indicator=indicator, planned=planned, unit=unit[:40], label=label.strip(), line=line,
        where=where or {}, by_id=act.actor.staff_id,
    )  # fmt: skip
    changed(act, item, TIED, before=None, after=tie, reason=reason)
    audit.record(act, item, "planning.tie_item", after=_told(tie), unit=item.plan.unit)
    return tie


@verb("planning.tie_all", may=rules.EDIT, at="plan.unit", audited=False)
def tie_all(act: Act, *, plan: Plan) -> int:
    """Accept what is offered for every row that has numbers and nothing to measure it yet. Returns how many numbers were tied."""
    rows = PlanItem.objects.select_for_update(of=("self",)).filter(plan=plan, part__isnull=False, dropped_on=None, ties=None)
    known = tie_rules()
    made: list[Tie] = []
    for item in rows.select_related("part").order_by("pk"):
        made += proposed(item, plan.year, known, by=act.actor.staff_id)
    Tie.objects.bulk_create(made)
    if made:
        revise(act, standing(plan), TIED, after={"ties": len(made)}, reason=str(FROM_WORDS))
        audit.record(act, plan, "planning.tie_all", after={"ties": len(made)}, unit=plan.unit)
    return len(made)


@verb("planning.untie_item", may=rules.EDIT, at="item.plan.unit", audited=False)
def untie_item(act: Act, *, item: PlanItem, tie: str, reason: str = "") -> bool:
    """Measured by this no longer; what was counted stays where it was. False when that was done already."""
    found = Tie.objects.select_for_update().filter(item=item, pk=tie).first()
    if found is None:
        return False
    changed(act, item, UNTIED, before=found, after=None, reason=reason)
    audit.record(act, item, "planning.untie_item", before=_told(found), unit=item.plan.unit)
    found.delete()
    return True


@verb("planning.replan_tie", may=rules.EDIT, at="item.plan.unit", audited=False)
def replan_tie(act: Act, *, item: PlanItem, tie: str, planned: int | None, reason: str = "") -> Tie:
    """Another number to compare with, without touching the words of the plan. After approval it has a day and a reason."""
    found = _tie(item, tie)
    refuse_if(_of_planned(planned))
    before, was = {"planned": found.planned}, copy(found)
    if planned == found.planned:
        return found
    found.planned = planned
    changed(act, item, REPLANNED, before=was, after=found, reason=reason)
    found.save(update_fields=["planned"])
    audit.record(act, item, "planning.replan_tie", before=before, after={"planned": planned}, unit=item.plan.unit)
    return found


@verb("planning.deliver", may=rules.TELL, at="item.plan.unit", anywhere=True, audited=False)
def deliver(act: Act, *, item: PlanItem, tie: str, on: dt.date | None, link: str = "", note: str = "") -> Tie:
    """The document of this row is ready, and here it is; without a day: not ready after all."""
    _given(act, item)
    found = _tie(item, tie)
    refuse_if([*_of_delivery(found, on, act.on, link), *problems.of_length(note, 500, field="note")])
    before = {"done_on": found.done_on, "link": found.link}
    found.done_on, found.link, found.note = on, link.strip(), note.strip()
    found.save(update_fields=["done_on", "link", "note"])
    audit.record(act, item, "planning.deliver", before=before, after={"done_on": on, "link": found.link}, unit=item.plan.unit)
    return found


@verb("planning.note_item", may=rules.TELL, at="item.plan.unit", anywhere=True, audited=False)
def note_item(
    act: Act, *, item: PlanItem, outcome: str = "", text: str = "", moved_to: str = "", answers: Withheld | None = None
) -> ItemNote:  # fmt: skip
    """How the row goes. What is not done, or not wholly, says why. Who answers for it may be a person, so the operation does not
    keep it: it stands in the row, and goes with it; only whoever may change the plan says it, and unsaid it stays as it was."""
    _given(act, item)
    if answers is not None:
        act.actor.require(rules.EDIT, item.plan.unit.path)
    refuse_if([*_of_outcome(outcome, text, moved_to), *_of_condition(item, outcome), *problems.of_length(text, 2000, field="text")])
    refuse_if([*problems.of_length(answers or "", 150, field="answers"), *problems.of_length(moved_to, 100, field="moved_to")])
    PlanItem.objects.select_for_update().get(pk=item.pk)
    found = ItemNote.objects.filter(item=item).first() or ItemNote(item=item)
    before = {"outcome": found.outcome, "text": found.text} if found.pk else None
    found.outcome, found.text = outcome, text.strip()
    if answers is not None:
        found.answers = answers.strip()
    found.moved_to = moved_to.strip() if outcome == Outcome.MOVED else ""
    found.changed_at, found.by_id = timezone.now(), act.actor.staff_id
    found.save()
    audit.record(
        act, item, "planning.note_item", before=before, after={"outcome": outcome, "text": found.text}, unit=item.plan.unit
    )
    return found


def _given(act: Act, item: PlanItem) -> None:
    """Of rows that are not theirs even those who tell of other rows say nothing."""
    if not may_tell(act.actor, item):
        raise Forbidden([Blocker(code="not_yours", text=_("Цей рядок доручено не вам: як він іде, каже його виконавець."))])


def _tie(item: PlanItem, tie: str) -> Tie:
    found = Tie.objects.select_for_update().filter(item=item, pk=tie).first()
    refuse_if([] if found else [Blocker(code="no_tie", text=_("Цього вже немає: рядок міряють інакше. Оновіть сторінку."))])
    assert found is not None
    return found


def _told(tie: Tie) -> dict[str, Any]:
    return {"kind": tie.kind, "indicator": tie.indicator, "planned": tie.planned, "label": tie.label}


# --- why not ------------------------------------------------------------------------------------------------------------


def _of_kind(kind: str, indicator: str, definitions: Definitions) -> list[Problem]:
    if kind not in TieKind.values:
        return [Blocker(code="unknown_kind", text=_("Так рядок не міряють."), field="kind")]
    if kind != TieKind.INDICATOR:
        return []
    row = definitions.get(indicator)
    if row is None:
        return [Blocker(code="unknown_indicator", text=_("Такого показника немає."), field="indicator")]
    if row.calc not in STANDING and (not row.counts or row.running):
        text = _("Цей показник не додається день за днем: рядок ним міряти не можна.")
        return [Blocker(code="not_a_flow", text=text, field="indicator")]
    return []


def _of_planned(planned: int | None) -> list[Problem]:
    if planned is not None and not 0 <= planned <= HIGHEST:
        return [Blocker(code="out_of_range", text=_("Вкажіть ціле число від 0 до 2 000 000 000."), field="planned")]
    return []


def _too_many(item: PlanItem) -> list[Problem]:
    if Tie.objects.filter(item=item).count() >= MOST_TIES:
        return [Blocker(code="too_many_ties", text=_("Забагато чисел в одному рядку: розділіть його."), field="kind")]
    return []


def _of_delivery(tie: Tie, on: dt.date | None, today: dt.date, link: str) -> list[Problem]:
    found: list[Problem] = []
    if tie.kind != TieKind.DELIVERABLE:
        found.append(Blocker(code="no_deliverable", text=_("Цей рядок міряють числом, а не документом.")))
    if on is not None and on > today:
        found.append(Blocker(code="in_future", text=_("Цей день ще не настав."), field="on"))
    if link.strip() and not is_web_address(link.strip()):
        found.append(Blocker(code="bad_link", text=_("Адреса починається з https:// або http://."), field="link"))
    return [*found, *problems.of_length(link, 500, field="link")]


def _of_condition(item: PlanItem, outcome: str) -> list[Problem]:
    if outcome == Outcome.CAME and not item.conditional:
        return [Blocker(code="no_condition", text=_("Цей рядок виконують без умови."), field="outcome")]
    return []


def _of_outcome(outcome: str, text: str, moved_to: str) -> Sequence[Problem]:
    if outcome not in Outcome.values:
        return [Blocker(code="unknown_outcome", text=_("Такого стану немає."), field="outcome")]
    if outcome in WITH_REASON and not text.strip():
        return [Blocker(code="reason_needed", text=_("Напишіть чому: це ввійде до звіту."), field="text")]
    if outcome == Outcome.MOVED and not moved_to.strip():
        return [Blocker(code="no_day", text=_("Напишіть, куди перенесено: «3 квартал», «2027 рік»."), field="moved_to")]
    return []
