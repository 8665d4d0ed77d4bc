"""Rows of a plan as far as something done has to name its row; what stands in the other columns comes with the plan's own pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning.models import Plan, PlanItem
from mandrivna.planning.plan_states import PlanKind
from mandrivna.planning.problems import of_year

LONGEST = {"section": 20, "number": 12, "title": 300, "term": 200}


def item_problems(section: str, number: str) -> list[Problem]:
    found: list[Problem] = []
    if bool(section.strip()) != bool(number.strip()):
        half = _("Рядок плану називають розділом і номером разом: наприклад, 3.1 і 5.")
        found.append(Blocker(code="half_an_item", text=half, field="number" if section.strip() else "section"))
    for field, said in (("section", section), ("number", number)):
        if len(said) > LONGEST[field]:
            text = _("Задовго: можна до %(most)d знаків.") % {"most": LONGEST[field]}
            found.append(Blocker(code="too_long", text=text, field=field))
    return found


def item_of(unit: Unit, year: int, section: str, number: str, *, title: str = "", term: str = "") -> PlanItem | None:
    """The row with this number in the institution's annual plan, made when nobody has named it before. None without a number.
    Within the transaction of the verb that names it. Documents do repeat a number: then the first such row is meant."""
    section, number = " ".join(section.split()), " ".join(number.split())
    refuse_if([*item_problems(section, number), *(of_year(year) if number else [])])
    if not number:
        return None
    plan, _made = Plan.objects.get_or_create(unit=unit, year=year, kind=PlanKind.ANNUAL)
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # two who name a new row at once name the same one
    named = PlanItem.objects.filter(plan=plan, section=section, number=number).order_by("dropped_on", "position", "uid")
    about = {"title": title[: LONGEST["title"]], "term": term[: LONGEST["term"]]}
    return named.first() or PlanItem.objects.create(plan=plan, section=section, number=number, **about)
