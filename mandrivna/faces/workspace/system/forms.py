from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models.operations import Outcome
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Чому не застосовуємо"), max_length=250)


class PeriodFilter(forms.Form):
    since = DayField(label=_("Від дня"), required=False)
    until = DayField(label=_("До дня"), required=False)


class AuditFilter(PeriodFilter):
    action = forms.ChoiceField(label=_("Дія"), required=False)
    unit = UnitChoice(label=_("Підрозділ"), required=False, empty_label=_("усі"))

    field_order = ("action", "unit", "since", "until")

    def __init__(self, units: Any, actions: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["action"].choices = [("", _("усі")), *actions]


class OperationFilter(PeriodFilter):
    verb = forms.ChoiceField(label=_("Дія"), required=False)
    outcome = forms.ChoiceField(label=_("Наслідок"), required=False, choices=[("", _("усі")), *Outcome.choices])

    field_order = ("verb", "outcome", "since", "until")

    def __init__(self, verbs: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("усі")), *verbs]
