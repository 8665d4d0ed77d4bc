"""Asking for what was not found, and about a title: by anybody, with no word about oneself unless one wishes."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.models import Unit
from mandrivna.core.places import Shown, shown_on
from mandrivna.enquiries.actions.refusals import ask, ask_own
from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.states import About
from mandrivna.faces.access import READER, public, read_or_send
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.faces.public.account.own import CHANNEL, reader_here, uid_of
from mandrivna.faces.public.strangers import heard
from mandrivna.fund.queries import titles_of
from mandrivna.readers.models import Reader

PREFILLED = {"q": "words", "t": "title", "a": "authors", "isbn": "isbn"}


class AskForm(StrangersForm):
    title = forms.CharField(label=gettext_lazy("Назва"), max_length=LENGTHS["title"], required=False)
    authors = forms.CharField(label=gettext_lazy("Автор"), max_length=LENGTHS["authors"], required=False)
    isbn = forms.CharField(label="ISBN", max_length=20, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    note = forms.CharField(
        label=gettext_lazy("Що ще варто знати"),
        help_text=gettext_lazy("Наприклад: яке видання, для кого, до якого дня потрібно."),
        max_length=LENGTHS["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.ChoiceField(label=gettext_lazy("Де вам зручно забрати"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("Як вам відповісти"),
        help_text=gettext_lazy("Телефон або пошта, якщо хочете відповіді. Зітремо, щойно відповімо, і щонайпізніше за пів року."),
        max_length=LENGTHS["contact"],
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    by_card = forms.BooleanField(
        label=gettext_lazy("Сказати бібліотекареві, хто я, за моїм квитком"), required=False, initial=False
    )
    words = forms.CharField(max_length=LENGTHS["words"], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: Shown, record: Record | None, reader: Reader | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = [(str(place.pk), place.full_name) for place in shown.by_pk.values() if place.works]
        self.fields["place"].choices = [("", _("байдуже")), *working]
        for name in ("title", "authors", "isbn", "words") if record else ():
            del self.fields[name]
        if record:
            self.fields["note"].label, self.fields["note"].required = _("Ваше запитання"), True
            self.fields["note"].help_text = ""
            self.fields["note"].error_messages["required"] = _("Напишіть, про що хочете запитати.")
        if reader is None:
            del self.fields["by_card"]

    @property
    def seen(self) -> list[forms.BoundField]:
        return [field for field in super().seen if field.name != "words"]


@read_or_send
@public("what nobody found is asked for without showing who one is")
def asking(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    institution = shown.institution
    if institution is None:
        raise Http404
    record, reader = _record(request, institution), reader_here(request)
    about: dict[str, Any] = {"shown": shown, "record": record, "reader": reader}
    if request.method != "POST":
        initial = {
            field: request.GET.get(name, "").replace("\x00", "")[: LENGTHS.get(field, 20)] for name, field in PREFILLED.items()
        }
        if number := normal_isbn(initial["words"]):
            initial["isbn"] = number
        else:
            initial["title"] = initial["title"] or ("" if initial["authors"] else initial["words"])
        return _page(request, AskForm(initial=initial, **about), record)
    form = AskForm(request.POST, **about)
    return heard(
        request, form, "ask", unheard=lambda: _thanks(request), page=lambda status: _page(request, form, record, status),
        done=lambda: _ask(request, form.cleaned_data, institution, record, reader),
    )  # fmt: skip


def _ask(
    request: HttpRequest, said: dict[str, Any], institution: Unit, record: Record | None, reader: Reader | None
) -> HttpResponse:
    place = Unit.objects.get(pk=int(said.pop("place"))) if said["place"] else institution
    said.pop("place", None)
    by_card = said.pop("by_card", False)
    about = {"place": place, "about": About.QUESTION if record else About.ABSENT, "record": record, **said}
    if reader is not None and by_card:
        ask_own(Act(actor=Actor(reader=reader.pk, name=READER), uid=uid_of(request), channel=CHANNEL), reader=reader, **about)
    else:
        ask(Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), **about)
    return _thanks(request)


def _record(request: HttpRequest, institution: Unit) -> Record | None:
    """A title that is not shown to readers is no title to ask about."""
    wanted = request.POST.get("record", "") or request.GET.get("record", "")
    try:
        return titles_of(institution, wholes=True).filter(pk=uuid.UUID(wanted)).first() if wanted else None
    except ValueError:
        return None


def _page(request: HttpRequest, form: AskForm, record: Record | None, status: int = 200) -> HttpResponse:
    last = (record.title, reverse("public:title", args=[record.pk])) if record else (_("Запитати"), "")
    crumbs = [(_("Каталог"), reverse("public:catalogue")), last, *([(_("Запитати"), "")] if record else [])]
    response = render(request, "public/ask.html", {"form": form, "record": record, "crumbs": crumbs}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _thanks(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Дякуємо, записали. Тепер ми знаємо, що шукати для вас."))
    return redirect("public:catalogue")
