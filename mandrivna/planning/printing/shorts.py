"""«Перелік скорочень»: what the plan itself explains, and departments whose short names stand in it unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mandrivna.core.models import Unit
from mandrivna.planning.models import Abbreviation, Plan, PlanItem, Section


def shorts(plan: Plan, texts: Iterable[str]) -> list[tuple[str, str]]:
    """In the plan's own order first, then what the program knows, by the alphabet. Nothing that does not stand in `texts`,
    except what the plan explains itself."""
    own = list(Abbreviation.objects.filter(plan=plan).order_by("position", "pk").values_list("short", "full"))
    named = {short.casefold() for short, _full in own}
    words = {word for text in texts for word in re.findall(r"[\w’'-]+", str(text))}
    known = Unit.objects.below(plan.unit.path).exclude(short_name="").values_list("short_name", "name").order_by("short_name")
    return [*own, *((short, full) for short, full in known if short in words and short.casefold() not in named)]


def texts_of(plan: Plan, sections: Iterable[Section], items: Iterable[PlanItem]) -> list[str]:
    """Everything that is written in the plan."""
    texts = [plan.preamble, plan.closing]
    texts += [text for one in sections for text in (one.title, one.narrative, one.after, one.notes)]
    return texts + [cell for item in items for cell in item.cells]
