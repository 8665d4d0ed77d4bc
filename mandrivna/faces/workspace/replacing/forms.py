from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.fund.models import Copy, ReplacedWhy


class ReplaceForm(forms.Form):
    """What happened, and what was brought: the same title, or one of those that were looked up."""

    why = forms.ChoiceField(
        label=_("Що сталося з книжкою"),
        choices=ReplacedWhy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Позначте, що сталося з книжкою.")},
    )
    record = forms.ChoiceField(label=_("Що принесли натомість"), widget=forms.RadioSelect)
    equal = forms.CharField(
        label=_("Чому рівноцінна"),
        max_length=300,
        required=False,
        help_text=_("Лише коли видання інше: наприклад, «нове видання того самого твору»."),
    )
    price = forms.CharField(
        label=_("Ціна принесеної, грн"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
        help_text=_("Якщо відома. Читач нічого не доплачує."),
    )

    def __init__(self, copy: Copy, found: Sequence[Record], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = _("Те саме видання: %s") % copy.record
        listed = [(str(copy.record_id), same), *((str(one.pk), _named(one)) for one in found if one.pk != copy.record_id)]
        self.fields["record"].choices = listed
        self.fields["record"].initial = listed[0][0]
        if copy.state == "lost":
            self.fields["why"].initial = ReplacedWhy.LOST

    def chosen(self) -> uuid.UUID:
        return uuid.UUID(self.cleaned_data["record"])


def _named(record: Record) -> str:
    return f"{record}{f', {record.year}' if record.year else ''}"
