"""Forms of plans: they parse, the verbs decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.faces.workspace.indicators.forms import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_states import PartKind, PlanKind, Role, RowKind
from mandrivna.planning.queries import FIRST_YEAR, LAST_YEAR

REASON_HELP = _("План затверджено: напишіть, чому змінюєте. Причина стоятиме в історії.")
MOST_NEW = 2


def area(label: Any, most: int, rows: int, **about: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **{"required": False, **about}
    )


def reason_field() -> forms.CharField:
    return forms.CharField(label=_("Причина зміни"), max_length=500, help_text=REASON_HELP)


class Reasoned(forms.Form):
    """Of an approved plan the form asks why; of a draft it does not."""

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if plan.formal:
            self.fields["reason"] = reason_field()

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    @property
    def why(self) -> forms.BoundField:
        return self["reason"]


class NewForm(forms.Form):
    unit = UnitChoice(label=_("Чий план"))
    kind = forms.ChoiceField(label=_("Вид плану"), choices=PlanKind.choices)
    year = forms.IntegerField(label=_("Рік"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    until_year = forms.IntegerField(
        label=_("До якого року"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, help_text=_("Лише для стратегії.")
    )
    title = forms.CharField(label=_("Назва, як на титулі"), max_length=500)


class CoverForm(Reasoned):
    title = forms.CharField(label=_("Назва, як на титулі"), max_length=500)
    place = forms.CharField(label=_("Місце, як на титулі"), max_length=200, required=False)
    cover_year = forms.CharField(label=_("Рік укладання, як на титулі"), max_length=40, required=False)
    approver_post = forms.CharField(label=_("Хто затверджує: посада"), max_length=250, required=False)
    approver_name = forms.CharField(label=_("Хто затверджує: ім’я"), max_length=150, required=False)
    preamble = area(_("Вступ"), 20_000, 8)
    closing = area(_("Після розділів"), 10_000, 3)
    strategy = forms.ModelChoiceField(
        label=_("Яку стратегію виконує"), queryset=Plan.objects.none(), required=False, empty_label=_("— жодної —")
    )

    def __init__(self, plan: Plan, strategies: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(plan, *args, **kwargs)
        self.fields["strategy"].queryset = strategies

    def about(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("strategy", "reason")}


class CopyForm(forms.Form):
    year = forms.IntegerField(label=_("На який рік"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    done = forms.BooleanField(
        label=_("Додати графу «Виконано» з тим, що програма знає про торішні рядки"), required=False, initial=True
    )


class WordsForm(Reasoned):
    said = forms.CharField(
        label=_("Скорочення"),
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        help_text=_(
            "По одному в рядку: ВНМР – Відділ науково-методичної роботи. Якщо так зветься підрозділ, програма впізнає його."
        ),
    )


class StepForm(forms.Form):
    on = DayField(label=_("День"))
    post = forms.CharField(label=_("Посада"), max_length=250, required=False)
    name = forms.CharField(label=_("Ім’я та прізвище"), max_length=150, required=False)
    note = forms.CharField(label=_("Примітка"), max_length=500, required=False)


class PartForm(Reasoned):
    number = forms.CharField(label=_("Номер"), max_length=20, required=False)
    title = forms.CharField(label=_("Назва"), max_length=500)
    kind = forms.ChoiceField(label=_("Що це"), choices=PartKind.choices)
    parent = forms.ModelChoiceField(
        label=_("У складі розділу"), queryset=Section.objects.none(), required=False, empty_label=_("— жодного, окремо —")
    )
    narrative = area(_("Текст перед таблицею"), 20_000, 8)
    after = area(_("Текст після таблиці"), 20_000, 3)
    notes = area(_("Примітки під таблицею"), 4000, 2)
    contents_title = forms.CharField(label=_("Назва у змісті, якщо інша"), max_length=500, required=False)
    numbered_columns = forms.BooleanField(label=_("Рядок із номерами граф під заголовками"), required=False)

    def __init__(self, plan: Plan, others: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(plan, *args, **kwargs)
        self.fields["parent"].queryset = others

    def about(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("parent", "reason")}


class ColumnsForm(Reasoned):
    """A line for each column, and two empty ones to be added. «Місце» is its number in the new order, empty takes it away."""

    def __init__(self, part: Section, *args: Any, **kwargs: Any) -> None:
        super().__init__(part.plan, *args, **kwargs)
        self.many = len(part.columns)
        standing = [*part.columns, *[{}] * MOST_NEW]
        for at, column in enumerate(standing):
            place = at + 1 if at < self.many else None
            self.fields[f"place{at}"] = forms.IntegerField(
                label=_("Місце"), initial=place, min_value=1, max_value=99, required=False
            )
            self.fields[f"title{at}"] = forms.CharField(
                label=_("Назва графи"), initial=column.get("title", ""), max_length=200, required=False
            )
            self.fields[f"role{at}"] = forms.ChoiceField(
                label=_("Про що"), initial=column.get("role", Role.OTHER), choices=Role.choices, required=False
            )
            self.fields[f"width{at}"] = forms.IntegerField(
                label=_("Ширина в міліметрах"), initial=column.get("width", 0), min_value=0, max_value=300, required=False
            )
        if "reason" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def lines(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}{at}"] for name in ("place", "title", "role", "width")] for at in range(self.many + MOST_NEW)]

    def said(self) -> list[dict[str, Any]]:
        data, found = self.cleaned_data, []
        for at in range(self.many + MOST_NEW):
            if data[f"place{at}"] is None or not data[f"title{at}"].strip():
                continue
            column = {"title": data[f"title{at}"], "role": data[f"role{at}"] or Role.OTHER, "width": data[f"width{at}"] or 0}
            found.append((data[f"place{at}"], at, {**column, "was": at if at < self.many else None}))
        return [column for _place, _at, column in sorted(found, key=lambda one: one[:2])]


class RowForm(Reasoned):
    """One field a column, and what the row is."""

    def __init__(self, item: PlanItem, part: Section, *args: Any, **kwargs: Any) -> None:
        super().__init__(item.plan, *args, **kwargs)
        self.columns = [f"cell{at}" for at in range(len(part.columns))]
        written = item.cells + [""] * (len(part.columns) - len(item.cells))
        for at, column in enumerate(part.columns):
            rows = 4 if column["role"] == Role.TITLE else 1 if column["role"] == Role.NUMBER else 2
            self.fields[f"cell{at}"] = area(column["title"], 4000, rows, initial=written[at], strip=False)
        self.fields["level"] = forms.IntegerField(
            label=_("Під яким рядком"), initial=item.level, min_value=0, max_value=4, required=False,
            help_text=_("0: сам по собі; 1: у складі рядка вище; 2: ще глибше."),
        )  # fmt: skip
        self.fields["kind"] = forms.ChoiceField(label=_("Вид рядка"), initial=item.kind, choices=RowKind.choices)
        self.fields["coordinator"] = forms.CharField(
            label=_("Хто координує"), initial=item.coordinator, max_length=200, required=False
        )
        if "reason" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def cells(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.columns]


class CommentForm(forms.Form):
    text = area(_("Питання чи зауваження"), 2000, 3, required=True)


class KeepForm(forms.Form):
    name = forms.CharField(
        label=_("Зберегти версію під назвою"), max_length=200, help_text=_("Наприклад: до наради, після зауважень департаменту.")
    )
