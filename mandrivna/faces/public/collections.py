"""What people of the library chose for readers: collections, local studies, the guide to resources of the network."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.models import Access, Chosen, Collection, Language, Record, Resource
from mandrivna.core.collation import ukrainian
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below
from mandrivna.core.places import Shown, shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look import citing
from mandrivna.faces.public.catalogue import rows_of
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.ways import WAYS, ways
from mandrivna.fund.queries import titles_of

PAGE, LISTED, BESIDE, MOST = 20, 30, 12, 1_000


@public("what the library chose for readers")
@require_safe
@briefly
def collections(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    page = Paginator(_shown_collections(shown.institution).order_by("-made_on", "-pk"), LISTED).get_page(request.GET.get("page"))
    return _page(request, "collections", "public/collections.html", {"page": page, "collections": _faced(list(page.object_list))})


@public("what the library chose for readers")
@require_safe
@briefly
def collection(request: HttpRequest, pk: int) -> HttpResponse:
    found, shown = _found(pk)
    page = Paginator(_items(found, shown), PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    waiting = {record.pk: places for record, places in rows_of(shown, [one.record for one in listed])}
    context = {
        "collection": found,
        "page": page,
        "rows": [(one.record, waiting[one.record_id], one.note) for one in listed],
        "crumbs": _crumbs("collections", (found.title, "")),
    }
    return render(request, "public/collection.html", context)


@public("references of what the library chose")
@require_safe
@briefly
def collection_citations(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole collection as a list of sources."""
    found, shown = _found(pk)
    here, standard = reverse("public:collection_citations", args=[pk]), citing.standard_of(request)
    sources = citing.described(Record.objects.filter(pk__in=_items(found, shown).values("record")))
    lines = citing.lines_of(sources, standard)
    if (kind := request.GET.get("as", "")) and (file := citing.list_file(lines, kind)):
        return file
    context: dict[str, Any] = {
        "lines": lines,
        "cut": len(sources) == citing.MOST,
        "standard": standard,
        "standards": [(code, name, f"{here}?style={code}") for code, name in citing.STANDARDS],
        "files": [(kind.upper(), f"{here}?style={standard}&as={kind}") for kind in ("txt", "docx")],
        "crumbs": _crumbs("collections", (found.title, reverse("public:collection", args=[pk])), (_("Список джерел"), "")),
    }
    return render(request, "public/citations.html", context)


@public("local studies are for everybody")
@require_safe
@briefly
def local(request: HttpRequest) -> HttpResponse:
    """Everything the records call local, and the collections that people called so."""
    shown = shown_on(timezone.localdate())
    titles = titles_of(shown.institution).filter(local=True) if shown.institution else Record.objects.none()
    # Counted in their order too: without it the database would go through all titles to find that few are local.
    page = Paginator(titles.order_by("order", "pk")[:MOST], PAGE).get_page(request.GET.get("page"))
    chosen = _shown_collections(shown.institution).filter(local=True).order_by("-made_on", "-pk")[:BESIDE]
    context = {"page": page, "rows": rows_of(shown, list(page.object_list)), "collections": _faced(list(chosen))}
    return _page(request, "local", "public/local.html", context)


@public("where else one can read")
@require_safe
@briefly
def guide(request: HttpRequest) -> HttpResponse:
    """By theme; the language narrows it. Whether an address answers is the library's own care and changes nothing here."""
    shown = shown_on(timezone.localdate())
    rows = Resource.objects.filter(below(shown.institution.path, "unit__path") if shown.institution else Q(pk__in=[]), shown=True)
    known = dict(rows.order_by().values_list("language").annotate(number=Count("pk")))
    language = request.GET.get("lang", "")
    if language not in known:
        language = ""
    themes: dict[str, list[Resource]] = {}
    for one in (rows.filter(language=language) if language else rows).order_by(ukrainian("theme"), ukrainian("title"), "pk"):
        themes.setdefault(one.theme, []).append(one)
    context = {
        "themes": list(themes.items()),
        "language": language,
        "languages": [(code, Language(code).label, known[code]) for code in Language.values if code in known],
        "free": Access.FREE,
    }
    return _page(request, "guide", "public/guide.html", context)


def _page(request: HttpRequest, name: str, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, template, {"name": name, "label": dict(WAYS)[name], "ways": ways(), "crumbs": _crumbs(name, here=True), **context}
    )


def _crumbs(name: str, *further: tuple[str, str], here: bool = False) -> list[tuple[Any, str]]:
    return [
        (_("Каталог"), reverse("public:catalogue")),
        (dict(WAYS)[name], "" if here else reverse(f"public:{name}")),
        *further,
    ]


def shown_collections(institution: Unit | None, day: dt.date) -> Any:
    """Those of the institution whose site it is."""
    own = below(institution.path, "unit__path") if institution else Q(pk__in=[])
    return Collection.objects.shown_on(day).filter(own)


def _shown_collections(institution: Unit | None) -> Any:
    return shown_collections(institution, timezone.localdate())


def _found(pk: int) -> tuple[Collection, Shown]:
    shown = shown_on(timezone.localdate())
    found = _shown_collections(shown.institution).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, shown


def _items(found: Collection, shown: Shown) -> Any:
    """What a reader can come by, in the order people gave it."""
    assert shown.institution is not None
    there = Exists(titles_of(shown.institution).filter(pk=OuterRef("record")))
    return found.items.filter(there).select_related("record").order_by("place", "pk")


def _faced(listed: list[Collection]) -> list[tuple[Collection, Record | None, int]]:
    """Each with the record whose cover stands for it and the number of its titles; two questions for all."""
    rows = Chosen.objects.filter(collection__in=listed, record__withdrawn_on__isnull=True).order_by("place", "pk")
    first: dict[int, Any] = {}
    numbers: dict[int, int] = {}
    for of, record in rows.values_list("collection_id", "record_id"):
        first.setdefault(of, record)
        numbers[of] = numbers.get(of, 0) + 1
    records = Record.objects.in_bulk([one.cover_id or first[one.pk] for one in listed if one.cover_id or one.pk in first])
    return [(one, records.get(one.cover_id or first.get(one.pk)), numbers.get(one.pk, 0)) for one in listed]
