"""New arrivals for readers of feeds: the same titles as on the first page, as Atom and as RSS."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.citation import of_record, reference
from mandrivna.catalogue.models import Record
from mandrivna.core.places import shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look.site import site
from mandrivna.faces.public.addresses import address_in
from mandrivna.faces.public.pages import briefly
from mandrivna.fund.queries import newest_at

MOST = 50


@public("what is new is for everybody")
@require_safe
@briefly
def atom(request: HttpRequest) -> HttpResponse:
    return _answer(request, feedgenerator.Atom1Feed)


@public("what is new is for everybody")
@require_safe
@briefly
def rss(request: HttpRequest) -> HttpResponse:
    return _answer(request, feedgenerator.Rss201rev2Feed)


def _answer(request: HttpRequest, kind: type[feedgenerator.SyndicationFeed]) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    whole = request.build_absolute_uri
    feed = kind(
        title=_("Нові надходження: %s") % (site().name or _("Мандрівна")),
        link=whole(address_in("uk", "catalogue")),
        description=site().slogan or _("Книжки, які щойно прибули на полиці."),
        language="uk",
        feed_url=whole(),
    )
    newest = newest_at([pk for pk, place in shown.by_pk.items() if place.works], MOST)
    whole_records = Record.objects.select_related("body", "host__host").in_bulk([one.pk for one in newest])
    for record in (whole_records[one.pk] for one in newest):
        feed.add_item(
            title=str(record),
            link=whole(address_in("uk", "title", record.pk)),
            description=_about(record),
            unique_id=f"urn:uuid:{record.pk}",
            unique_id_is_permalink=False,
            pubdate=dt.datetime.combine(record.created_on, dt.time(), tzinfo=dt.UTC),
            updateddate=record.changed_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _about(record: Record) -> str:
    return " ".join(part for part in (reference(of_record(record)), record.annotation) if part)
