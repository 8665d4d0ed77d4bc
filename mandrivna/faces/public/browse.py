"""The catalogue by its headings: authors, subjects, branches of knowledge in the order of the alphabet; one with its titles."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue import browsing
from mandrivna.catalogue.models import Authority
from mandrivna.catalogue.models.authorities import Sort
from mandrivna.core.places import shown_on
from mandrivna.faces.access import public
from mandrivna.faces.public.catalogue import rows_of
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.ways import WAYS, ways
from mandrivna.fund.queries import titles_of

HEADINGS, DEEPEST, TITLES = 60, 100, 20
MOST = 1_000
"""Titles of one heading that are paged through; beyond that the search narrows better than pages do."""
COUNTED = 200
"""As far as the titles of each heading of a list are counted."""
LISTED_UNDER = {Sort.PERSON: "authors", Sort.BODY: "authors", Sort.SUBJECT: "subjects", Sort.UDC: "classes"}


@public("the catalogue is for everybody")
@require_safe
@briefly
def authors(request: HttpRequest) -> HttpResponse:
    return _list(request, Sort.PERSON, "authors", _("Автори, перекладачі, художники й ті, про кого пишуть: за абеткою прізвищ."))


@public("the catalogue is for everybody")
@require_safe
@briefly
def subjects(request: HttpRequest) -> HttpResponse:
    return _list(request, Sort.SUBJECT, "subjects", _("Про що наші книжки: теми за абеткою."))


@public("the catalogue is for everybody")
@require_safe
@briefly
def classes(request: HttpRequest) -> HttpResponse:
    return _list(request, Sort.UDC, "classes", _("Книжки за галузями знань, як їх розставляє бібліотека (УДК)."))


def _list(request: HttpRequest, sort: Sort, name: str, summary: str) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    titles = titles_of(shown.institution) if shown.institution else None
    found = browsing.standing(sort, titles) if titles is not None else Authority.objects.none()
    lettered = sort is not Sort.UDC
    # Of all headings: whether one of a letter has a title here would be asked thirty-five times over.
    letters = browsing.letters_of(browsing.standing(sort)) if titles is not None and lettered else []
    letter = request.GET.get("letter", "") if lettered else ""
    if letter and letter not in letters:
        letter = ""
    listed, number, more = _part(browsing.under(found, letter) if letter else found, request.GET.get("page", ""))
    numbers = browsing.counted_so_far(listed, titles, COUNTED) if titles is not None else {}
    meanings = browsing.meanings(listed) if not lettered else {}
    context = {
        "name": name,
        "label": dict(WAYS)[name],
        "summary": summary,
        "ways": ways(),
        "letter": letter,
        "letters": [(one, _sign(one)) for one in letters],
        "listed": [(one, meanings.get(one.pk, ""), _number(numbers.get(one.pk, 0))) for one in listed],
        "before": number - 1,
        "after": number + 1 if more else 0,
        "query": f"&letter={letter}" if letter else "",
        "crumbs": [(_("Каталог"), reverse("public:catalogue")), (dict(WAYS)[name], "")],
    }
    return render(request, "public/browse.html", context)


def _part(rows: QuerySet[Authority], asked: str) -> tuple[list[Authority], int, bool]:
    """The rows of one page, its number, and whether there is another. Nothing is counted: of a million headings that would cost
    more than the page; whoever wants to go deep takes a letter or the search."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    number = number if 1 <= number <= DEEPEST else 1
    found = list(rows[(number - 1) * HEADINGS : number * HEADINGS + 1])
    return found[:HEADINGS], number, len(found) > HEADINGS and number < DEEPEST


def _number(counted: int) -> str:
    return str(counted) if counted <= COUNTED else _("понад %(number)s") % {"number": COUNTED}


def _sign(letter: str) -> str:
    return {browsing.LATIN: "A–Z", browsing.SIGNS: "0–9"}.get(letter, letter.upper())


@public("the catalogue is for everybody")
@require_safe
@briefly
def heading(request: HttpRequest, pk: int) -> HttpResponse:
    """A heading none of whose titles a reader could come by is as good as absent."""
    found = get_object_or_404(Authority.objects.prefetch_related("taken_in"), pk=pk)
    if found.merged_into_id:
        return redirect("public:heading", pk=found.merged_into_id, permanent=True)
    shown = shown_on(timezone.localdate())
    if shown.institution is None:
        raise Http404
    titles, cut = browsing.latest_of(found, titles_of(shown.institution), MOST)
    page = Paginator(titles[:MOST], TITLES).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    above = LISTED_UNDER.get(Sort(found.sort))
    context = {
        "heading": found,
        "variants": browsing.variants_of(found),
        "page": page,
        "cut": cut,
        "rows": rows_of(shown, list(page.object_list)),
        "crumbs": [
            (_("Каталог"), reverse("public:catalogue")),
            *([(dict(WAYS)[above], reverse(f"public:{above}"))] if above else []),
            (str(found), ""),
        ],
    }
    return render(request, "public/heading.html", context)
