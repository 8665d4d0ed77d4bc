"""Forms of the board: they parse, the verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.workspace.indicators.forms import DayField
from mandrivna.planning.board.rows import Outcome, TieKind
from mandrivna.planning.definitions import STANDING, Definitions

INDICATOR = f"{TieKind.INDICATOR}:"


def measures(definitions: Definitions) -> list[tuple[Any, Any]]:
    """What a row may be measured by: events and words first, then every indicator that adds up."""
    own = [(kind.value, kind.label) for kind in TieKind if kind != TieKind.INDICATOR]
    rows = [row for row in definitions if row.calc in STANDING or (row.counts and not row.running)]
    return [*own, (_("Показники"), [(INDICATOR + row.code, row.label) for row in rows])]


class Reasoned(forms.Form):
    """`asks`: the plan is approved, so a number beside it changes with a reason."""

    def __init__(self, *args: Any, asks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks:
            self.fields["reason"] = forms.CharField(
                label=_("Чому змінюєте"), required=False, max_length=500,
                help_text=_("План затверджено: причина й день стоятимуть поруч зі зміною."),
            )  # fmt: skip

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


class UntieForm(Reasoned):
    pass


class TieForm(Reasoned):
    measure = forms.ChoiceField(label=_("Чим міряти"))
    planned = forms.IntegerField(
        label=_("План, число"), required=False, min_value=0, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    label = forms.CharField(label=_("Про що це число"), required=False, max_length=200)

    def __init__(self, definitions: Definitions, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = measures(definitions)

    def said(self) -> dict[str, Any]:
        kind, _colon, indicator = self.cleaned_data["measure"].partition(":")
        return {"kind": kind, "indicator": indicator, "planned": self.cleaned_data["planned"], "label": self.cleaned_data["label"],
                "reason": self.reason}  # fmt: skip


class ReplanForm(Reasoned):
    planned = forms.IntegerField(
        label=_("План, число"), required=False, min_value=0, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )


class DeliverForm(forms.Form):
    on = DayField(label=_("Готово, день"), required=False)
    link = forms.CharField(
        label=_("Посилання"), required=False, max_length=500, widget=forms.URLInput(attrs={"placeholder": "https://"})
    )
    note = forms.CharField(label=_("Примітка"), required=False, max_length=500)


class NoteForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Стан"), required=False, choices=Outcome.choices)
    text = forms.CharField(
        label=_("Пояснення"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Потрібне, якщо виконано частково, перенесено або не виконано: воно ввійде до звіту."),
    )  # fmt: skip
    moved_to = forms.CharField(label=_("Куди перенесено"), required=False, max_length=100)
    answers = forms.CharField(label=_("Хто відповідає"), required=False, max_length=150)

    def __init__(self, *args: Any, naming: bool = True, conditional: bool = False, **kwargs: Any) -> None:
        """`naming`: who answers for the row is said by whoever may change the plan, not by the one who answers. `conditional`: the
        row waits for something, and one may say that it has come."""
        super().__init__(*args, **kwargs)
        if not conditional:
            self.fields["outcome"].choices = [one for one in Outcome.choices if one[0] != Outcome.CAME]
        if not naming:
            del self.fields["answers"]
