from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Staff
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.readers.models import Reader


class ReplanForm(forms.Form):
    on = DayField(label=_("Коли"))
    volunteer = forms.ModelChoiceField(
        label=_("Хто везе"), queryset=Staff.objects.none(), required=False, empty_label=_("— не з працівників —"),
        help_text=_("У кого є доступ, відмічає все з телефона."),
    )  # fmt: skip
    volunteer_name = forms.CharField(
        label=_("Або ім’я волонтера"), help_text=_("Як людина сама просить себе називати."), max_length=80, required=False
    )

    def __init__(self, staff: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].queryset = staff


class RoundForm(ReplanForm):
    base = UnitChoice(
        label=_("Звідки вирушаємо"), help_text=_("Книжки беруть з полиць цього місця; видачі й повернення рахуються тут.")
    )
    field_order = ("base", "on", "volunteer", "volunteer_name")

    def __init__(self, units: Any, staff: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(staff, *args, **kwargs)
        self.fields["base"].queryset = units


class StopForm(forms.Form):
    reader = forms.ChoiceField(label=_("До кого їдемо"), error_messages={"required": _("Оберіть зі списку.")})

    def __init__(self, readers: list[Reader], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = [("", _("— оберіть —")), *((str(one.pk), str(one)) for one in readers)]
