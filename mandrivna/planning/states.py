"""What may stand in a cell. Zero, a dash, an empty place and a lack of data are four different statements."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NUMBER = "number", _("число")
    DASH = "dash", _("риска: показник не планують і не рахують")
    EMPTY = "empty", _("порожньо: ще не визначено")
    NO_DATA = "no_data", _("немає даних")
    UNDEFINED = "undefined", _("не обчислюється")


STORED = (State.NUMBER, State.DASH, State.EMPTY)
"""People write only these; the other two are answers of the program."""

STORED_CHOICES = [(state.value, state.label) for state in STORED]
