"""Somebody's terms as a calendar reads them: an all-day entry on each day on which a row falls due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Max
from django.utils.translation import gettext as _

from mandrivna.core.roles import actor_for
from mandrivna.planning.agenda.rows import AgendaLink
from mandrivna.planning.agenda.sheet import plans_of
from mandrivna.planning.agenda.terms import stretches
from mandrivna.planning.agenda.whose import Mine, Places, named_so, names_of
from mandrivna.planning.board.sheet import BoardRow
from mandrivna.planning.models import Plan, PlanItem
from mandrivna.planning.plan_states import TOLD, Role, RowKind
from mandrivna.planning.rules import TELL, VIEW
from mandrivna.shared.dates.ical import Entry

BEHIND, MOST = dt.timedelta(days=62), 1000
"""So that a calendar which looks once a month learns of what was closed meanwhile; and no more entries than a telephone bears."""


def entries(link: AgendaLink, today: dt.date, host: str, url_of: Callable[[PlanItem], str]) -> list[Entry]:
    """Of this year and of the next, as far as the owner may see it today. What people have spoken of (done, moved, not done) and
    what was taken off the plan is told as cancelled: so it leaves the telephone. A few questions a plan, none for a row."""
    actor = actor_for(link.staff)
    mine = Mine.of(actor)
    found: list[Entry] = []
    for plan in [*plans_of(actor, today.year), *plans_of(actor, today.year + 1)]:
        places, seen, changed = Places(plan.unit), actor.can(VIEW, plan.unit.path), _changed(plan)
        opens = seen or (plan.state in TOLD and actor.can(TELL))
        rows = plan.items.filter(part__isnull=False, kind=RowKind.ROW).select_related("part", "note")
        items = list(rows.order_by("part__position", "position", "pk"))
        named = names_of(link.who, (item.meaning.get("executors", []) for item in items))
        for item in items:
            executors = item.meaning.get("executors", [])
            if not named_so(executors, named) or (item.conditional and not (hasattr(item, "note") and item.note.outcome)):
                continue
            if (seen and link.who) or mine.has(plan.unit, places.whoms(executors)):
                days = sorted({last for _first, last in stretches(item.meaning, plan.year) if last >= today - BEHIND})
                found += [_entry(item, day, changed, host, url_of(item) if opens else "") for day in days]
    return sorted(found, key=lambda one: (str(one.begins), one.uid))[:MOST]


def _changed(plan: Plan) -> dt.datetime:
    last = plan.revisions.aggregate(at=Max("at"))["at"]
    return max(plan.made_at, last) if last else plan.made_at


def _entry(item: PlanItem, day: dt.date, changed: dt.datetime, host: str, url: str) -> Entry:
    note, row = item.note if hasattr(item, "note") else None, BoardRow(item)
    title = row.said(Role.TITLE) or item.title
    named = ", ".join(part for part in (item.section, f"№ {item.number}" if item.number else "") if part)
    return Entry(
        uid=f"{item.pk}-{day:%Y%m%d}@{host}",
        begins=day,
        ends=None,
        summary=_("Строк: %(title)s") % {"title": " ".join(title.split())[:200]},
        changed=max(changed, note.changed_at) if note else changed,
        description="\n".join(line for line in (named, row.said(Role.TERM), ", ".join(row.executors)) if line),
        url=url,
        cancelled=bool(item.dropped_on or (note and note.told)),
    )
