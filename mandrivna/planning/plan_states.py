"""What a plan may be, how it goes from a draft to a closed year, and what its parts and columns are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    ANNUAL = "annual", _("річний план роботи")
    GOALS = "goals", _("план за цілями")
    PROGRAMME = "programme", _("програма на один рік")
    STRATEGY = "strategy", _("стратегія на кілька років")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("чернетка")
    AGREED = "agreed", _("погоджено")
    APPROVED = "approved", _("затверджено")
    IN_FORCE = "in_force", _("діє")
    CLOSED = "closed", _("завершено")


NEXT: dict[PlanState, tuple[PlanState, ...]] = {
    PlanState.DRAFT: (PlanState.AGREED, PlanState.APPROVED),
    PlanState.AGREED: (PlanState.APPROVED, PlanState.DRAFT),
    PlanState.APPROVED: (PlanState.IN_FORCE,),
    PlanState.IN_FORCE: (PlanState.CLOSED,),
    PlanState.CLOSED: (),
}
"""What is approved never becomes a draft again: from then on every change is a dated revision with its reason."""

FREE = (PlanState.DRAFT,)
"""Here people write without giving reasons."""

FORMAL = (PlanState.APPROVED, PlanState.IN_FORCE)
TOLD = (*FORMAL, PlanState.CLOSED)
"""What a plan asks of a department is known to it from its approval on; before that, to whoever may see the plan."""
"""Here a change is a revision: it says why, and what is taken off the plan stays visible."""


class PartKind(models.TextChoices):
    SECTION = "section", _("розділ")
    GOAL = "goal", _("ціль")
    DIRECTION = "direction", _("напрям")
    INDICATORS = "indicators", _("загальні показники")
    CONTENTS = "contents", _("зміст")
    ABBREVIATIONS = "abbreviations", _("перелік скорочень")
    APPENDIX = "appendix", _("додаток")
    SIGNATURE = "signature", _("підпис")


class RowKind(models.TextChoices):
    ROW = "row", _("рядок")
    HEADING = "heading", _("заголовок на всю ширину таблиці")


class Role(models.TextChoices):
    """What a column is about; a column of one's own is OTHER and keeps its title. The readers of files use the same words."""

    NUMBER = "number", _("№ п/п")
    TITLE = "title", _("назва заходу чи діяльності")
    DIRECTION = "direction", _("напрямок")
    FORM = "form", _("форма роботи")
    AUDIENCE = "audience", _("аудиторія")
    QUANTITY = "quantity", _("кількість")
    FORM_QUANTITY = "form_quantity", _("форма або кількість")
    TERM = "term", _("термін")
    EXECUTORS = "executors", _("виконавці")
    RESOURCES = "resources", _("ресурси")
    RESULT = "result", _("очікуваний результат")
    PLACE = "place", _("місце")
    DONE = "done", _("виконано")
    OTHER = "other", _("інше")


COUNTED = (Role.QUANTITY, Role.FORM_QUANTITY)
"""Columns in which a number means how many are planned."""
