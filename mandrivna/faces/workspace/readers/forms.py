from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.faces.workspace.readers.words import Words
from mandrivna.readers.models import LANGUAGES, Age, Audience, DocumentShown, Kind, NoticesBy, Reader, Responsible

QUIET = {"autocomplete": "off"}
PERSONAL = ("name", "phone", "email", "birth_year")


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("Квиток, телефон, ім’я або псевдонім"),
        max_length=150,
        error_messages={"required": _("Введіть квиток, телефон, ім’я або псевдонім.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )


def _text(label: Any, longest: int, **about: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, widget=forms.TextInput(attrs=QUIET), **about)


class ParticularsForm(forms.Form):
    """What a person may tell of themselves; nothing of it is compulsory. `words` are the rules and consents in force."""

    pseudonym = forms.CharField(
        label=_("Псевдонім"), max_length=60, required=False, help_text=_("Досить і псевдоніма: як до вас звертатися.")
    )
    audience = forms.ChoiceField(
        label=_("Категорія"), choices=[one for one in Audience.choices if one[0] != Audience.COLLECTIVE], initial=Audience.GENERAL
    )
    age = forms.ChoiceField(
        label=_("Вікова група"), choices=Age.choices, required=False, help_text=_("Якщо людина не хоче називати рік народження.")
    )
    language = forms.ChoiceField(label=_("Мова спілкування"), choices=LANGUAGES, required=False)
    name = _text(_("Ім’я та прізвище"), 150)
    phone = forms.CharField(
        label=_("Телефон"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("Електронна пошта"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    notices_by = forms.ChoiceField(
        label=_("Як нагадувати"),
        choices=NoticesBy.choices,
        required=False,
        help_text=_("Як сказала людина. На те, про що читач спитав сам, відповідь прийде однаково."),
    )
    birth_year = forms.IntegerField(
        label=_("Рік народження"), required=False, min_value=1, max_value=9999, help_text=_("Лише для вікової групи в статистиці.")
    )
    consent = forms.BooleanField(
        label=_("Читач погоджується, щоб бібліотека зберігала названі ним ім’я, телефон і пошту"),
        required=False,
        help_text=_(
            "Потрібно, якщо записано ім’я, телефон, пошту або рік народження. Читач може будь-коли попросити знищити ці дані."
        ),
    )
    guardian_name = _text(_("Дорослий, який відповідає за дитину"), 150)
    guardian_relation = forms.ChoiceField(
        label=_("Ким доводиться"),
        required=False,
        choices=[("", _("— оберіть —")), *(one for one in Responsible.Relation.choices if one[0] != "contact")],
    )
    guardian_contact = _text(_("Телефон або адреса дорослого"), 150)
    family = _text(
        _("Сімейний квиток: номер квитка дорослого"), 40, help_text=_("Тоді дитині окремий квиток не потрібен: досить дорослого.")
    )
    circumstances = forms.MultipleChoiceField(
        label=_("Що людина сама хоче розповісти"), required=False, widget=forms.CheckboxSelectMultiple
    )
    circumstances_consent = forms.BooleanField(
        label=_("Читач окремо погоджується, щоб бібліотека зберігала позначене вище"), required=False
    )
    rules = forms.BooleanField(label=_("Читача ознайомлено з правилами користування, він їх приймає"), required=False)

    def __init__(self, words: Words, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.people = words, people
        choices = list(words.circumstances.items())
        self.fields["circumstances"].choices = choices
        if not choices:
            del self.fields["circumstances"], self.fields["circumstances_consent"]
        if words.rules is None:
            del self.fields["rules"]

    def clean_family(self) -> Reader | None:
        """By the number of the card, or by the reader's own as a link brings it."""
        written = self.cleaned_data["family"].strip()
        if not written:
            return None
        digits = "".join(sign for sign in written if sign.isdigit())
        found = self.people.filter(cards__code=digits, cards__ended_on__isnull=True).first() if digits else None
        if found is None:
            raise forms.ValidationError(_("Чинного квитка з таким номером у цьому закладі немає."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        personal = any(data.get(name) not in (None, "") for name in PERSONAL)
        if personal and not data.get("consent") and not self.agreed_before(data):
            self.add_error("consent", _("Без згоди запишіть читача лише за псевдонімом або квитком."))
        return data

    def agreed_before(self, _data: dict[str, Any]) -> bool:
        return False

    def told(self) -> dict[str, Any]:
        """Arguments of the verb that speak of the person: ticks become the versions of the words agreed to."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("place", "nameless", "card", "document")}
        data["consent"] = self.words.data.version if data.get("consent") else ""
        data["circumstances_consent"] = self.words.more.version if data.get("circumstances_consent") else ""
        data["rules"] = self.words.rules.number if data.get("rules") and self.words.rules else None
        return data


class EnrolForm(ParticularsForm):
    """Nothing about the person is compulsory: a pseudonym, or nothing but a card, is enough to borrow."""

    place = UnitChoice(label=_("Де записуємо"))
    nameless = forms.BooleanField(label=_("Без псевдоніма: лише квиток"), required=False)
    card = forms.CharField(
        label=_("Номер надрукованого квитка"),
        max_length=40,
        required=False,
        help_text=_("15 цифр. Якщо порожньо, програма створить номер сама."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    document = forms.ChoiceField(
        label=_("Документ пред’явлено"),
        required=False,
        choices=[("", _("не питали")), *DocumentShown.Kind.choices],
        help_text=_("Лише який саме. Номера й серії не записуємо ніде."),
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
        return data

    def about(self) -> dict[str, Any]:
        """Arguments of the verb."""
        place: Unit = self.cleaned_data["place"]
        return {**self.told(), "place": place, **{name: self.cleaned_data[name] for name in ("card", "document")}}


class AmendForm(ParticularsForm):
    """A known reader; a consent that stands need not be given again."""

    def __init__(self, reader: Reader, *args: Any, **kwargs: Any) -> None:
        self.reader = reader
        super().__init__(*args, **kwargs)

    def agreed_before(self, _data: dict[str, Any]) -> bool:
        """Earlier words did not speak of e-mail: what was not written down before needs the words of today."""
        if self.reader.consent != "given":
            return False
        return not _data.get("email") or bool(self.reader.email) or self.reader.consent_version == self.words.data.version

    def about(self) -> dict[str, Any]:
        """Only what the form holds; people by their keys, because a body is plain."""
        told = self.told()
        told["family"] = str(told["family"].pk) if told["family"] else ""
        return {name: value for name, value in told.items() if name != "consent" or value}


class OrganisationForm(forms.Form):
    """A collective subscription: an organisation or a hub reads under one number, and one person speaks for it."""

    place = UnitChoice(label=_("Де записуємо"))
    name = forms.CharField(label=_("Назва організації"), max_length=150, widget=forms.TextInput(attrs=QUIET))
    hub = UnitChoice(label=_("Простір, де вона працює"), required=False)
    guardian_name = _text(_("Контактна особа"), 150)
    guardian_contact = _text(_("Її телефон або пошта"), 150)
    consent = forms.BooleanField(
        label=_("Контактна особа погоджується, щоб бібліотека зберігала її ім’я і телефон"), required=False
    )
    rules = forms.BooleanField(label=_("Організацію ознайомлено з правилами користування, вона їх приймає"), required=False)

    def __init__(self, places: Any, words: Words, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["place"].queryset = self.fields["hub"].queryset = places
        if words.rules is None:
            del self.fields["rules"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("guardian_name") and not data.get("consent"):
            self.add_error("consent", _("Без згоди контактну особу не записуємо: досить назви організації."))
        return data

    def about(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        relation = Responsible.Relation.CONTACT if data["guardian_name"] else ""
        return {
            **data,
            "kind": Kind.ORGANISATION,
            "audience": Audience.COLLECTIVE,
            "guardian_relation": relation,
            "consent": self.words.data.version if data.get("consent") else "",
            "rules": self.words.rules.number if data.get("rules") and self.words.rules else None,
        }
