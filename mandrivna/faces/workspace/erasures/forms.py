from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actions.erasure_requests import LONGEST_EXPLANATION
from mandrivna.core.models import ErasureRecord


class RefuseForm(forms.Form):
    explanation = forms.CharField(
        label=_("Чому відмовляємо"),
        max_length=LONGEST_EXPLANATION,
        help_text=_("Це прочитає людина, яка просила. Назвіть підставу й що їй робити далі."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Напишіть причину: її прочитає людина, яка просила.")},
    )


class OpenForm(forms.Form):
    """Of the grounds there are, those somebody may bring to the desk."""

    reason = forms.ChoiceField(label=_("Підстава"), choices=ErasureRecord.Reason.choices, initial=ErasureRecord.Reason.REQUEST)
