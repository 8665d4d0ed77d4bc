"""Forms of reports: they parse, the verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.look.fields import DayField
from mandrivna.faces.look.state_forms import Said
from mandrivna.planning.models import Plan
from mandrivna.planning.periods import until_choices
from mandrivna.planning.reports.kinds import PLAN, kinds


class PlanChoice(forms.ModelChoiceField):
    def label_from_instance(self, plan: Any) -> str:
        return f"{plan.title or plan.get_kind_display()}, {plan.year}: {plan.unit.name}"


class MakeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Що складаємо"), initial=PLAN)
    plan = PlanChoice(label=_("До якого плану"), queryset=Plan.objects.none())
    until = forms.ChoiceField(
        label=_("За який час"), required=False,
        help_text=_("Числа завжди від 1 січня: піврічний звіт додає два квартали, звіт за травень — п’ять місяців."),
    )  # fmt: skip

    def __init__(self, plans: QuerySet[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
        self.fields["kind"].choices = [(PLAN, _("звіт про виконання плану")), *((one.code, one.label) for one in kinds().values())]
        self.fields["until"].choices = until_choices()


class TitleForm(forms.Form):
    text = forms.CharField(
        label=_("Назва звіту"), required=False, max_length=500, help_text=_("Порожньо: назва, яку дає програма.")
    )


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("Текст звіту"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 14, "data-text": ""}),
        help_text=_("Число, яке має жити разом із фактами, не вписуйте цифрами: поставте його з переліку нижче."),
    )  # fmt: skip


class SignForm(forms.Form):
    post = Said(label=_("Посада"), max_length=250)
    name = Said(label=_("Ім’я та прізвище"), max_length=150)
    on = DayField(label=_("День підпису"))

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"on": timezone.localdate(), **initial})
