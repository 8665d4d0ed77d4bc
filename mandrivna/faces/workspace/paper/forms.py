from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.lending.states import SheetKind


class PrintForm(forms.Form):
    place = UnitChoice(label=_("Де лежатимуть аркуші"))
    kind = forms.ChoiceField(label=_("Що записуватимуть"), choices=SheetKind.choices, initial=SheetKind.ISSUE)
    number = forms.IntegerField(label=_("Скільки аркушів"), min_value=1, max_value=50, initial=2)
    lines = forms.IntegerField(label=_("Рядків на аркуші"), min_value=5, max_value=25, initial=15)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places


class KeyForm(forms.Form):
    on = DayField(label=_("День на аркуші"))
    whole = forms.BooleanField(label=_("Це весь аркуш: більше рядків на ньому немає"), required=False, initial=True)


class OpenForm(forms.Form):
    q = forms.CharField(
        label=_("Код аркуша"),
        max_length=200,
        error_messages={"required": _("Зіскануйте код аркуша або введіть його цифри.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false", "enterkeyhint": "go"}),
    )


STATES = (
    ("", _("усі")),
    ("printed", _("надруковано, ще не внесено")),
    ("partly", _("внесено частково")),
    ("keyed", _("внесено")),
    ("waits", _("є рядки, що чекають")),
    ("missing", _("понад два тижні не внесено")),
    ("set_aside", _("зіпсовано або не знайшовся")),
)


class SheetFilter(forms.Form):
    state = forms.ChoiceField(label=_("Стан"), choices=STATES, required=False)
    place = UnitChoice(label=_("Місце"), required=False, empty_label=_("усі"))
    week = DayField(label=_("Тиждень друку (будь-який день)"), required=False)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
