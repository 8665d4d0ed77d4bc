"""Quiet hours: when the library, whichever way it speaks, leaves its readers alone."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from mandrivna.lending.terms import terms


def next_waking(now: dt.datetime, quiet_from: int, quiet_until: int) -> dt.datetime:
    """`now`, or the end of the quiet hours if it is night. Equal hours: no night at all."""
    local = timezone.localtime(now)
    hour, over_midnight = local.hour, quiet_from > quiet_until
    night = (hour >= quiet_from or hour < quiet_until) if over_midnight else quiet_from <= hour < quiet_until
    if not night:
        return now
    day = local.date() + dt.timedelta(days=1) if over_midnight and hour >= quiet_from else local.date()
    return dt.datetime.combine(day, dt.time(quiet_until), tzinfo=timezone.get_current_timezone())


def awake(now: dt.datetime) -> dt.datetime:
    """By the hours the institution has agreed on."""
    hours = terms()
    return next_waking(now, hours.quiet_from, hours.quiet_until)
