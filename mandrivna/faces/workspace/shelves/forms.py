from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.look.fields import DayField
from mandrivna.readers.models import Audience


class VisitsForm(forms.Form):
    """What the counter or the tally sheet of a day says; said again, it corrects."""

    on = DayField(label=_("День"))
    number = forms.IntegerField(label=_("Кількість відвідувань"), min_value=0, max_value=100_000)
    audience = forms.ChoiceField(label=_("Категорія"), choices=Audience.choices, initial=Audience.GENERAL)
    distance = forms.BooleanField(label=_("Дистанційні звернення (телефоном, поштою, у месенджері)"), required=False)
