from __future__ import annotations

import base64
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.codes import ISBN, LONGEST, read_code
from mandrivna.faces.workspace.catalogue.forms import NewRecordForm
from mandrivna.faces.workspace.indicators.forms import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.fund.actions.gifts import photo_problem
from mandrivna.fund.models import Donor, DonorKind
from mandrivna.fund.problems import CONTACT, MOST_COPIES, NAME, NOTE, PAPER
from mandrivna.shared.pictures import MOST_BYTES, NotTaken, Why, cover_of

NEW = "new"
LINES = {"rows": 3}


class DonorForm(forms.Form):
    kind = forms.ChoiceField(label=_("Хто дарує"), choices=DonorKind.choices)
    name = forms.CharField(
        label=_("Ім’я або назва"),
        max_length=NAME,
        required=False,
        help_text=_("В анонімного дарувальника порожньо."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    aloud = forms.BooleanField(
        label=_("Називати прилюдно"),
        required=False,
        help_text=_("Лише якщо дарувальник погодився: тоді ім’я побачать усі працівники й ті, з ким він поділиться звітом."),
    )
    contact = forms.CharField(
        label=_("Як зв’язатися"),
        max_length=CONTACT,
        required=False,
        help_text=_("Телефон або пошта, щоб подякувати. Бачить лише керівник."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class _Donors(forms.ModelChoiceField):
    """Names only for whoever may see them; others know a donor by kind and day."""

    named = False

    def label_from_instance(self, donor: Donor) -> str:
        if self.named:
            return donor.shown
        return str(donor) if donor.called else f"{donor}, {donor.added_on:%d.%m.%Y}"


class GiftForm(forms.Form):
    place = UnitChoice(label=_("Де приймаємо"), help_text=_("Тут книжки стоять, доки їх опрацьовують."))
    on = DayField(label=_("Коли надійшов"))
    donor = _Donors(
        label=_("Дарувальник"),
        queryset=Donor.objects.none(),
        required=False,
        empty_label=_("— новий, записати нижче —"),
        widget=forms.Select(attrs={"data-combo": ""}),
    )
    paper = forms.CharField(
        label=_("Супровідний документ"), max_length=PAPER, required=False, help_text=_("Накладна чи лист: номер і дата.")
    )
    note = forms.CharField(
        label=_("Слово подяки"),
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("Стоятиме у звіті дарувальникові."),
    )

    def __init__(self, places: Any, donors: Any, named: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        choice: Any = self.fields["donor"]
        choice.queryset, choice.named = donors, named
        self.fields["on"].initial = timezone.localdate


class EditGiftForm(GiftForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["place"]
        self.fields["donor"].required = True


class PhotoForm(forms.Form):
    picture = forms.FileField(
        label=_("Світлина дарунка"),
        help_text=_("JPEG, PNG або WebP, до 8 МБ. Дані про місце й час знімка зникають."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Оберіть файл."), "empty": _("Файл порожній.")},
    )

    def clean_picture(self) -> str:
        sent = self.cleaned_data["picture"]
        if sent.size > MOST_BYTES:
            raise ValidationError(str(photo_problem(Why.TOO_HEAVY)))
        try:
            return base64.b64encode(cover_of(sent.read()).large).decode()
        except NotTaken as refusal:
            raise ValidationError(str(photo_problem(refusal.why))) from None


MANY = {"inputmode": "numeric", "class": "short"}


def _many() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Примірників"), min_value=1, max_value=MOST_COPIES, initial=1, widget=forms.NumberInput(attrs=MANY)
    )


def _price(**about: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Ціна, грн"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", **about}),
        help_text=_("Порожньо — без ціни, оцінить комісія. Можна одразу сканувати наступну книжку."),
    )


class AcceptForm(forms.Form):
    """Of a title that the catalogue knows. The scanner may meet the price field: then the code is the next book's."""

    many = _many()
    price = _price(autofocus=True)

    @property
    def next_code(self) -> str:
        read = read_code(str(self.data.get("price", "")))
        return read.value if read.kind == ISBN else ""

    def clean_price(self) -> str:
        return "" if self.next_code else str(self.cleaned_data["price"])


class DescribeForm(NewRecordForm):
    """The short form: as much as is printed on the title page, and the copies at once."""

    many = _many()
    price = _price()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("material", "udc", "isbn_wrong"):
            self.fields[name].required = False

    SHORT = ("title", "authors", "year", "publisher", "language", "isbn", "many", "price")
    OWN = ("many", "price")

    @property
    def short(self) -> list[forms.BoundField]:
        return [self[name] for name in self.SHORT]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.SHORT]

    def described(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in self.OWN}


class CommissionForm(forms.Form):
    approver_post = forms.CharField(label=_("Хто затверджує: посада"), max_length=200, required=False)
    approver_name = forms.CharField(
        label=_("Хто затверджує: ім’я та прізвище"), max_length=200, required=False, help_text=_("Порожньо, якщо впишуть від руки.")
    )
    chair_post = forms.CharField(label=_("Голова комісії: посада"), max_length=200, required=False)
    chair_name = forms.CharField(label=_("Голова комісії: ім’я та прізвище"), max_length=200, required=False)
    members = forms.CharField(
        label=_("Члени комісії"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("По одному в рядку: «посада, ім’я та прізвище»."),
    )
    order = forms.CharField(label=_("Наказ про комісію"), max_length=200, required=False, help_text=_("Номер і дата."))

    @classmethod
    def began(cls, commission: dict[str, Any]) -> dict[str, Any]:
        """What the form shows of a commission that sat already."""
        said: dict[str, Any] = {"order": commission.get("order", "")}
        for who in ("approver", "chair"):
            for what in ("post", "name"):
                said[f"{who}_{what}"] = (commission.get(who) or {}).get(what, "")
        listed = commission.get("members") or []
        said["members"] = "\n".join(", ".join(part for part in (one.get("post"), one.get("name")) if part) for one in listed)
        return said

    def commission(self) -> dict[str, Any]:
        said = self.cleaned_data
        people = {who: {"post": said[f"{who}_post"], "name": said[f"{who}_name"]} for who in ("approver", "chair")}
        members = [_member(line) for line in said["members"].splitlines() if line.strip()]
        return {**people, "members": members, "order": said["order"]}


def _member(line: str) -> dict[str, str]:
    post, comma, name = line.rpartition(",")
    return {"post": post.strip() if comma else "", "name": name.strip()}


class ValueForm(CommissionForm):
    decided_on = DayField(label=_("Рішення комісії від"))


class SignForm(CommissionForm):
    signed_on = DayField(label=_("Дата акта"))


class WhyReopenForm(forms.Form):
    why = forms.CharField(label=_("Що треба виправити"), max_length=200)
