"""Forms of contests and conferences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Staff
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.faces.workspace.programme.forms import CHOOSE, ClockField
from mandrivna.programme.call_problems import CALL, MOST_RANK
from mandrivna.programme.models import ApplicationState, Call, CallKind, Event


class LinesField(forms.CharField):
    """One a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


class CallForm(forms.Form):
    kind = forms.ChoiceField(label=_("Що це"), choices=[*CHOOSE, *CallKind.choices])
    title = forms.CharField(label=_("Назва"), max_length=CALL["title"])
    unit = UnitChoice(label=_("Хто відповідає"))
    place = UnitChoice(label=_("Де це відбувається"))
    opens_on = DayField(label=_("Приймаємо заявки з"))
    closes_on = DayField(label=_("Приймаємо заявки до"))
    about = forms.CharField(label=_("Про що"), max_length=CALL["about"], required=False, widget=forms.Textarea(attrs={"rows": 3}))
    rules = forms.CharField(
        label=_("Умови участі"), max_length=CALL["rules"], required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    parts = LinesField(
        label=_("Номінації або секції"), required=False, max_length=5000, help_text=_("Кожна — окремим рядком, по порядку.")
    )
    criteria = LinesField(
        label=_("За що журі ставить бали"), required=False, max_length=1000,
        help_text=_("Кожен критерій окремим рядком, від 0 до 10 балів. Порожнє — один бал за все."),
    )  # fmt: skip
    with_files = forms.BooleanField(label=_("Приймати файли"), required=False, initial=True)
    event = forms.ModelChoiceField(
        label=_("Подія програми"), queryset=Event.objects.none(), required=False, empty_label=_("— ще немає —"),
        help_text=_("День конференції або нагородження: там рахують людей."),
    )  # fmt: skip
    shown = forms.BooleanField(label=_("Показувати на сайті"), required=False, initial=True)

    def __init__(self, units: Any, places: Any, events: Any, *args: Any, kept: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset, fields["place"].queryset, fields["event"].queryset = units, places, events
        for name in ("kind", "unit") if kept else ():
            del fields[name]
        if kept:
            fields["parts"].help_text = _(
                "Кожна — окремим рядком, по порядку. Та, до якої вже є заявки, лишиться останньою, навіть якщо рядок стерти."
            )

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        about = {name: said[name] for name in ("title", "about", "rules", "criteria", "with_files", "shown")}
        more: dict[str, Any] = {name: said[name] for name in ("kind", "unit") if name in said}
        return {**more, **{name: said[name] for name in ("place", "opens_on", "closes_on", "parts", "event")}, "about": about}


class DecideForm(forms.Form):
    state = forms.ChoiceField(label=_("Рішення"), choices=ApplicationState.choices[:3])
    award = forms.CharField(
        label=_("Відзнака"), max_length=120, required=False, help_text=_("Наприклад: перше місце, приз глядачів.")
    )
    rank = forms.IntegerField(
        label=_("Яким за порядком серед переможців"), required=False, min_value=1, max_value=MOST_RANK,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        help_text=_("1 стоїть першим. Порожнє — порядок за середнім балом журі."),
    )  # fmt: skip
    starts = ClockField(label=_("О котрій доповідь"))
    called = forms.CharField(
        label=_("Як назвати вголос"), max_length=120, required=False,
        help_text=_("Лише з дозволу людини; порожнє — роботу покажемо без імені."),
    )  # fmt: skip


class JurorForm(forms.Form):
    staff = forms.ModelChoiceField(
        label=_("Працівник"), queryset=Staff.objects.none(), required=False, empty_label=_("— запрошений з посиланням —")
    )
    name = forms.CharField(label=_("Ім’я запрошеного"), max_length=120, required=False)

    def __init__(self, staff: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["staff"].queryset = staff


def described(call: Call) -> dict[str, Any]:
    names = ("title", "about", "rules", "opens_on", "closes_on", "criteria", "with_files", "shown")
    return {
        **{name: getattr(call, name) for name in names},
        "place": call.place_id,
        "event": call.event_id,
        "parts": [part.title for part in call.parts.all()],
    }
