from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ScanForm(forms.Form):
    """One line, typed or scanned: what it means is found out afterwards."""

    q = forms.CharField(
        label=_("Квиток, штрихкод, ім’я, псевдонім або назва"),
        max_length=200,
        error_messages={"required": _("Введіть або зіскануйте щось.")},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "enterkeyhint": "go"}
        ),
    )
