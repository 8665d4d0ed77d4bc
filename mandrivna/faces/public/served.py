"""Addresses of things, not of pages: they have no language. For machines, and for the pages' own parts."""

from django.urls import path, re_path

from mandrivna.faces.public import after, agenda, campaigns, event_feeds, events, feeds, found, health, own, protocols

app_name = "site"
urlpatterns = [
    path("health/", health.health, name="health"),
    path("metrics/", health.metrics, name="metrics"),
    re_path(r"^logo/(?P<digest>[0-9a-f]{64})\.webp$", own.logo, name="logo"),
    re_path(r"^covers/(?P<digest>[0-9a-f]{64})-(?P<size>large|small)\.webp$", own.cover, name="cover"),
    re_path(r"^accent/(?P<light>[0-9a-f]{6})-(?P<dark>[0-9a-f]{6})\.css$", own.accent, name="accent"),
    path("robots.txt", found.robots, name="robots"),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("site.webmanifest", found.manifest, name="manifest"),
    path("sru/", protocols.sru, name="sru"),
    path("oai/", protocols.oai, name="oai"),
    path("opds/", protocols.opds, name="opds"),
    path("opds/1.2/", protocols.opds_atom, name="opds_atom"),
    path("unapi/", protocols.unapi, name="unapi"),
    path("feeds/new.atom", feeds.atom, name="new_atom"),
    path("feeds/new.rss", feeds.rss, name="new_rss"),
    path("feeds/events.atom", event_feeds.atom, name="events_atom"),
    path("feeds/events.rss", event_feeds.rss, name="events_rss"),
    path("events/series/<uuid:pk>.ics", event_feeds.series_calendar, name="series_calendar"),
    path("events/campaigns/<uuid:pk>.ics", campaigns.campaign_calendar, name="campaign_calendar"),
    path("events/places/<int:pk>.ics", event_feeds.place_calendar, name="place_calendar"),
    path("agenda/<slug:token>.ics", agenda.calendar, name="agenda_calendar"),
    path("events.ics", events.calendar, name="events_calendar"),
    re_path(r"^event-photos/(?P<photo>[0-9a-f-]{36})-(?P<size>large|small)\.webp$", after.photo, name="event_photo"),
    path("event-materials/<uuid:material>/", after.material, name="event_material"),
    path("favicon.ico", found.favicon, name="favicon"),
]
