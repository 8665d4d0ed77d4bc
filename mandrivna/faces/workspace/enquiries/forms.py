from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.enquiries.actions.log import LONGEST_QUESTION, MOST
from mandrivna.enquiries.actions.quiet import MOST as QUIET_MOST
from mandrivna.enquiries.models import LogLine
from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.states import TRANSITIONS, Result, Served, State, Way
from mandrivna.enquiries.terms import LONGEST_TOPIC, MOST_MINUTES, terms
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.readers.models import Audience


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


MANY = (1, 2, 3, 5, 10)
"""How many at once by a tap; any other number is typed."""


class LogForm(forms.Form):
    """What the tapped button does not say itself. Only the place is needed, and it is there already."""

    channel = forms.ChoiceField(label=_("Як питали"), choices=Way.choices, initial=Way.DESK, widget=forms.RadioSelect)
    many = forms.ChoiceField(
        label=_("Скільки"), choices=[(str(one), one) for one in MANY], initial="1", required=False, widget=forms.RadioSelect
    )
    place = UnitChoice(label=_("Де відповіли"))
    on = DayField(label=_("Якого дня"))
    topic = forms.CharField(
        label=_("Тема"),
        max_length=LONGEST_TOPIC,
        required=False,
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )
    minutes = forms.IntegerField(
        label=_("Хвилин"),
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    audience = forms.ChoiceField(label=_("Хто питав"), choices=Audience.choices, initial=Audience.GENERAL, required=False)
    result = forms.ChoiceField(label=_("Чим скінчилося"), choices=Result.choices, initial=Result.GIVEN, required=False)
    specialist = forms.ChoiceField(label=_("Хто консультував, якщо запрошений фахівець"), required=False)
    number = forms.IntegerField(
        label=_("Інше число"), min_value=1, max_value=MOST, required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    question = forms.CharField(
        label=_("Запитання"),
        help_text=_("Лише якщо варто запам’ятати. Зберігається зашифрованим пів року. Імен, адрес і здоров’я не пишіть."),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, units: Any, *args: Any, questions: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = units
        self.fields["specialist"].choices = specialists_to_choose()
        if not questions:
            del self.fields["question"]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What stands under «Докладніше»."""
        return [field for field in self if field.name not in ("channel", "many")]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        many = said.pop("many", "")
        said["number"] = said.get("number") or int(many or 1)
        said["audience"], said["result"] = said.get("audience") or Audience.GENERAL, said.get("result") or Result.GIVEN
        return said


class LogLineForm(forms.Form):
    """A line of the log as it should have been."""

    kind = forms.ChoiceField(label=_("Вид"))
    on = DayField(label=_("Якого дня"))
    channel = forms.ChoiceField(label=_("Як питали"), choices=Way.choices)
    number = forms.IntegerField(label=_("Скільки"), min_value=1, max_value=MOST)
    topic = forms.CharField(
        label=_("Тема"),
        max_length=LONGEST_TOPIC,
        required=False,
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )
    minutes = forms.IntegerField(label=_("Хвилин"), min_value=0, max_value=MOST_MINUTES, required=False)
    audience = forms.ChoiceField(label=_("Хто питав"), choices=Audience.choices)
    result = forms.ChoiceField(label=_("Чим скінчилося"), choices=Result.choices)
    specialist = forms.ChoiceField(label=_("Хто консультував, якщо запрошений фахівець"), required=False)
    question = forms.CharField(
        label=_("Запитання"), max_length=LONGEST_QUESTION, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, line: LogLine, *args: Any, questions: bool, **kwargs: Any) -> None:
        names = (
            "on",
            "channel",
            "number",
            "topic",
            "minutes",
            "audience",
            "result",
            "specialist",
            *(["question"] if questions else []),
        )
        kind = f"{line.served}:{line.sort}"
        kwargs["initial"] = {"kind": kind, **{name: getattr(line, name) for name in names}}
        super().__init__(*args, **kwargs)
        if not questions:
            del self.fields["question"]
        self.fields["kind"].choices = kinds_to_choose(line)
        self.fields["specialist"].choices = specialists_to_choose(line.specialist)

    def said(self) -> dict[str, Any]:
        served, _colon, sort = self.cleaned_data["kind"].partition(":")
        return {**{name: value for name, value in self.cleaned_data.items() if name != "kind"}, "served": served, "sort": sort}


def kinds_to_choose(line: LogLine) -> list[Any]:
    """Every kind there is, and the line's own even if it is offered no longer."""
    known = terms()
    groups: list[Any] = []
    for served in Served:
        kinds = known.of(served) or {"": str(served.label)}
        if served == line.served and line.sort not in kinds:
            kinds = {**kinds, line.sort: line.sort}
        groups.append((str(served.label), [(f"{served.value}:{code}", name) for code, name in kinds.items()]))
    return groups


def specialists_to_choose(chosen: str = "") -> list[Any]:
    """Roles and partners; also the one that was chosen when it was still in the list."""
    known = terms().invited()
    return [
        ("", gettext("ніхто, консультував бібліотекар")),
        *({chosen: chosen} if chosen and chosen not in known else {}).items(),
        *known.items(),
    ]


class QuietForm(forms.Form):
    """A month and a number. Nothing else may ever be added here."""

    institution = UnitChoice(label=_("Заклад"))
    month = forms.TypedChoiceField(label=_("Місяць, який уже скінчився"), coerce=dt.date.fromisoformat)
    number = forms.IntegerField(
        label=_("Скільки консультацій за весь місяць"), min_value=0, max_value=QUIET_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, units: Any, months: list[dt.date], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = units
        self.fields["month"].choices = [(month.isoformat(), date_format(month, "F Y")) for month in months]
