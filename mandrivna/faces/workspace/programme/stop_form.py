"""Where a travelling exhibition goes next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice


class StopForm(forms.Form):
    place = UnitChoice(label=gettext_lazy("Куди їде виставка"))
    on = DayField(label=gettext_lazy("Від якого дня"))
    until = DayField(label=gettext_lazy("До якого дня"))

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
