"""What people say beside a plan while they write it together; it never gets into print."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.planning import rules
from mandrivna.planning.models import Plan, PlanComment, PlanItem, Section
from mandrivna.planning.problems import of_length


@verb("planning.comment_plan", may=rules.VIEW, at="plan.unit")
def comment_plan(act: Act, *, plan: Plan, text: str, item: PlanItem | None = None, part: Section | None = None) -> PlanComment:
    """Whoever may read the plan may ask about it; of a row, of a section, or of all of it."""
    if not text.strip():
        refuse_if([Blocker(code="nothing_said", text=_("Напишіть, що хочете сказати."), field="text")])
    refuse_if(of_length(text, 2000, field="text"))
    if (item is not None and item.plan_id != plan.pk) or (part is not None and part.plan_id != plan.pk):
        raise Refused([Blocker(code="other_plan", text=_("Цей рядок уже не в цьому плані. Оновіть сторінку."))])
    return PlanComment.objects.create(
        uid=act.uid, plan=plan, item=item, part=part if part is not None else item.part if item is not None else None,
        text=text.strip(), at=act.at, by_id=act.actor.staff_id,
    )  # fmt: skip


@verb("planning.solve_comment", may=rules.EDIT, at="comment.plan.unit")
def solve_comment(act: Act, *, comment: PlanComment) -> PlanComment:
    """Answered or done: it is out of sight, and nothing of it is lost. Said twice it stays as it was."""
    locked = PlanComment.objects.select_for_update().get(pk=comment.pk)
    if locked.solved_at is None:
        locked.solved_at, locked.solved_by_id = act.at, act.actor.staff_id
        locked.save(update_fields=["solved_at", "solved_by"])
    return locked
