from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.states import TRANSITIONS, State
from mandrivna.faces.workspace.operate import UnitChoice


class RefusalForm(forms.Form):
    place = UnitChoice(label=_("Де запитали"))
    title = forms.CharField(label=_("Назва"), max_length=LENGTHS["title"], required=False)
    authors = forms.CharField(label=_("Автор"), max_length=LENGTHS["authors"], required=False)
    isbn = forms.CharField(label="ISBN", max_length=20, required=False)
    note = forms.CharField(
        label=_("Що ще сказав читач"), max_length=LENGTHS["note"], required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(
        label=_("Як відповісти"),
        help_text=_("Лише якщо читач сам хоче. Зникне, щойно на запит відповіли."),
        max_length=LENGTHS["contact"],
        required=False,
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = units


class AnswerForm(forms.Form):
    state = forms.ChoiceField(label=_("Що далі"))
    answer = forms.CharField(
        label=_("Що зроблено"),
        help_text=_("Для колег: коли замовлено, що порадили натомість. Імен не пишіть."),
        max_length=300,
        required=False,
    )

    def __init__(self, now: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(state, State(state).label) for state in State if state in TRANSITIONS[now]]
        self.fields["state"].choices = allowed
