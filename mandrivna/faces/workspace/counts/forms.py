from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.ledger.api import KINDS
from mandrivna.lending.channel_files import LARGEST
from mandrivna.lending.channels import Channel, Measure
from mandrivna.lending.models import ChannelMonth
from mandrivna.planning.figures import number, parse
from mandrivna.planning.states import State

MEASURED = {"visits": "lending.channel_visits", "views": "lending.channel_views", "reach": "lending.channel_reach"}
SITE, BY_HAND = "lending.site_visit", "planning.virtual_visits"
SUBSCRIBERS, USERS_BY_HAND = "lending.channel_subscribers", "planning.virtual_users"


class FigureField(forms.CharField):
    """«1 900» and «1900» are one number; nothing written is no number, which is not zero."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 9})

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        try:
            state, read = parse(super().to_python(value) or "")
        except ValueError:
            raise forms.ValidationError(_("Потрібне ціле число, як-от 1 900; порожньо, якщо його не знаєте.")) from None
        return read if state == State.NUMBER else None

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) else value


class MonthForm(forms.Form):
    """A row for each channel, a box for each number it has."""

    def __init__(
        self, channels: list[Channel], rows: Mapping[tuple[str, dt.date], ChannelMonth], month: dt.date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.channels, self.rows, self.month = channels, rows, month
        for channel in channels:
            for measure in channel.measures:
                label = f"{channel}: {Measure(measure).label}"
                name = f"{channel.code}_{measure}"
                self.fields[name] = FigureField(label=label, required=False, initial=self.stands(channel.code, measure))

    def stands(self, channel: str, measure: str) -> int | None:
        row = self.rows.get((channel, self.month))
        return getattr(row, measure) if row else None

    def said(self) -> list[dict[str, Any]]:
        """Only what differs from what stands: nobody touched the rest."""
        changed: list[dict[str, Any]] = []
        for channel in self.channels:
            about = {
                measure: self.cleaned_data.get(f"{channel.code}_{measure}")
                for measure in channel.measures
                if self.cleaned_data.get(f"{channel.code}_{measure}") != self.stands(channel.code, measure)
            }
            if about:
                changed.append({"channel": channel.code, "month": f"{self.month:%Y-%m}", **about})
        return changed


class FileForm(forms.Form):
    channel = forms.ChoiceField(label=_("Чиї це числа"))
    file = forms.FileField(label=_("Файл із платформи (CSV)"), help_text=_("До 2 МБ. Спершу покажемо, що в ньому зрозуміли."))
    before = FigureField(
        label=_("Скільки підписників було до першого місяця у файлі"),
        help_text=_("Лише якщо у файлі приріст, а не число; звичайно програма знає це сама."),
        required=False,
    )

    def __init__(self, channels: list[Channel], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(one.code, one.name) for one in channels]
        self.fields["file"].widget.attrs["accept"] = ".csv,text/csv"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Файл завеликий: до 2 МБ."))
        return file


class PreviewForm(forms.Form):
    """What was understood of a file, each number in a box of its own: it may still be put right before it is written."""

    def __init__(self, channel: Channel, months: Mapping[dt.date, Mapping[str, int]] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        for month, numbers in (months or {}).items():
            for measure in channel.measures:
                self._box(month, measure, numbers.get(measure))
        for name in self.data:
            month_said, _sign, measure = str(name).partition(".")
            if measure in channel.measures and len(month_said) == 7 and name not in self.fields:
                self._box(month_said, measure, None)

    def _box(self, month: dt.date | str, measure: str, initial: int | None) -> None:
        name = month if isinstance(month, str) else f"{month:%Y-%m}"
        label = f"{name}: {Measure(measure).label}"
        self.fields[f"{name}.{measure}"] = FigureField(label=label, required=False, initial=initial)

    @property
    def months(self) -> list[tuple[str, list[forms.BoundField]]]:
        found: dict[str, list[forms.BoundField]] = {}
        for box in self:
            found.setdefault(box.name.partition(".")[0], []).append(box)
        return sorted(found.items())

    def said(self) -> list[dict[str, Any]]:
        """An empty box leaves what stands."""
        rows: dict[str, dict[str, Any]] = {}
        for name, value in self.cleaned_data.items():
            month, _sign, measure = name.partition(".")
            if value is not None:
                rows.setdefault(month, {"channel": self.channel.code, "month": month})[measure] = value
        return [rows[month] for month in sorted(rows)]


class ChoiceForm(forms.Form):
    """What the institution counts as virtual visits and users."""

    visits = forms.MultipleChoiceField(
        label=_("Віртуальні відвідування"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("ISO 2789 рахує сеанси на сайті, перегляди в мережах подають окремо. Ваш вибір буде надруковано."),
    )  # fmt: skip
    users = forms.MultipleChoiceField(
        label=_("Віртуальні користувачі"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Та сама людина буває підписана на кілька каналів: оберіть один або не обирайте підписників зовсім."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Чому так"), max_length=300, help_text=_("Наприклад: наказ, облікова політика, рішення наради.")
    )

    def __init__(self, channels: list[Channel], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = [(SITE, KINDS[SITE].label), (BY_HAND, _("Числа, записані вручну"))]
        numbers = [
            (f"{MEASURED[measure]}:{one.code}", f"{one.name}: {Measure(measure).label}")
            for one in channels
            for measure in one.measures
            if measure in MEASURED
        ]
        people = [(f"{SUBSCRIBERS}:{one.code}", f"{one.name}: {Measure.SUBSCRIBERS.label}")
                  for one in channels if Measure.SUBSCRIBERS in one.measures]  # fmt: skip
        self.fields["visits"].choices = [*site, *numbers]
        self.fields["users"].choices = [(USERS_BY_HAND, _("Числа, записані вручну")), *people]

    def said(self) -> dict[str, list[str]]:
        return {"virtual_visits": self.cleaned_data["visits"], "virtual_users": self.cleaned_data["users"]}
