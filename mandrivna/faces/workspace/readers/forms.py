from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.readers.models import Audience

CONSENT = "2026-01"
"""The version of the text below; the reader's row keeps which one they agreed to."""


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("Квиток, телефон, ім’я або псевдонім"),
        max_length=150,
        error_messages={"required": _("Введіть квиток, телефон, ім’я або псевдонім.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )


class EnrolForm(forms.Form):
    """Nothing about the person is compulsory: a pseudonym, or nothing but a card, is enough to borrow."""

    place = UnitChoice(label=_("Де записуємо"))
    pseudonym = forms.CharField(
        label=_("Псевдонім"), max_length=60, required=False, help_text=_("Досить і псевдоніма: як до вас звертатися.")
    )
    nameless = forms.BooleanField(label=_("Без псевдоніма: лише квиток"), required=False)
    name = forms.CharField(
        label=_("Ім’я та прізвище"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Телефон"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )
    birth_year = forms.IntegerField(
        label=_("Рік народження"), required=False, min_value=1, max_value=9999, help_text=_("Лише для вікової групи в статистиці.")
    )
    audience = forms.ChoiceField(label=_("Категорія"), choices=Audience.choices, initial=Audience.GENERAL)
    card = forms.CharField(
        label=_("Номер надрукованого квитка"),
        max_length=40,
        required=False,
        help_text=_("15 цифр. Якщо порожньо, програма створить номер сама."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    consent = forms.BooleanField(
        label=_("Читач погоджується, щоб бібліотека зберігала названі ним ім’я та телефон"),
        required=False,
        help_text=_("Потрібно, якщо записано ім’я, телефон або рік народження. Читач може будь-коли попросити знищити ці дані."),
    )

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        known = data.get("pseudonym") or data.get("name") or data.get("card") or data.get("nameless")
        if not known and not {"pseudonym", "name", "card"} & set(self.errors):
            self.add_error(
                "pseudonym", _("Запишіть псевдонім, ім’я або надрукований квиток чи позначте «Без псевдоніма: лише квиток».")
            )
        personal = data.get("name") or data.get("phone") or data.get("birth_year") is not None
        if personal and not data.get("consent"):
            self.add_error("consent", _("Без згоди запишіть читача лише за псевдонімом або квитком."))
        return data

    def about(self) -> dict[str, Any]:
        """Arguments of the verb."""
        data = dict(self.cleaned_data)
        place: Unit = data.pop("place")
        data.pop("nameless")
        return {**data, "place": place, "consent": CONSENT if data["consent"] else ""}
