"""At the desk: a reader brought an equal book instead of a lost or damaged one. No fines, no blame."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.catalogue.search.records import best
from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.desk import last
from mandrivna.faces.workspace.operate import attempt, chosen_place, place_of_form
from mandrivna.faces.workspace.replacing.forms import ReplaceForm
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import copies_for
from mandrivna.fund.replacing import replaced
from mandrivna.lending.actions.replacing import replace
from mandrivna.lending.queries import desk_readers, open_loan
from mandrivna.lending.rules import REPLACE

MOST = 8


@read_or_send
@access(REPLACE)
def bring(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The words of another title go into the address: what somebody brought is a book, and names nobody."""
    copy = get_object_or_404(copies_for(request.actor, REPLACE), pk=pk)
    asked = " ".join((request.POST.get("asked", "") or request.GET.get("asked", "")).split())[:200]
    found = _looked_up(asked)
    reader = _reader(request)
    if request.method != "POST":
        form = ReplaceForm(copy, found)
        return _page(request, copy, form, chosen_place(request), asked, reader, 200)
    place, form = place_of_form(request, REPLACE), ReplaceForm(copy, found, request.POST)
    status = attempt(request, form, lambda act: _replaced(request, act, copy, form, place))
    if status:
        return _page(request, copy, form, place, asked, reader, status)
    return redirect("workspace:desk_reader", pk=reader) if reader else redirect("workspace:desk_copy", pk=pk)


def _replaced(request: HttpRequest, act: Act, copy: Copy, form: ReplaceForm, place: Unit) -> None:
    about = {name: form.cleaned_data[name] for name in ("why", "equal", "price")}
    event = replace(act, copy=copy, place=place, record=Record.objects.get(pk=form.chosen()), **about)
    last.remember(request, event)
    if (done := replaced(copy)) is not None:
        text = _("Дякуємо! Книжку замінено: нова має № %(number)s, за читачем нічого не лишилося. Акт чекає підпису керівника.")
        messages.success(request, text % {"number": done.new.inventory})


def _looked_up(asked: str) -> list[Record]:
    if not asked:
        return []
    if isbn := normal_isbn(asked):
        return list(Record.objects.current().filter(isbn=isbn).order_by("order", "pk")[:MOST])
    return best(asked, MOST)


def _reader(request: HttpRequest) -> uuid.UUID | None:
    """Whose formular was open, if they are the actor's to serve."""
    try:
        said = uuid.UUID(request.POST.get("reader", "") or request.GET.get("reader", ""))
    except ValueError:
        return None
    return said if desk_readers(request.actor).filter(pk=said).exists() else None


def _page(
    request: HttpRequest, copy: Copy, form: ReplaceForm, place: Unit | None, asked: str, reader: uuid.UUID | None, status: int
) -> HttpResponse:
    back = reverse("workspace:desk_reader", args=[reader]) if reader else reverse("workspace:desk_copy", args=[copy.pk])
    context = {
        "copy": copy,
        "loan": open_loan(copy),
        "form": form,
        "place": place,
        "asked": asked,
        "nothing": bool(asked) and len(form.fields["record"].choices) == 1,
        "reader_pk": reader,
        "back": back,
        "done": replaced(copy),
        "crumbs": [(_("Видача й повернення"), reverse("workspace:desk")), (str(copy), back), (_("Заміна"), "")],
    }
    return render(request, "workspace/replacing/bring.html", context, status=status)
