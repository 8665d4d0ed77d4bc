from __future__ import annotations

import base64
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Language
from mandrivna.core.models import Staff
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.lending.actions.shelf_visits import LONGEST_CARRIER, LONGEST_PARCEL
from mandrivna.lending.actions.shelves import photo_problem
from mandrivna.lending.needs import MOST, NOTE, TOPIC
from mandrivna.lending.states import ShelfCondition
from mandrivna.readers.models import Age, Audience
from mandrivna.shared.pictures import MOST_BYTES, NotTaken, Why, cover_of


class VisitsForm(forms.Form):
    """What the counter or the tally sheet of a day says; said again, it corrects."""

    on = DayField(label=_("День"))
    number = forms.IntegerField(label=_("Кількість відвідувань"), min_value=0, max_value=100_000)
    audience = forms.ChoiceField(label=_("Категорія"), choices=Audience.choices, initial=Audience.GENERAL)
    distance = forms.BooleanField(label=_("Дистанційні звернення (телефоном, поштою, у месенджері)"), required=False)


class AboutForm(forms.Form):
    """What was agreed about the shelf with those who house it."""

    guardian = forms.ModelChoiceField(
        label=_("Опікун із працівників"), queryset=Staff.objects.none(), required=False, empty_label=_("— немає —")
    )
    languages = forms.MultipleChoiceField(
        label=_("Якими мовами тут читають"), choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    ages = forms.MultipleChoiceField(
        label=_("Для кого"), choices=[(value, label) for value, label in Age.choices if value], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    subjects = forms.CharField(
        label=_("Про що тут читають"),
        help_text=_("Через кому: казки, психологія, історія України. Програма добиратиме за цими словами."),
        max_length=300,
        required=False,
    )
    capacity = forms.IntegerField(label=_("Скільки книжок уміщає"), min_value=1, max_value=5000, required=False)
    condition = forms.ChoiceField(label=_("Стан полиці"), choices=ShelfCondition.choices)
    note = forms.CharField(label=_("Нотатка для колег"), max_length=300, required=False)

    def __init__(self, staff: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guardian"].queryset = staff

    def about(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["guardian"] = said["guardian"].pk if said["guardian"] else None
        return said


class ContactForm(forms.Form):
    name = forms.CharField(
        label=_("До кого звертатися"), max_length=120, required=False,
        help_text=_("Людина в просторі, яка погодилася опікуватися полицею. Порожньо прибирає запис."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Телефон"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"}))


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Світлина полиці"),
        help_text=_("Дані про місце й час знімка зникають. Людей не знімайте."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
        error_messages={"required": _("Оберіть файл."), "empty": _("Файл порожній.")},
    )

    def clean_photo(self) -> str:
        """The picture made anew, in base64: neither its metadata nor its name goes any further."""
        sent = self.cleaned_data["photo"]
        if sent.size > MOST_BYTES:
            raise ValidationError(str(photo_problem(Why.TOO_HEAVY)))
        try:
            return base64.b64encode(cover_of(sent.read()).large).decode()
        except NotTaken as refusal:
            raise ValidationError(str(photo_problem(refusal.why))) from None


class TripForm(forms.Form):
    base = UnitChoice(label=_("Звідки веземо й куди повертаємо"))
    on = DayField(label=_("Коли"))
    note = forms.CharField(label=_("Нотатка"), help_text=_("Хто їде, чим, що взяти з собою."), max_length=300, required=False)

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].queryset = units


class NeedForm(forms.Form):
    place = UnitChoice(label=_("Хто просить"))
    topic = forms.CharField(
        label=_("Про що"), max_length=TOPIC, help_text=_("Тема чи жанр: казки про тварин, психологія, англійська.")
    )
    ages = forms.MultipleChoiceField(
        label=_("Для кого"), choices=[(value, label) for value, label in Age.choices if value], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    quantity = forms.IntegerField(
        label=_("Скільки книжок"), min_value=1, max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Нотатка"), max_length=NOTE, required=False, help_text=_("Що ще треба знати. Людей не називайте.")
    )

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places


class CarrierForm(forms.Form):
    carrier = forms.CharField(
        label=_("Перевізник"), max_length=LONGEST_CARRIER, required=False,
        help_text=_("Служба доставки чи організація. Людей не називайте. Порожньо — веземо самі."),
    )  # fmt: skip
    parcel = forms.CharField(
        label=_("Номер відправлення"), max_length=LONGEST_PARCEL, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """A label read by a scanner or a camera, or its number typed."""

    code = forms.CharField(
        label=_("Штрихкод або інвентарний номер"),
        max_length=60,
        error_messages={"required": _("Введіть або зіскануйте щось.")},
        widget=forms.TextInput(
            attrs={"id": "code", "autofocus": True, "autocomplete": "off", "autocapitalize": "none", "enterkeyhint": "go"}
        ),
    )
