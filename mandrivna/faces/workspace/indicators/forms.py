"""Forms of the indicators: they parse, the verbs decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mandrivna.core.codec import Withheld
from mandrivna.planning.actions.manual import PAPERS
from mandrivna.planning.actions.targets import DASH
from mandrivna.planning.definitions import Definitions
from mandrivna.planning.facts import MANUAL
from mandrivna.planning.figures import parse
from mandrivna.planning.periods import until_choices
from mandrivna.planning.problems import of_paper
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR
from mandrivna.planning.states import State
from mandrivna.shared.uploads import MOST_BYTES, packed, prepared, take

ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp"

KEYBOARD = {"inputmode": "text", "autocomplete": "off", "class": "number"}


class FigureField(forms.CharField):
    """«5 200», «-» or nothing: three different statements. The value is (state, number)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, "required": False, "widget": forms.TextInput(attrs=dict(KEYBOARD)), **kwargs})

    def clean(self, value: Any) -> tuple[State, int | None]:
        try:
            return parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(_("Введіть ціле число, риску «-» або залиште порожнім.")) from error


class NumberField(FigureField):
    """Only a number, 0 included."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": _("Введіть ціле число; якщо нічого не було, введіть 0.")}
        super().__init__(**{"required": True, "error_messages": messages, **kwargs})

    def clean(self, value: Any) -> Any:
        state, number = super().clean(value)
        if state != State.NUMBER or number is None:
            raise ValidationError(_("Введіть ціле число; якщо нічого не було, введіть 0."))
        return number


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class PeriodForm(forms.Form):
    year = forms.IntegerField(label=_("Рік"), min_value=FIRST_YEAR + 1, max_value=LAST_YEAR)
    until = forms.ChoiceField(label=_("За який час"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].choices = until_choices(slices=False)


class PlanForm(forms.Form):
    """The plan column: one field a row, in the order of the table."""

    reason = forms.CharField(
        label=_("Причина зміни"),
        max_length=500,
        required=False,
        help_text=_("Потрібна, якщо змінюєте число, яке вже було визначено."),
    )

    def __init__(self, definitions: Definitions, cells: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [row.code for row in definitions if row.plannable]
        for code in self.codes:
            self.fields[code] = FigureField(label=definitions[code].label, initial=cells[code].text)
        self.order_fields([*self.codes, "reason"])

    def figures(self) -> dict[str, int | str | None]:
        said = {code: self.cleaned_data[code] for code in self.codes}
        return {code: DASH if state == State.DASH else number for code, (state, number) in said.items()}


class ExplanationForm(forms.Form):
    text = forms.CharField(label=_("Пояснення"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class ManualForm(forms.Form):
    indicator = forms.ChoiceField(label=_("Що пораховано"))
    on = DayField(label=_("День або останній день строку"))
    value = NumberField(label=_("Число"))
    source = forms.CharField(
        label=_("Джерело"), max_length=250, help_text=_("Звідки це число: лічильник сайту, журнал, довідка громади.")
    )
    note = forms.CharField(label=_("Примітка"), max_length=500, required=False)
    file = forms.FileField(
        label=_("Файл"), required=False, max_length=250, widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("Довідка, таблиця чи знімок лічильника: PDF, DOCX, XLSX або зображення, до 4 МБ. Списків людей не додавайте."),
        error_messages={"empty": _("Файл порожній.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [(known.code, f"{known.label} ({known.counted_in})") for known in MANUAL.values()]

    def clean_file(self) -> Withheld:
        """One byte more than is taken is enough to be refused; a picture is made anew, so nothing of where it was taken stays."""
        sent = self.cleaned_data["file"]
        if not sent:
            return Withheld("")
        made = prepared(sent.read(MOST_BYTES + 1))
        if take(made, PAPERS) is None:
            raise ValidationError([str(problem) for problem in of_paper(True, None)])
        return Withheld(packed(made))


class PastForm(forms.Form):
    year = forms.IntegerField(label=_("Рік"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    indicator = forms.ChoiceField(label=_("Показник"))
    figure = FigureField(
        label=_("Як надруковано в документі"), help_text=_("Число, риска «-» або порожньо, якщо в документі порожньо.")
    )
    source = forms.CharField(label=_("Документ"), max_length=250)
    forecast_at = DayField(
        label=_("Прогноз за станом на"), required=False, help_text=_("Заповніть, якщо в документі не підсумок, а прогноз.")
    )

    def __init__(self, definitions: Definitions, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [(row.code, row.label) for row in definitions if row.plannable]

    def arguments(self) -> dict[str, Any]:
        state, value = self.cleaned_data["figure"]
        forecast_at: dt.date | None = self.cleaned_data["forecast_at"]
        about = {name: self.cleaned_data[name] for name in ("year", "indicator", "source")}
        return {**about, "state": str(state), "value": value, "forecast_at": forecast_at}
