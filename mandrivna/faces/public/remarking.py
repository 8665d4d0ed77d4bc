"""Complaining and suggesting without a name; and which books donors are asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.models import Unit
from mandrivna.core.places import Shown, shown_on
from mandrivna.enquiries.actions.remarks import REMARK_LENGTHS, remark
from mandrivna.enquiries.models import Wish
from mandrivna.enquiries.remarks import wanted_of
from mandrivna.enquiries.states import Remarked
from mandrivna.enquiries.terms import terms
from mandrivna.faces.access import public, read_or_send
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.faces.public.account.own import CHANNEL, uid_of
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.strangers import heard

PAGE = 60


class RemarkForm(StrangersForm):
    what = forms.ChoiceField(label=gettext_lazy("Що це"), choices=Remarked.choices, widget=forms.RadioSelect)
    place = forms.ChoiceField(label=gettext_lazy("Де це було"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Про що мова"), max_length=REMARK_LENGTHS["text"], widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Напишіть, про що мова.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("Як вам відповісти"), max_length=REMARK_LENGTHS["contact"], required=False,
        help_text=gettext_lazy("Телефон або пошта, якщо хочете відповіді. Зітремо, щойно відповімо."),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(place.pk), place.full_name) for place in shown.by_pk.values() if place.works]
        self.fields["place"].choices = [("", _("бібліотека загалом")), *places]


@read_or_send
@public("who complains need not say who they are")
def remarking(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    institution = shown.institution
    if institution is None:
        raise Http404
    if request.method != "POST":
        return _page(request, RemarkForm(shown))
    form = RemarkForm(shown, request.POST)
    return heard(
        request, form, "remark", unheard=lambda: _thanks(request), page=lambda status: _page(request, form, status),
        done=lambda: _told(request, form.cleaned_data, institution),
    )  # fmt: skip


def _told(request: HttpRequest, said: dict[str, Any], institution: Unit) -> HttpResponse:
    place = Unit.objects.get(pk=int(said["place"])) if said["place"] else institution
    act = Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL)
    remark(act, place=place, what=said["what"], text=said["text"], contact=said["contact"])
    return _thanks(request)


def _page(request: HttpRequest, form: RemarkForm, status: int = 200) -> HttpResponse:
    crumbs = [(_("Контакти"), reverse("public:contacts")), (_("Скарга чи пропозиція"), "")]
    known = terms()
    context = {"form": form, "crumbs": crumbs, "days": max(known.complaint_days, known.suggestion_days)}
    response = render(request, "public/remark.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _thanks(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Дякуємо, що сказали. Директор прочитає й відповість, якщо ви лишили, як."))
    return redirect("public:contacts")


@public("donors see which books are wanted")
@require_safe
@briefly
def wishes(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    page = Paginator(wanted_of(shown.institution) if shown.institution else Wish.objects.none(), PAGE).get_page(
        request.GET.get("page")
    )
    crumbs = [(_("Контакти"), reverse("public:contacts")), (_("Яких книжок ми шукаємо"), "")]
    return render(request, "public/wishes.html", {"page": page, "crumbs": crumbs, "query": ""})
