"""Forms of what remains of an event."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from mandrivna.core.codec import Withheld
from mandrivna.programme.after import LONGEST_ALT, LONGEST_QUOTE, LONGEST_TITLE, MOST_FILE, photo_problem, photographed
from mandrivna.programme.problems import LONGEST_REPORT
from mandrivna.programme.states import MaterialKind, Seen
from mandrivna.shared.pictures import MOST_BYTES, NotTaken, Why

FILE_ERRORS = {"required": gettext_lazy("Оберіть файл."), "empty": gettext_lazy("Файл порожній.")}
LINKS = [(kind.value, kind.label) for kind in MaterialKind if kind != MaterialKind.FILE]


class ReportForm(forms.Form):
    report = forms.CharField(
        label=gettext_lazy("Два рядки про подію"), max_length=LONGEST_REPORT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Що було, що вдалося. Людей не називайте."),
        error_messages={"required": gettext_lazy("Напишіть хоча б рядок.")},
    )  # fmt: skip


class PhotoSaid(forms.Form):
    """What is told of a photograph, also of one that is there."""

    alt = forms.CharField(
        label=gettext_lazy("Що на світлині"), max_length=LONGEST_ALT,
        help_text=gettext_lazy("Одним реченням, без імен: це почує той, хто не бачить."),
        error_messages={"required": gettext_lazy("Напишіть, що на світлині: це почує той, хто не бачить.")},
    )  # fmt: skip
    seen = forms.ChoiceField(label=gettext_lazy("Хто на ній"), choices=Seen.choices, initial=Seen.UNASKED)
    on_site = forms.BooleanField(label=gettext_lazy("Показувати на сайті"), required=False)


class PhotoForm(PhotoSaid):
    picture = forms.FileField(
        label=gettext_lazy("Світлина"),
        help_text=gettext_lazy("JPEG, PNG або WebP, до 8 МБ. Дані про місце й час знімка зникають."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages=FILE_ERRORS,
    )
    field_order = ("picture", "alt", "seen", "on_site")

    def clean_picture(self) -> Withheld:
        """Made anew in two sizes, in base64: neither its metadata nor its name goes any further."""
        sent = self.cleaned_data["picture"]
        if sent.size > MOST_BYTES:
            raise ValidationError(str(photo_problem(Why.TOO_HEAVY)))
        try:
            made = photographed(sent.read())
        except NotTaken as refusal:
            raise ValidationError(str(photo_problem(refusal.why))) from None
        self.cleaned_data["small"] = made["small"]
        return made["picture"]


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Що це"), choices=LINKS)
    title = forms.CharField(
        label=gettext_lazy("Назва"), max_length=LONGEST_TITLE, error_messages={"required": gettext_lazy("Напишіть назву.")}
    )
    url = forms.CharField(
        label=gettext_lazy("Посилання"), max_length=300, widget=forms.URLInput,
        error_messages={"required": gettext_lazy("Скопіюйте адресу з рядка браузера.")},
    )  # fmt: skip
    on_site = forms.BooleanField(label=gettext_lazy("Показувати на сайті"), required=False, initial=True)


class MaterialForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Назва"), max_length=LONGEST_TITLE, error_messages={"required": gettext_lazy("Напишіть назву.")}
    )
    file = forms.FileField(
        label=gettext_lazy("Файл"), error_messages=FILE_ERRORS,
        help_text=gettext_lazy("PDF, EPUB, текстовий документ, таблиця чи презентація, до 5 МБ. Перевірте, чи немає в ньому імен."),
    )  # fmt: skip
    on_site = forms.BooleanField(label=gettext_lazy("Показувати на сайті"), required=False, initial=True)

    def clean_file(self) -> str:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_FILE:
            raise ValidationError(gettext_lazy("Файл завеликий: можна до 5 МБ."))
        return base64.b64encode(sent.read()).decode()


class QuoteForm(forms.Form):
    quote = forms.CharField(
        label=gettext_lazy("Цитата"), max_length=LONGEST_QUOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Слова людини без імен і прикмет. Порожнє поле прибирає цитату."),
    )  # fmt: skip


def filled(form: Callable[..., forms.Form], prefix: str, *args: Any, **kwargs: Any) -> forms.Form:
    """Several forms on one page: names of fields must not meet on the screen, so each has identifiers of its own."""
    return form(*args, auto_id=f"{prefix}-%s", **kwargs)
