"""The catalogue for readers: found by a word or an ISBN, and where a copy waits. Who has a book is nobody's business."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.core.places import Place, Shown, shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look.citing import cited
from mandrivna.faces.public.linked import coins, for_machines
from mandrivna.faces.public.pages import briefly
from mandrivna.fund.queries import newest_at, titles_of, where_standing
from mandrivna.shared.text import words

PAGE, NEWEST = 20, 12
LONGEST = 120

type Waiting = list[tuple[Place, int]]


@public("the catalogue is for everybody")
@require_safe
@briefly
def catalogue(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    shown = shown_on(timezone.localdate())
    context: dict[str, Any] = {"q": text, "query": "&" + urlencode({"q": text})}
    if text:
        page = Paginator(matching(shown, text).order_by("title", "pk"), PAGE).get_page(request.GET.get("page"))
        listed = list(page.object_list)
        context |= {"page": page, "rows": _rows(shown, listed)}
    else:
        context["rows"] = _rows(shown, newest_at([pk for pk, place in shown.by_pk.items() if place.works], NEWEST))
    return render(request, "public/catalogue.html", context)


def matching(shown: Shown, text: str) -> QuerySet[Record]:
    """A line without a letter or a digit finds nothing rather than everything."""
    if shown.institution is None or not words(text):
        return Record.objects.none()
    held = titles_of(shown.institution)
    return held.filter(isbn=isbn) if (isbn := normal_isbn(text)) else held.matching(text)


def _rows(shown: Shown, records: list[Record]) -> list[tuple[Record, Waiting]]:
    standing = where_standing(records, shown.by_pk)
    return [(record, _waiting(shown, standing[record.pk])) for record in records]


def _waiting(shown: Shown, standing: dict[int, int]) -> Waiting:
    """Places that work first: a book in a closed room waits, but not for today."""
    found = [(shown.by_pk[pk], number) for pk, number in standing.items()]
    return sorted(found, key=lambda one: not one[0].works)


@public("a title, and where it can be borrowed")
@require_safe
@briefly
def title(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    if shown.institution is None:
        raise Http404
    record = get_object_or_404(titles_of(shown.institution).select_related("body", "host__host"), pk=pk)
    context = {
        "record": record,
        "waiting": _rows(shown, [record])[0][1],
        "cited": cited(record),
        "linked": for_machines(request, record),
        "coins": coins(record),
        "crumbs": [(_("Каталог"), reverse("public:catalogue")), (record.title, "")],
    }
    return render(request, "public/title.html", context)
