"""The plan, the section, the row of an address: among those that the actor may see, or nothing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.planning.models import Plan, PlanComment, PlanItem, Section
from mandrivna.planning.rules import APPROVE, EDIT, VIEW


def plan_or_404(request: HttpRequest, pk: int, permission: Permission = VIEW) -> Plan:
    plan = Plan.objects.select_related("unit", "strategy").filter(pk=pk).first()
    if plan is None or not request.actor.can(permission, plan.unit.path):
        raise Http404
    return plan


def part_or_404(request: HttpRequest, uid: UUID, permission: Permission = VIEW) -> Section:
    part = Section.objects.select_related("plan", "plan__unit").filter(pk=uid).first()
    if part is None or not request.actor.can(permission, part.plan.unit.path):
        raise Http404
    return part


def item_or_404(request: HttpRequest, uid: UUID, permission: Permission = VIEW) -> PlanItem:
    item = (
        PlanItem.objects.select_related("plan", "plan__unit", "part", "part__plan", "serves", "serves_part").filter(pk=uid).first()
    )
    if item is None or not request.actor.can(permission, item.plan.unit.path):
        raise Http404
    return item


def comment_or_404(request: HttpRequest, uid: UUID, permission: Permission) -> PlanComment:
    comment = PlanComment.objects.select_related("plan", "plan__unit").filter(pk=uid).first()
    if comment is None or not request.actor.can(permission, comment.plan.unit.path):
        raise Http404
    return comment


def may(actor: Actor, plan: Plan) -> dict[str, bool]:
    """What the buttons of a page ask. A plan that is agreed or closed is not written in, whoever asks."""
    edit = actor.can(EDIT, plan.unit.path)
    return {"may_edit": edit, "may_write": edit and (plan.free or plan.formal), "may_approve": actor.can(APPROVE, plan.unit.path)}
