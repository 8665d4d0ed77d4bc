"""Posters: of one event, of a month, of a series; looked at on a page, taken as a paper for printing or a picture for a network."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from mandrivna.core.places import shown_on
from mandrivna.faces.access import access
from mandrivna.faces.look.site import site
from mandrivna.faces.workspace.intake.acts import sent
from mandrivna.faces.workspace.operate import hidden_uid
from mandrivna.faces.workspace.programme.finding import found
from mandrivna.programme.models import Event, EventPhoto, Series
from mandrivna.programme.posting import poster_of, programme_of
from mandrivna.programme.queries import announced, as_announced, read_month, series_for
from mandrivna.programme.rules import VIEW
from mandrivna.programme.states import State
from mandrivna.shared.printing import posters
from mandrivna.shared.printing.posters import PAPERS, Layout, Poster, Size

LAYOUTS = {
    Layout.LETTER: (gettext_lazy("Літери"), gettext_lazy("Білий аркуш із великою назвою: добре друкує будь-який принтер.")),
    Layout.BLOCK: (gettext_lazy("Колір"), gettext_lazy("Назва на кольоровому полі: видно здалеку.")),
    Layout.DAY: (gettext_lazy("День"), gettext_lazy("Найбільше на аркуші — число: коли важить дата.")),
    Layout.PHOTO: (gettext_lazy("Світлина"), gettext_lazy("Ваша світлина на весь аркуш, слова поверх неї.")),
}
SIZES = {
    Size.A4: gettext_lazy("Аркуш А4"),
    Size.A3: gettext_lazy("Аркуш А3"),
    Size.SQUARE: gettext_lazy("Квадрат для допису"),
    Size.STORY: gettext_lazy("Сторі"),
}
OWN = "#17565c"
COLOURS = {
    "own": (gettext_lazy("колір закладу"), ""),
    "brick": (gettext_lazy("цегляний"), "#8a2f1d"),
    "river": (gettext_lazy("річковий"), "#1d4f91"),
    "plum": (gettext_lazy("сливовий"), "#5a2d6e"),
    "leaf": (gettext_lazy("листяний"), "#28603a"),
    "ink": (gettext_lazy("чорний"), "#1d1b18"),
}
LESSER = {Size.A4: 0.62, Size.A3: 0.44, Size.SQUARE: 0.34, Size.STORY: 0.34}
"""How much smaller a page shows them: about 370 pixels across."""
MOST, MOST_PHOTOS = 60, 8
PNG, PDF = "image/png", "application/pdf"


@dataclass(frozen=True)
class Asked:
    """`poster-a4`: what of the layouts, in which size; `colour` and `look` from the query."""

    layout: Layout
    size: Size
    colour: str
    look: bool


def _asked(request: HttpRequest, name: str, layouts: Any) -> Asked:
    layout, _dash, size = name.partition("-")
    if layout not in layouts or size not in SIZES:
        raise Http404
    return Asked(Layout(layout), Size(size), _colour(request), request.GET.get("look") == "1")


def _chosen(request: HttpRequest) -> str:
    said = request.GET.get("colour", "own")
    return said if said in COLOURS else "own"


def _colour(request: HttpRequest) -> str:
    return COLOURS[_chosen(request)][1] or site().said.accent or OWN


def _file(asked: Asked, poster: Poster, name: str) -> HttpResponse:
    scale = LESSER[asked.size] if asked.look else 1
    made = posters.write(poster, layout=asked.layout, size=asked.size, colour=asked.colour, scale=scale)
    paper = asked.size in PAPERS and not asked.look
    return sent(made, f"{name}-{asked.layout}-{asked.size}.{'pdf' if paper else 'png'}", PDF if paper else PNG, shown=True)


def _colours(request: HttpRequest, kept: dict[str, str]) -> list[dict[str, Any]]:
    chosen = _chosen(request)
    return [
        {"label": label, "query": urlencode({**kept, "colour": code}), "chosen": code == chosen}
        for code, (label, _shade) in COLOURS.items()
    ]


# --- one event ----------------------------------------------------------------------------------------------------------


def _photos(one: Event) -> QuerySet[EventPhoto]:
    """That readers may see: of the event, else of its series."""
    rows = EventPhoto.objects.filter(on_site=True)
    own = rows.filter(event=one)
    return own if one.series_id is None or own.exists() else rows.filter(event__series=one.series_id).order_by("-added_at", "pk")


def _of(request: HttpRequest, one: Event, photo: EventPhoto | None) -> Poster:
    """Told as the site tells it: a place that is not shown there is not named on a wall either."""
    today = timezone.localdate()
    shown = shown_on(today)
    address = request.build_absolute_uri(reverse("public:event", args=[one.pk])) if _on_site(one, shown) else ""
    pictured: dict[str, Any] = {"photo": bytes(photo.large), "alt": photo.alt} if photo else {}
    return poster_of(as_announced(one, shown), library=site().name, today=today, address=address, **pictured)


def _on_site(one: Event, shown: Any) -> bool:
    return bool(announced(shown, one.on, one.last_day).filter(pk=one.pk).exists())


@require_safe
@access(VIEW)
def event_poster(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = found(request, pk)
    photos = list(_photos(one).defer("large", "small")[:MOST_PHOTOS])
    chosen = next((row for row in photos if str(row.pk) == request.GET.get("photo")), photos[0] if photos else None)
    kept = {"colour": _chosen(request), **({"photo": str(chosen.pk)} if chosen else {})}
    made = [
        {"title": title, "about": about, "files": _files("event_poster_file", layout, kept, args=[one.pk])}
        for layout, (title, about) in LAYOUTS.items()
        if layout != Layout.PHOTO or chosen
    ]
    context = {
        "event": one,
        "made": made if one.state != State.CANCELLED else [],
        "colours": _colours(request, {"photo": str(chosen.pk)} if chosen else {}),
        "photos": [(row, urlencode({**kept, "photo": str(row.pk)}), row == chosen) for row in photos],
        "on_site": _on_site(one, shown_on(timezone.localdate())),
        "crumbs": [
            (_("Програма"), f"{reverse('workspace:programme')}?month={one.on:%Y-%m}"),
            (str(one), reverse("workspace:event", args=[one.pk])),
            (_("Афіша"), ""),
        ],
    }
    return render(request, "workspace/programme/poster.html", context)


def _files(route: str, layout: Layout, kept: dict[str, str], args: list[Any]) -> list[dict[str, Any]]:
    found = []
    for size, label in SIZES.items():
        address = reverse(f"workspace:{route}", args=[*args, f"{layout}-{size}"])
        query = urlencode(kept)
        found.append({"label": label, "url": f"{address}?{query}", "look": f"{address}?{query}&look=1", "size": size})
    return found


@require_safe
@access(VIEW)
def event_poster_file(request: HttpRequest, pk: uuid.UUID, name: str) -> HttpResponse:
    asked, one = _asked(request, name, LAYOUTS), found(request, pk)
    if one.state == State.CANCELLED:
        raise Http404
    photo = _photo(request, one) if asked.layout == Layout.PHOTO else None
    if asked.layout == Layout.PHOTO and photo is None:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        return _file(asked, _of(request, one, photo), f"afisha-{one.on:%Y-%m-%d}")


def _photo(request: HttpRequest, one: Event) -> EventPhoto | None:
    rows = _photos(one)
    return rows.filter(pk=hidden_uid(request.GET.get("photo", ""))).first() or rows.first()


# --- a month or a series --------------------------------------------------------------------------------------------------


def _several(request: HttpRequest) -> tuple[Poster, dict[str, str], Series | None]:
    """Of `?series=`, else of `?month=`: what the site tells, from today on."""
    today = timezone.localdate()
    shown = shown_on(today)
    series = _series(request)
    month = read_month(request.GET.get("month", ""), today)
    if series is not None:
        first, last = today, max(today, today.replace(year=today.year + 1, day=1))
        rows = announced(shown, first, last).filter(series=series)
        title, subtitle, kept = series.title, series.subtitle, {"series": str(series.pk)}
    else:
        rows = announced(shown, max(month.first, today), month.last)
        title, subtitle = _("Події бібліотеки"), date_format(month.first, "F Y").lower()
        kept = {"month": str(month)}
    told = [as_announced(one, shown) for one in rows.filter(state=State.PLANNED)[:MOST]]
    address = request.build_absolute_uri(reverse("public:events"))
    return programme_of(told, library=site().name, title=title, subtitle=subtitle, address=address), kept, series


def _series(request: HttpRequest) -> Series | None:
    said = request.GET.get("series", "")
    try:
        return get_object_or_404(series_for(request.actor), pk=uuid.UUID(said)) if said else None
    except ValueError:
        raise Http404 from None


@require_safe
@access(VIEW)
def programme_poster(request: HttpRequest) -> HttpResponse:
    poster, kept, series = _several(request)
    if series is not None:
        above = (str(series), reverse("workspace:series_one", args=[series.pk]))
    else:
        above = (_("Програма"), f"{reverse('workspace:programme')}?month={kept['month']}")
    with_colour = {**kept, "colour": _chosen(request)}
    context = {
        "poster": poster,
        "many": len(poster.rows),
        "files": _files("programme_poster_file", Layout.PROGRAMME, with_colour, args=[]),
        "colours": _colours(request, kept),
        "month": None if series is not None else read_month(kept["month"], timezone.localdate()),
        "crumbs": [above, (_("Афіша"), "")],
    }
    return render(request, "workspace/programme/programme_poster.html", context)


@require_safe
@access(VIEW)
def programme_poster_file(request: HttpRequest, name: str) -> HttpResponse:
    asked = _asked(request, name, (Layout.PROGRAMME,))
    with override(settings.LANGUAGE_CODE):
        poster, kept, series = _several(request)
        return _file(asked, poster, f"prohrama-{'tsykl' if series is not None else kept['month']}")
