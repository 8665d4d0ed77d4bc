"""What Django's forms say by themselves, in our words: its own Ukrainian is stiff, and its apostrophe is a typewriter's."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def speak_humanely() -> None:
    """Once, at start-up. A field that gives messages of its own keeps them."""
    forms.Field.default_error_messages["required"] = _("Заповніть це поле.")
    forms.ChoiceField.default_error_messages["invalid_choice"] = _("Оберіть зі списку.")
    forms.ModelChoiceField.default_error_messages["invalid_choice"] = _("Оберіть зі списку.")
    forms.IntegerField.default_error_messages["invalid"] = _("Введіть ціле число.")
    forms.DateField.default_error_messages["invalid"] = _("Введіть день, наприклад 5.12.2026.")
