"""What is typed into a state form: they parse, the verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.look.state_forms import CellField, Said
from mandrivna.faces.workspace.indicators.forms import DayField


class CellForm(forms.Form):
    value = CellField(label=_("Що має стояти у формі"), help_text=_("Порожньо: те, що рахує програма."))
    reason = forms.CharField(label=_("Причина"), max_length=500, required=False)


class SignForm(forms.Form):
    post = Said(label=_("Посада"), max_length=200)
    signer = Said(label=_("Ім’я та прізвище"), max_length=200)
    on = DayField(label=_("День підпису"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Причина"), max_length=250)


class RowForm(forms.Form):
    """One row of a form as a methodist has checked it against the order."""

    section = forms.ChoiceField(label=_("Розділ"))
    code = forms.CharField(
        label=_("Номер рядка у формі"), max_length=20, required=False, help_text=_("Лише звірений із наказом; інакше порожньо.")
    )
    label = forms.CharField(label=_("Назва рядка"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    counted_in = forms.CharField(label=_("Одиниця"), max_length=60, required=False)
    source = forms.ChoiceField(label=_("Звідки число"))
    depth = forms.IntegerField(label=_("Відступ"), min_value=0, max_value=3, initial=0)
    digits = forms.IntegerField(label=_("Знаків після коми"), min_value=0, max_value=3, initial=0)
    after = forms.ChoiceField(label=_("Після якого рядка"), required=False)
    note = forms.CharField(label=_("Як рахуємо"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    verify = forms.BooleanField(label=_("Потребує звірки"), required=False)
    shown = forms.BooleanField(label=_("Показувати у формі"), required=False, initial=True)
    reason = forms.CharField(label=_("Чому змінюєте"), max_length=500, help_text=_("Наприклад: звірено з наказом, сторінка 4."))

    KEPT, HAND, INDICATOR = "kept", "hand", "indicator:"

    def __init__(self, choices: dict[str, list[tuple[str, Any]]], *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in choices.items():
            self.fields[name].choices = listed
        if not own:
            del self.fields["after"]

    def row(self, before: dict[str, Any]) -> dict[str, Any]:
        """The row as data: what this form does not speak of stays as it was."""
        said = self.cleaned_data
        found = {
            name: value
            for name, value in before.items()
            if name in ("kinds", "where", "calc", "scope", "total", "ratio", "indicator", "hand")
        }
        if said["source"] == self.HAND:
            found = {"hand": True}
        elif said["source"].startswith(self.INDICATOR):
            found = {"indicator": said["source"].removeprefix(self.INDICATOR)}
        texts = {name: said[name].strip() for name in ("code", "label", "counted_in", "note") if said[name].strip()}
        numbers = {name: said[name] for name in ("depth", "digits") if said[name]}
        flags = {**({"verify": True} if said["verify"] else {}), **({} if said["shown"] else {"shown": False})}
        after = {"after": said["after"]} if said.get("after") else {}
        return {"section": said["section"], **texts, **numbers, **flags, **after, **found}
