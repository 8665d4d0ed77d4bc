"""Forms about units. A change of parent or mode has a day; names and addresses are those of today."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Kind, Mode, Unit, VisitsFrom
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.shared.geo.regions import REGIONS

LINES = 21


class HoursField(forms.CharField):
    """One line a row: «пн–пт 9:00–17:00»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=2000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > LINES:
            raise forms.ValidationError(_("Забагато рядків: досить одного на день."))
        return lines


class DegreesField(forms.DecimalField):
    """«49,4444», as people here write it, or «49.4444», as they copy it from a map."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": _("Вкажіть число градусів, наприклад 49,4444.")}
        super().__init__(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace(",", ".").replace("°", "").strip() if value else value)

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


def _words(label: Any, **about: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), **about)


def _lines(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class ParticularsForm(forms.Form):
    name = forms.CharField(label=_("Повна назва"), max_length=250)
    short_name = forms.CharField(label=_("Скорочена назва"), max_length=60, required=False)
    legal_form = forms.CharField(label=_("Правова форма"), max_length=120, required=False)
    legal_address = forms.CharField(label=_("Юридична адреса"), max_length=250, required=False)
    actual_address = forms.CharField(label=_("Фактична адреса"), max_length=250, required=False)
    opening_hours = HoursField(label=_("Години роботи"), help_text=_("Один рядок на день або проміжок."))
    contact = forms.CharField(label=_("Контакт для читачів"), max_length=200, required=False)
    public = forms.BooleanField(
        label=_("Показувати на сайті"),
        required=False,
        initial=True,
        help_text=_(
            "Разом з усім, що всередині: назву, адресу, години, контакт і книжки, які тут стоять. Зніміть позначку, якщо про місце "
            "не повинен знати кожен. Місця на окупованій території сайт не показує ніколи."
        ),
    )
    directions = _words(_("Як дістатися"), help_text=_("Зупинка, вхід, поверх, дзвінок: те, що людина шукає очима."))
    accessibility = _words(
        _("Доступність"), help_text=_("Сходинки, пандус, двері, туалет, світло, тихі години: що є і чого ще немає.")
    )
    public_note = forms.CharField(
        label=_("Оголошення для читачів"),
        max_length=300,
        required=False,
        help_text=_("Одне речення вгорі сторінки місця: «У п’ятницю не працюємо, переобліковуємо книжки»."),
    )
    population = forms.IntegerField(label=_("Населення зони обслуговування"), required=False, min_value=0, max_value=100_000_000)
    population_source = forms.CharField(label=_("Джерело даних про населення"), max_length=200, required=False)
    region = forms.ChoiceField(
        label=_("Область"),
        choices=[("", _("не вказано")), *REGIONS.items()],
        required=False,
        help_text=_("Якщо вказано точку, область визначиться сама."),
    )
    latitude = DegreesField(
        label=_("Широта"),
        help_text=_(
            "Для мапи. Вкажіть центр населеного пункту, а не будинок, якщо адреси не оприлюднено: "
            "місце, де збираються люди, є ціллю. На сайті точку все одно показано з точністю до кілометра."
        ),
    )
    longitude = DegreesField(label=_("Довгота"))
    visits_from = forms.ChoiceField(label=_("Звідки беремо відвідування"), choices=VisitsFrom.choices, initial=VisitsFrom.ACTS)

    @classmethod
    def of(cls, unit: Unit) -> ParticularsForm:
        return cls(initial={name: getattr(unit, name) for name in cls.base_fields})

    def about(self) -> dict[str, Any]:
        return {name: _lines(self.cleaned_data[name]) for name in ParticularsForm.base_fields}


class NewUnitForm(ParticularsForm):
    kind = forms.ChoiceField(label=_("Вид"))
    mode = forms.ChoiceField(label=_("Режим роботи"), choices=[("", _("як у вищого підрозділу")), *Mode.choices], required=False)

    field_order = ("kind", "name", "mode")

    def __init__(self, kinds: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, Kind(kind).label) for kind in kinds]

    def about(self) -> dict[str, Any]:
        return {name: value for name, value in super().about().items() if name != "name"}


class CopyPlaceForm(forms.Form):
    """A new place in a minute: everything else is as in the place it copies."""

    name = forms.CharField(label=_("Назва нового місця"), max_length=250, widget=forms.TextInput(attrs={"autofocus": True}))
    actual_address = forms.CharField(label=_("Фактична адреса"), max_length=250, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Примітка"), max_length=250, required=False)


class DatedForm(NoteForm):
    since = DayField(label=_("Від якого дня"), initial=timezone.localdate)


class MoveForm(DatedForm):
    parent = UnitChoice(label=_("Куди перемістити"))

    field_order = ("parent", "since", "note")

    def __init__(self, parents: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents


class ModeForm(DatedForm):
    mode = forms.ChoiceField(label=_("Режим роботи"), choices=Mode.choices)

    field_order = ("mode", "since", "note")
