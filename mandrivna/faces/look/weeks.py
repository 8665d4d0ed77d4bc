"""Days of the week as the head of a wall calendar: short, and in full for whoever listens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

WEEK = (
    (gettext_lazy("пн"), gettext_lazy("понеділок")),
    (gettext_lazy("вт"), gettext_lazy("вівторок")),
    (gettext_lazy("ср"), gettext_lazy("середа")),
    (gettext_lazy("чт"), gettext_lazy("четвер")),
    (gettext_lazy("пт"), gettext_lazy("п’ятниця")),
    (gettext_lazy("сб"), gettext_lazy("субота")),
    (gettext_lazy("нд"), gettext_lazy("неділя")),
)
