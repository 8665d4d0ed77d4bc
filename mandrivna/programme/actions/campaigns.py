"""Campaigns and thematic weeks: events of different series under one name."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.programme import rules
from mandrivna.programme.models import Campaign, Event, Grouped
from mandrivna.programme.problems import day_problems

LONGEST_TITLE, LONGEST_ABOUT = 160, 1000


@verb("programme.add_campaign", may=rules.PLAN, at="unit")
def add_campaign(act: Act, *, unit: Unit, title: str, first: dt.date, last: dt.date, about: str = "") -> Campaign:
    refuse_if(_problems(title, first, last, about))
    return Campaign.objects.create(
        uid=act.uid, institution=institution_of(unit), unit=unit, title=" ".join(title.split()), about=about.strip(), first=first,
        last=last, made_at=act.at,
    )  # fmt: skip


@verb("programme.edit_campaign", may=rules.PLAN, at="campaign.unit")
def edit_campaign(act: Act, *, campaign: Campaign, title: str, first: dt.date, last: dt.date, about: str = "") -> Campaign:
    """Events that are in it stay, wherever its days go."""
    refuse_if(_problems(title, first, last, about))
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    locked.title, locked.about, locked.first, locked.last = " ".join(title.split()), about.strip(), first, last
    locked.save()
    return locked


def _problems(title: str, first: dt.date, last: dt.date, about: str) -> list[Problem]:
    found = [
        Blocker(code=one.code, text=one.text, field={"on": "first", "until": "last"}[one.field])
        for one in day_problems(first, last)
    ]
    if not title.strip():
        found.append(Blocker(code="no_title", text=_("Напишіть, як зветься кампанія."), field="title"))
    for said, most, field in ((title, LONGEST_TITLE, "title"), (about, LONGEST_ABOUT, "about")):
        if len(said) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field))
    return list(found)


@verb("programme.group", may=rules.PLAN, at="event.unit")
def group(act: Act, *, campaign: Campaign, event: Event, within: bool = True) -> Campaign:
    """By whoever answers for the event: it is put under the name, or taken out; it may be under two."""
    if event.institution_id != campaign.institution_id:
        refuse_if([Blocker(code="foreign_event", text=_("Це подія іншого закладу."))])
    if within:
        Grouped.objects.get_or_create(campaign=campaign, event=event)
    else:
        Grouped.objects.filter(campaign=campaign, event=event).delete()
    return campaign
