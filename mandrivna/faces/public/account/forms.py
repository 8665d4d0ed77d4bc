from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.codec import Withheld
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.readers.actions.pins import new_pin_problems
from mandrivna.readers.models import Age, is_card_code, only_digits
from mandrivna.readers.pins import DIGITS

DIGITS_ONLY = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


def pin_field(label: Any, **about: Any) -> forms.CharField:
    """Never shown again in an answer: the widget gives nothing back."""
    widget = forms.PasswordInput(attrs={**DIGITS_ONLY, "maxlength": DIGITS})
    return forms.CharField(label=label, max_length=20, widget=widget, error_messages={"required": _("Введіть PIN.")}, **about)


class SignInForm(forms.Form):
    card = forms.CharField(
        label=_("Номер квитка"),
        max_length=40,
        help_text=_("15 цифр, надрукованих на квитку; пробіли не заважають."),
        widget=forms.TextInput(attrs={**DIGITS_ONLY, "autofocus": True}),
        error_messages={"required": _("Введіть номер квитка.")},
    )
    pin = pin_field(_("PIN"), help_text=_("Шість цифр, які вам дав бібліотекар."))

    def clean_card(self) -> str:
        """What no card can be is said at once: anybody can reckon a check digit, so it tells nothing about any reader."""
        if not is_card_code(self.cleaned_data["card"]):
            raise forms.ValidationError(_("Перевірте номер: на квитку 15 цифр, перша з них 9."))
        return only_digits(self.cleaned_data["card"])


class JoinForm(StrangersForm):
    pseudonym = forms.CharField(
        label=_("Як до вас звертатися"),
        help_text=_("Ім’я або псевдонім: справжнього не питаємо. Можна лишити порожнім."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    age = forms.ChoiceField(
        label=_("Скільки вам років"), help_text=_("Лише для статистики бібліотеки."), choices=Age.choices, required=False
    )
    new = pin_field(_("Ваш PIN"), help_text=_("Оберіть шість цифр: за ними й номером квитка ви увійдете наступного разу."))
    agree = forms.BooleanField(
        label=_("Погоджуюся з правилами користування"), error_messages={"required": _("Без згоди з правилами записатися не можна.")}
    )

    def clean_new(self) -> Withheld:
        return _fit(self.cleaned_data["new"])


def _fit(digits: str) -> Withheld:
    if problems := new_pin_problems(digits):
        raise forms.ValidationError([str(problem.text) for problem in problems])
    return Withheld(digits)


class FirstPinForm(forms.Form):
    new = pin_field(_("Новий PIN"), help_text=_("Шість цифр. Не поспіль (123456) і не однакові."))
    again = pin_field(_("Новий PIN ще раз"))

    def clean_new(self) -> Withheld:
        return _fit(self.cleaned_data["new"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "new" in data and "again" in data and data["new"] != data["again"]:
            self.add_error("again", _("Новий PIN і його повтор не збігаються."))
        return data


class PinForm(FirstPinForm):
    current = pin_field(_("Чинний PIN"))
    field_order = ("current", "new", "again")


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Розумію: знищене повернути не можна"), error_messages={"required": _("Позначте, що ви це розумієте.")}
    )
