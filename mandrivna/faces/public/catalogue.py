"""The catalogue for readers: found by a word or an ISBN, and where a copy waits. Who has a book is nobody's business."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.browsing import same_author
from mandrivna.catalogue.models import Kind, Language, Record
from mandrivna.catalogue.search.asking import DEEPEST, LAYOUT, RELAXED, SOUND, SPELLING, Found
from mandrivna.catalogue.search.documents import parts
from mandrivna.catalogue.search.query import search
from mandrivna.catalogue.search.suggesting import Suggested, suggest
from mandrivna.core.places import Place, Shown, shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look.citing import cited
from mandrivna.faces.public import searching
from mandrivna.faces.public.limits import SEARCH, TYPING, gently
from mandrivna.faces.public.linked import coins, for_machines
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.places import code_in_hand
from mandrivna.faces.public.ways import ways
from mandrivna.fund.queries import newest_at, titles_of, where_standing
from mandrivna.lending.eloans import licensed
from mandrivna.lending.shelves import with_code
from mandrivna.lending.terms import terms
from mandrivna.shared import qr

NEWEST, BESIDE = 12, 6
LONGEST = 120

type Waiting = list[tuple[Place, int]]


@public("the catalogue is for everybody")
@require_safe
@briefly
@gently(SEARCH)
def catalogue(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    asked = searching.read(request.GET, shown)
    context: dict[str, Any] = {"q": asked.q, "asked": asked, "kinds": Kind.choices, "languages": Language.choices}
    if asked.any and shown.institution is not None:
        context |= _answer(asked, shown)
    elif not asked.any:
        context["ways"] = ways()
        context["rows"] = rows_of(shown, newest_at([pk for pk, place in shown.by_pk.items() if place.works], NEWEST))
    return render(request, "public/catalogue.html", context)


def _answer(asked: searching.Asked, shown: Shown) -> dict[str, Any]:
    found = search(searching.request_for(asked, shown))
    by_pk = Record.objects.in_bulk(found.uids)
    listed = [by_pk[uid] for uid in found.uids if uid in by_pk]
    pairs = asked.pairs()
    return {
        "found": found,
        "rows": rows_of(shown, listed),
        "page": Page(listed, found.page, Paginator(range(min(found.count, DEEPEST)), found.size)),
        "query": "&" + urlencode(pairs),
        "place_query": "?" + urlencode([pair for pair in pairs if pair[0] == "place"]) if asked.limits.places else "",
        "chips": searching.chips(asked, shown),
        "groups": searching.groups(asked, found.facets, shown) if found.facets else [],
        "sorts": [(key, label, key == asked.sort) for key, label in searching.SORTS.items()] if found.by_index else [],
        "wish": urlencode([(name, value) for name, value in [("q", asked.q), *asked.bound.items()] if value and name != "s"]),
        "kept": [pair for pair in pairs if pair[0] != "sort"],
        "without_guess": guessed(found),
    }


def guessed(found: Found) -> str:
    """Why something else was looked for than what was typed, in one sentence."""
    if found.guess is None:
        return ""
    about = {"text": found.guess.text, "words": ", ".join(found.guess.missing)}
    if found.guess.kind == RELAXED and found.guess.missing:
        return _("Слів «%(words)s» у каталозі немає; показуємо те, що знайшлося за рештою.") % about
    said = {
        LAYOUT: _("За тим, що набрано, нічого немає. Схоже, була ввімкнена інша розкладка: показуємо «%(text)s»."),
        SOUND: _("За тим, що набрано, нічого немає. Показуємо те саме іншими літерами: «%(text)s»."),
        SPELLING: _("За тим, що набрано, нічого немає. Можливо, ви шукали «%(text)s»."),
        RELAXED: _("Усіх цих слів разом немає ніде; показуємо те, де є найбільше з них."),
    }
    return said[found.guess.kind] % about


@public("the answer while one types")
@require_safe
@briefly
@gently(TYPING, page=False)
def suggestions(request: HttpRequest) -> HttpResponse:
    """A bare list for the field; without a script nobody asks for it."""
    shown = shown_on(timezone.localdate())
    text = request.GET.get("q", "")[:LONGEST]
    owners = (shown.institution.pk,) if shown.institution else ()
    suggested = suggest(text, owners=owners) if owners else Suggested()
    number = len(suggested.titles) + len(suggested.people) + len(suggested.subjects)
    return render(request, "public/_suggestions.html", {"suggested": suggested, "number": number})


def rows_of(shown: Shown, records: list[Record]) -> list[tuple[Record, Waiting]]:
    standing = where_standing(records, shown.by_pk)
    return [(record, _waiting(shown, standing[record.pk])) for record in records]


def _waiting(shown: Shown, standing: dict[int, int]) -> Waiting:
    """Places that work first: a book in a closed room waits, but not for today."""
    found = [(shown.by_pk[pk], number) for pk, number in standing.items()]
    return sorted(found, key=lambda one: not one[0].works)


PARTS = 100


def _chosen(request: HttpRequest, shown: Shown) -> list[Place]:
    """The places a search was narrowed to, when the title was opened from it."""
    asked = searching.read(request.GET, shown)
    return [shown.by_pk[pk] for pk in asked.limits.places]


def _apart(waiting: Waiting, chosen: list[Place]) -> tuple[Waiting, Waiting]:
    """Where it stands at the chosen places, and «в інших філіях»; without a choice everything is the first."""
    if not chosen:
        return waiting, []
    near = {inside.pk for place in chosen for inside in place.branch}
    return [one for one in waiting if one[0].pk in near], [one for one in waiting if one[0].pk not in near]


def _moved(pk: uuid.UUID) -> HttpResponse:
    """An old address of a title that was described twice leads to the description that stays."""
    kept = Record.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    if kept is None:
        raise Http404
    return redirect("public:title", pk=kept, permanent=True)


@public("the address of a title, for a telephone's camera")
@require_safe
@briefly
def title_code(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Of any title, without asking whether there is one: it says nothing that the address does not."""
    address = request.build_absolute_uri(reverse("public:title", args=[pk]))
    return HttpResponse(qr.svg(address), content_type="image/svg+xml")


@public("a title, and where it can be borrowed")
@require_safe
@briefly
def title(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    if shown.institution is None:
        raise Http404
    within = Exists(Record.objects.current().filter(host=OuterRef("pk")))
    titles = titles_of(shown.institution, wholes=True).annotate(
        licensed=licensed(shown.institution, timezone.localdate()), whole=within
    )
    record = titles.select_related("body", "host__host").filter(pk=pk).first()
    if record is None:
        return _moved(pk)
    editions, works = same_author(record, titles_of(shown.institution), BESIDE)
    chosen = _chosen(request, shown)
    standing = rows_of(shown, [record])[0][1]
    waiting, elsewhere = _apart(standing, chosen)
    code, at = code_in_hand(request)
    context = {
        "record": record,
        "authors": parts(record.authors),
        "editions": editions,
        "works": works,
        "parts": record.parts.current().as_numbered()[:PARTS] if record.whole else [],
        "waiting": waiting,
        "elsewhere": elsewhere,
        "chosen": chosen,
        "in_hand": code,
        "in_hand_at": at,
        "by_code": with_code(place.pk for place, _number in standing) if standing else set(),
        "address": request.build_absolute_uri(reverse("public:title", args=[pk])),
        "licensed": record.licensed,
        "may_reserve": terms().max_holds > 0 and (record.copies > 0),
        "cited": cited(record),
        "linked": for_machines(request, record),
        "coins": coins(record),
        "crumbs": [(_("Каталог"), reverse("public:catalogue")), (record.title, "")],
    }
    return render(request, "public/title.html", context)
