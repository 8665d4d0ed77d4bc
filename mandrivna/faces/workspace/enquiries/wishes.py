"""The donors' list: a title is put there from a request, in the librarian's words, and taken off."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.models import Unit
from mandrivna.enquiries.actions.wishes import LONGEST_NOTE, MOST_COPIES, end_wish, wish
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.remarks import wishes_for
from mandrivna.enquiries.rules import WISHES
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import act_of, attempt

PAGE = 40


class WishForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Назва"), max_length=LENGTHS["title"])
    authors = forms.CharField(label=gettext_lazy("Автор"), max_length=LENGTHS["authors"], required=False)
    isbn = forms.CharField(label="ISBN", max_length=20, required=False)
    quantity = forms.IntegerField(label=gettext_lazy("Скільки примірників"), min_value=1, max_value=MOST_COPIES, initial=1)
    note = forms.CharField(
        label=gettext_lazy("Що ще варто знати дарувальникові"), max_length=LONGEST_NOTE, required=False,
        help_text=gettext_lazy("Побачать усі на сайті. Про людину, яка просила, не пишіть."),
    )  # fmt: skip


@require_safe
@access(WISHES)
def listed(request: HttpRequest) -> HttpResponse:
    rows = wishes_for(request.actor).filter(closed_on__isnull=True).order_by("-put_on", "title", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    crumbs = [(_("Запити читачів"), reverse("workspace:refusals")), (_("Бажані книжки"), "")]
    return render(request, "workspace/enquiries/wishes.html", {"page": page, "crumbs": crumbs, "query": ""})


@read_or_send
@access(WISHES)
def put(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    mine = Refusal.objects.filter(institution__in=Unit.objects.visible_to(request.actor, WISHES)).defer("note", "contact")
    found = get_object_or_404(mine, pk=pk)
    form, status = WishForm(initial={"title": found.title, "authors": found.authors, "isbn": found.isbn}), 200
    if request.method == "POST":
        form = WishForm(request.POST)
        status = attempt(request, form, lambda act: wish(act, refusal=found, **form.cleaned_data))
        if not status:
            messages.success(request, _("Додано. Книжку видно всім на сайті, у «Яких книжок ми шукаємо»."))
            return redirect("workspace:wishes")
    title = _("До бажаних книжок")
    crumbs = [(_("Запити читачів"), reverse("workspace:refusals")), (title, "")]
    context = {"form": form, "title": title, "button": _("Додати"), "crumbs": crumbs}
    return render(request, "workspace/shelves/form.html", context, status=status)


@require_POST
@access(WISHES)
def ended(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(wishes_for(request.actor), pk=pk)
    end_wish(act_of(request), wish=found)
    messages.success(request, _("Книжку прибрано з бажаних."))
    return redirect("workspace:wishes")
