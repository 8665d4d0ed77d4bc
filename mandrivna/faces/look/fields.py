"""Fields of forms that understand people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.shared.dates.typed import read_day

WRITTEN = "%d.%m.%Y"


class DayInput(forms.DateInput):
    """A text that a script helps with (js/45-days.js): it shows at once which day was understood, and offers a calendar."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        about = {"data-day": "", "data-calendar": _("Обрати в календарі"), "autocomplete": "off", "placeholder": _("дд.мм.рррр")}
        super().__init__({**about, **(attrs or {})}, format=WRITTEN)


class DayField(forms.DateField):
    """«5.12», «05.12.2026», «вчора», «5 грудня», and what a calendar sends."""

    widget = DayInput
    default_error_messages = {"invalid": _("Такого дня немає. Напишіть, наприклад, 5.12.2026 або «вчора».")}

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not (said := value.replace("\x00", "?").strip()):
            return None
        if day := read_day(said, timezone.localdate()):
            return day
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
