from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.workspace.operate import UnitChoice


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Чому не застосовуємо"), max_length=250)


class AuditFilter(forms.Form):
    unit = UnitChoice(label=_("Підрозділ і все нижче"), required=False, empty_label=_("усі"))
    day = forms.DateField(label=_("День"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    action = forms.ChoiceField(label=_("Дія"), required=False)

    def __init__(self, units: Any, actions: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["action"].choices = [("", _("усі")), *actions]
