"""What a group is asked, on the site and at the desk alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.core.codec import Withheld
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.programme.actions.excursions import REQUEST
from mandrivna.programme.models import Route
from mandrivna.programme.terms import terms


class GroupForm(StrangersForm):
    asker = forms.CharField(
        label=_("Хто просить"), max_length=REQUEST["asker"], help_text=_("Школа, клуб, родина або ваше ім’я."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Як вам відповісти"), max_length=REQUEST["contact"], required=False,
        help_text=_("Телефон або пошта. Зітремо за три місяці після екскурсії."),
    )  # fmt: skip
    people = forms.IntegerField(
        label=_("Скільки вас буде"),
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    audience = forms.ChoiceField(label=_("Хто прийде"))
    wished_on = DayField(label=_("Бажаний день"))
    wished_at = forms.RegexField(
        r"^([01]?\d|2[0-3])[:.][0-5]\d$", label=_("Бажана година"), required=False,
        error_messages={"invalid": _("Час пишуть як 18:30.")},
        widget=forms.TextInput(attrs={"class": "short", "placeholder": "11:00"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Що ще варто знати"), max_length=REQUEST["note"], required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Наприклад: хтось у візочку, потрібен переклад жестовою мовою."),
    )  # fmt: skip

    def __init__(self, route: Route, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["audience"].choices = terms().audience_choices()
        fields["people"].help_text = _("На цей маршрут — до %(most)d людей.") % {"most": route.most}

    def told(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in self.cleaned_data if name != "website"}
        said |= {name: Withheld(said[name]) for name in ("asker", "contact", "note")}
        said["wished_at"] = said["wished_at"].replace(".", ":").rjust(5, "0") if said["wished_at"] else ""
        return said


class StrangersGroup(GroupForm):
    """On the site: without a telephone or a letter box nobody could answer."""

    def __init__(self, route: Route, *args: Any, **kwargs: Any) -> None:
        super().__init__(route, *args, **kwargs)
        self.fields["contact"].required = True
