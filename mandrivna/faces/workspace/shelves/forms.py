from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.readers.models import Audience


class VisitsForm(forms.Form):
    """What the counter or the tally sheet of a day says; said again, it corrects."""

    on = forms.DateField(label=_("День"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    number = forms.IntegerField(label=_("Кількість відвідувань"), min_value=0, max_value=100_000)
    audience = forms.ChoiceField(label=_("Категорія"), choices=Audience.choices, initial=Audience.GENERAL)
    distance = forms.BooleanField(label=_("Дистанційні звернення (телефоном, поштою, у месенджері)"), required=False)
