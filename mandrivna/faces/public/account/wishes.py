"""What a reader needs and we do not have: said here with one's card, seen how it stands, taken back."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.refusals import ask_own, withdraw_own
from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.queries import own_wish, own_wishes
from mandrivna.enquiries.states import About
from mandrivna.faces.access import add_problems, read_or_send, reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.faces.public.limits import too_many

CHOICES = ((About.ABSENT.value, gettext_lazy("Книжка")), (About.TOPIC.value, gettext_lazy("Щось на тему")))


class WishForm(forms.Form):
    about = forms.ChoiceField(label=gettext_lazy("Що потрібно"), choices=CHOICES, initial=About.ABSENT, widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Назва книжки або тема"), max_length=LENGTHS["words"],
        error_messages={"required": gettext_lazy("Напишіть назву або тему.")},
    )  # fmt: skip
    authors = forms.CharField(label=gettext_lazy("Автор, якщо знаєте"), max_length=LENGTHS["authors"], required=False)
    note = forms.CharField(
        label=gettext_lazy("Що ще варто знати"),
        help_text=gettext_lazy("Наприклад: яке видання, для кого, до якого дня потрібно."),
        max_length=LENGTHS["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def said(self) -> dict[str, Any]:
        """A theme is words and no title: a book is not looked for by it at night."""
        said = self.cleaned_data
        about = {"about": said["about"], "words": said["title"], "note": said["note"]}
        return about if said["about"] == About.TOPIC else {**about, "title": said["title"], "authors": said["authors"]}


@read_or_send
@reader_only("one's own wishes")
def wishes(request: HttpRequest) -> HttpResponse:
    reader, status = reader_of(request), 200
    form = WishForm(
        request.POST if request.method == "POST" else None, initial={"title": request.GET.get("q", "")[: LENGTHS["words"]]}
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if too_many(request, "ask"):
                return render(request, "public/account/too_many.html", status=429)
            try:
                ask_own(own_act(request), reader=reader, place=reader.institution, **form.said())
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
            else:
                messages.success(request, _("Записали: тепер знаємо, що шукати для вас. Дякуємо!"))
                return redirect("public:account_wishes")
    return render(request, "public/account/wishes.html", {"form": form, "wishes": own_wishes(reader)}, status=status)


@require_POST
@reader_only("one's own wish")
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody else's is as good as absent."""
    found = get_object_or_404(own_wish(reader_of(request)).select_related("institution"), pk=pk)
    withdraw_own(own_act(request), refusal=found)
    messages.success(request, _("Забрали: %s. Більше про це не нагадаємо.") % found)
    return redirect("public:account_wishes")
