"""A day of the site is over: its sum stays, and everything it was summed from goes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.ledger.api import settle
from mandrivna.lending import facts, rules
from mandrivna.lending.models import SiteDay, SiteSalt


@verb("lending.close_site_day", may=rules.CHANNELS, at="institution")
def close_site_day(act: Act, *, institution: Unit, on: dt.date) -> SiteDay:
    """Sum, fact and destruction are one transaction: killed in between, the day is closed again, with the same number."""
    if on >= act.on:
        refuse_if([Blocker(code="day_runs", text=_("Цей день ще не скінчився."), field="on")])
    # Whoever still writes looks of that day holds this row; who comes later finds no day to write to.
    salt = SiteSalt.objects.select_for_update().filter(day=on).first()
    number = (salt.seen.aggregate(sum=Sum("sessions"))["sum"] or 0) if salt else 0
    day, made = SiteDay.objects.get_or_create(institution=institution, on=on, defaults={"uid": act.uid, "number": number})
    if not made and number:
        day.number += number
        day.save(update_fields=["number"])
    settle(act, f"lending.SiteDay:{day.pk}", facts.site_day(day))
    if salt:
        salt.delete()
    return day
