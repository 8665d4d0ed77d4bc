"""Forms about the institution itself: they parse, the verbs decide."""

from __future__ import annotations

import base64
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actions.profile import EDITABLE, MOST_LINKS, link_problems, picture_problem
from mandrivna.core.models import Profile
from mandrivna.faces.look.fields import DayField
from mandrivna.shared.colour import NotAColour, normal
from mandrivna.shared.pictures import MOST_BYTES, NotTaken, Why, made_anew


class LinksField(forms.CharField):
    """One address a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), required=False, max_length=2000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        links = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if problems := link_problems(links):
            raise ValidationError(str(problems[0]))
        return links


def _paragraphs(label: Any, rows: int = 5, **about: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": rows}), **about)


class ProfileForm(forms.Form):
    public_name = forms.CharField(
        label=_("Назва для читачів"), max_length=250, required=False, help_text=_("Якщо порожньо, стоятиме повна назва закладу.")
    )
    short_name = forms.CharField(
        label=_("Коротка назва"), max_length=60, required=False, help_text=_("Для вузьких місць: шапка сторінки, квиток.")
    )
    slogan = forms.CharField(label=_("Гасло"), max_length=160, required=False)
    about = _paragraphs(_("Про бібліотеку"), help_text=_("Порожній рядок починає новий абзац."))
    address = forms.CharField(label=_("Адреса для листів"), max_length=250, required=False)
    phone = forms.CharField(
        label=_("Телефон закладу"), max_length=120, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("Пошта закладу"), required=False)
    links = LinksField(
        label=_("Сторінки в мережах"),
        help_text=_("По одній адресі в рядку, не більш як %(most)d. Кожна починається з https://") % {"most": MOST_LINKS},
    )
    joining = _paragraphs(_("Як записатися"))
    accessibility = _paragraphs(
        _("Доступність"), help_text=_("Пандус, двері, туалет, жестова мова, тихі години: що є і чого ще немає.")
    )

    def said(self) -> dict[str, Any]:
        return {name: _lines(self.cleaned_data[name]) for name in EDITABLE}


def _lines(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def standing(profile: Profile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in EDITABLE}


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=_("Файл логотипа"),
        help_text=_("PNG, JPEG або WebP, до 8 МБ. Прозоре тло зберігається, дані про місце й час знімка зникають."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Оберіть файл."), "empty": _("Файл порожній.")},
    )

    def clean_logo(self) -> str:
        """The picture made anew, in base64: neither its metadata nor its name goes any further."""
        sent = self.cleaned_data["logo"]
        if sent.size > MOST_BYTES:
            raise ValidationError(str(picture_problem(Why.TOO_HEAVY)))
        try:
            return base64.b64encode(made_anew(sent.read()).document).decode()
        except NotTaken as refusal:
            raise ValidationError(str(picture_problem(refusal.why))) from None


class ColourForm(forms.Form):
    """A wished colour; what can be read of it is shown before anything changes."""

    wished = forms.CharField(
        label=_("Колір"),
        max_length=7,
        help_text=_("Як #rrggbb, наприклад #1f6f78."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )

    def clean_wished(self) -> str:
        try:
            return normal(self.cleaned_data["wished"])
        except NotAColour:
            raise ValidationError(_("Колір пишуть як #rrggbb.")) from None


class ShadesForm(forms.Form):
    accent = forms.CharField(max_length=7, required=False, widget=forms.HiddenInput)
    accent_dark = forms.CharField(max_length=7, required=False, widget=forms.HiddenInput)


class RulesForm(forms.Form):
    text = forms.CharField(
        label=_("Правила користування"),
        max_length=30000,
        help_text=_("Порожній рядок починає новий абзац. Попередні версії лишаються: читачі погоджувалися саме з ними."),
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    since = DayField(label=_("Діють з"), initial=timezone.localdate)


class ConsentForm(forms.Form):
    text = forms.CharField(label=_("Текст згоди"), max_length=6000, widget=forms.Textarea(attrs={"rows": 12}))
    since = DayField(label=_("Діє з"), initial=timezone.localdate)
