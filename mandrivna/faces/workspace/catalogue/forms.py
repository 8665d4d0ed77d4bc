from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Language, Material, Record
from mandrivna.faces.workspace.operate import UnitChoice

DESCRIBED = ("title", "authors", "isbn", "isbn_wrong", "year", "language", "material", "udc", "publisher")


class RecordFilter(forms.Form):
    language = forms.ChoiceField(label=_("Мова"), choices=[("", _("усі мови")), *Language.choices], required=False)
    material = forms.ChoiceField(label=_("Вид видання"), choices=[("", _("усі види")), *Material.choices], required=False)
    here = forms.ChoiceField(
        label=_("Наявність"),
        choices=[
            ("", _("будь-яка")),
            ("here", _("є на місці")),
            ("lent", _("усе видано")),
            ("none", _("без примірників")),
        ],
        required=False,
    )


class RecordForm(forms.Form):
    title = forms.CharField(label=_("Назва"), max_length=400)
    authors = forms.CharField(label=_("Автори"), max_length=300, required=False)
    isbn = forms.CharField(
        label="ISBN", max_length=30, required=False, help_text=_("Можна з дефісами; контрольну цифру перевіряємо.")
    )
    isbn_wrong = forms.CharField(
        label=_("ISBN, надрукований із помилкою"),
        max_length=30,
        required=False,
        help_text=_("Якщо номер у книзі не сходиться, запишіть його сюди, як надруковано."),
    )
    year = forms.IntegerField(label=_("Рік видання"), required=False, min_value=0, max_value=9999)
    language = forms.ChoiceField(label=_("Мова"), choices=Language.choices, initial=Language.UKR)
    material = forms.ChoiceField(label=_("Вид видання"), choices=Material.choices, initial=Material.BOOK)
    udc = forms.CharField(label=_("УДК"), max_length=60, required=False)
    publisher = forms.CharField(label=_("Видавництво"), max_length=150, required=False)

    @classmethod
    def of(cls, record: Record) -> RecordForm:
        return cls(initial={name: getattr(record, name) for name in DESCRIBED})


class NewRecordForm(RecordForm):
    unit = UnitChoice(label=_("Хто створює запис"), help_text=_("Відділ, до роботи якого зарахувати запис."))

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class CopyForm(forms.Form):
    place = UnitChoice(label=_("Куди поставити"))
    barcode = forms.CharField(
        label=_("Штрихкод"), max_length=30, required=False, help_text=_("Якщо порожньо, програма створить свій."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    inventory_number = forms.IntegerField(
        label=_("Інвентарний номер"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=_("Якщо порожньо, наступний вільний."),
    )

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Причина вилучення"), max_length=120)
