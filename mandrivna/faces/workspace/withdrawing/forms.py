from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.fund.withdrawing import NOTE, reasons


class WithdrawalForm(forms.Form):
    place = UnitChoice(
        label=_("Де ці книжки вдома"), help_text=_("До акта входять книжки цього місця й усього, що йому підпорядковане.")
    )
    why = forms.ChoiceField(label=_("Причина"), help_text=_("Один акт — одна причина. Перелік причин — у «Правилах закладу»."))
    note = forms.CharField(
        label=_("Підстава"), max_length=NOTE, required=False, help_text=_("Наказ чи акт перевірки: номер і дата, якщо є.")
    )

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        self.fields["why"].choices = [("", _("— оберіть —")), *reasons().items()]


class CodesForm(forms.Form):
    codes = forms.CharField(
        label=_("Штрихкод або інвентарні номери"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True, "autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("Скануйте по одній або впишіть кілька: «12–14, 17»."),
    )
