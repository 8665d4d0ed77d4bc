from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.author_signs import author_sign
from mandrivna.catalogue.formats.marc import SCHEMES
from mandrivna.catalogue.models import Audience, Kind, Language, Material, Record, Stage
from mandrivna.faces.workspace.operate import UnitChoice

MAIN = ("title", "authors", "isbn", "year", "language", "publisher")
MORE = (
    "kind", "material", "part", "udc", "isbn_wrong", "subtitle", "people", "responsibility", "issn", "place", "pages", "series",
    "bbk", "author_sign", "subjects", "annotation", "url", "access", "audience", "local",
)  # fmt: skip
"""What a cataloguer needs and whoever only puts a gift on a shelf does not: folded away until something stands in it."""
DESCRIBED = (*MAIN, *MORE)
LARGEST = 100_000
"""Signs of a whole description that comes along, unseen, from another catalogue."""


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
    kind = forms.ChoiceField(label=_("Що описуємо"), choices=Kind.choices, initial=Kind.BOOK, required=False)
    part = forms.CharField(
        label=_("Том, номер, сторінки"), max_length=120, required=False, help_text=_("Наприклад, «Т. 2», «2026, № 3», «С. 15–22».")
    )
    subtitle = forms.CharField(
        label=_("Відомості до назви"), max_length=400, required=False, help_text=_("Роман, збірник поезій, 2-ге вид.")
    )
    people = forms.CharField(
        label=_("Інші особи й установи"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("По одній у рядку; роль у дужках: «Лукаш, Микола (перекладач)»."),
    )
    responsibility = forms.CharField(label=_("Відповідальність, як надруковано"), max_length=400, required=False)
    issn = forms.CharField(label="ISSN", max_length=9, required=False)
    place = forms.CharField(label=_("Місце видання"), max_length=150, required=False)
    pages = forms.CharField(label=_("Обсяг"), max_length=120, required=False, help_text=_("Наприклад, «320 с. : іл.»."))
    series = forms.CharField(label=_("Серія"), max_length=300, required=False)
    bbk = forms.CharField(label=_("ББК"), max_length=60, required=False, help_text=_("Лише для давнього фонду."))
    author_sign = forms.CharField(label=_("Авторський знак"), max_length=12, required=False, help_text=_("«Л 68» або «Л68»."))
    subjects = forms.CharField(
        label=_("Предметні рубрики й ключові слова"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("По одній у рядку."),
    )
    annotation = forms.CharField(label=_("Анотація"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))
    url = forms.URLField(label=_("Адреса в мережі"), max_length=500, required=False, assume_scheme="https")
    access = forms.CharField(label=_("Ліцензія та умови доступу"), max_length=300, required=False)
    audience = forms.ChoiceField(label=_("Для кого"), choices=[("", _("не сказано")), *Audience.choices], required=False)
    local = forms.BooleanField(label=_("Краєзнавче видання"), required=False)

    @classmethod
    def of(cls, record: Record) -> RecordForm:
        return cls(initial={name: getattr(record, name) for name in DESCRIBED})

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def more_open(self) -> bool:
        """Something stands there that was not there from the beginning: a book is one without anybody's saying so."""
        return any(self[name].value() not in (None, "", False, self.fields[name].initial) for name in MORE)

    @property
    def more_wrong(self) -> bool:
        """Something is to be corrected there; a number that does not agree may have to go there as well."""
        return any(self[name].errors for name in ("isbn", *MORE))


class NewRecordForm(RecordForm):
    unit = UnitChoice(label=_("Хто створює запис"), help_text=_("Відділ, до роботи якого зарахувати запис."))
    host = forms.ModelChoiceField(queryset=Record.objects.current(), required=False, widget=forms.HiddenInput)
    scheme = forms.ChoiceField(choices=[(one, one) for one in SCHEMES], required=False, widget=forms.HiddenInput)
    text = forms.CharField(max_length=LARGEST, required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["author_sign"].help_text = _("«Л 68» або «Л68». Якщо порожньо, програма візьме з таблиці.")

    def clean(self) -> dict[str, Any]:
        """A book gets its sign from the table; what never stands on a shelf needs none."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("author_sign") and said.get("title") and said.get("kind") in ("", None, Kind.BOOK, Kind.VOLUME):
            said["author_sign"] = author_sign(said.get("authors", ""), said["title"])
        return said


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Причина"), max_length=200)


class StageForm(forms.Form):
    stage_done = forms.ChoiceField(label=_("Етап"), choices=Stage.choices)
    unit = UnitChoice(label=_("Чия це робота"))

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
