"""Pages for readers; config/urls.py gives each an address in every language."""

from django.urls import include, path

from mandrivna.faces.public import (
    answers,
    asking,
    browse,
    catalogue,
    citing,
    collections,
    events,
    giving,
    places,
    privacy,
    remarking,
    views,
)
from mandrivna.faces.public.account import eloans, joining

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", places.place, name="place"),
    path("s/<slug:code>/", places.shelf_door, name="shelf_door"),
    path("events/", events.events, name="events"),
    path("events/<uuid:pk>/", events.event, name="event"),
    path("events/<uuid:pk>/calendar.ics", events.event_calendar, name="event_calendar"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/suggestions/", catalogue.suggestions, name="suggestions"),
    path("catalogue/<uuid:pk>/", catalogue.title, name="title"),
    path("catalogue/<uuid:pk>/qr.svg", catalogue.title_code, name="title_code"),
    path("catalogue/ask/", asking.asking, name="ask"),
    path("catalogue/citations/", citing.citations, name="citations"),
    path("catalogue/authors/", browse.authors, name="authors"),
    path("catalogue/subjects/", browse.subjects, name="subjects"),
    path("catalogue/classes/", browse.classes, name="classes"),
    path("catalogue/headings/<int:pk>/", browse.heading, name="heading"),
    path("catalogue/collections/", collections.collections, name="collections"),
    path("catalogue/collections/<int:pk>/", collections.collection, name="collection"),
    path("catalogue/collections/<int:pk>/citations/", collections.collection_citations, name="collection_citations"),
    path("catalogue/local/", collections.local, name="local"),
    path("catalogue/guide/", collections.guide, name="guide"),
    path("join/", views.join, name="join"),
    path("join/<slug:code>/", joining.join_here, name="join_here"),
    path("gift/<str:link>/", giving.gift_report, name="gift_report"),
    path("e/<slug:token>/", eloans.open_it, name="eloan_open"),
    path("rules/", views.rules, name="rules"),
    path("contacts/", views.contacts, name="contacts"),
    path("feedback/", remarking.remarking, name="remark"),
    path("answers/", answers.answers, name="answers"),
    path("wishes/", remarking.wishes, name="wishes"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("theme/", views.theme, name="theme"),
    path("my/", include("mandrivna.faces.public.account.urls")),
]
