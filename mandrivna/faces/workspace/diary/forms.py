"""Forms of the diary: they parse, the verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.workspace.indicators.forms import DayField, NumberField
from mandrivna.planning.diary.actions import MODES
from mandrivna.planning.diary.columns import Diary
from mandrivna.planning.words import facet_word


class AdditionForm(forms.Form):
    on = DayField(label=_("День"))
    column = forms.ChoiceField(label=_("Графа"))
    quantity = NumberField(label=_("Скільки"))
    mode = forms.ChoiceField(label=_("Обслуговування"), required=False, help_text=_("Порожньо: так, як працює підрозділ."))
    source = forms.CharField(
        label=_("Чому вручну і звідки число"), max_length=250, help_text=_("Наприклад: не було зв’язку, паперовий аркуш простору.")
    )

    def __init__(self, diary: Diary, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [(column.code, column.title) for column in diary.by_hand]
        self.fields["mode"].choices = [("", _("як у підрозділі")), *((mode, facet_word("mode", mode)) for mode in MODES)]


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Чому прибираєте"), max_length=250)
