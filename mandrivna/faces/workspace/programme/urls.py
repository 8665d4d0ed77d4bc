from django.urls import include, path

from mandrivna.faces.workspace.programme import events, moves, out_urls, series, signup_urls, views, year_urls

urlpatterns = [
    *year_urls.urlpatterns,
    *signup_urls.urlpatterns,
    *out_urls.urlpatterns,
    path("", views.month, name="programme"),
    path("list/", views.listed, name="programme_list"),
    path("add/", events.add, name="event_add"),
    path("events/<uuid:pk>/", views.event, name="event"),
    path("events/<uuid:pk>/edit/", events.edit, name="event_edit"),
    path("events/<uuid:pk>/count/", events.count, name="event_count"),
    path("events/<uuid:pk>/confirm/", events.confirm, name="event_confirm"),
    path("events/<uuid:pk>/move/", events.move, name="event_move"),
    path("events/<uuid:pk>/shift/", moves.shift, name="event_shift"),
    path("events/<uuid:pk>/cancel/", events.cancel, name="event_cancel"),
    path("events/<uuid:pk>/restore/", events.restore, name="event_restore"),
    path("", include("mandrivna.faces.workspace.programme.circle_urls")),
    path("", include("mandrivna.faces.workspace.programme.call_urls")),
    path("", include("mandrivna.faces.workspace.programme.excursion_urls")),
    path("series/", series.listed, name="series"),
    path("series/add/", series.add, name="series_add"),
    path("series/<uuid:pk>/", series.one, name="series_one"),
    path("series/<uuid:pk>/edit/", series.edit, name="series_edit"),
    path("series/<uuid:pk>/propose/", series.propose, name="series_propose"),
    path("series/<uuid:pk>/confirm/", series.confirm, name="series_confirm"),
    path("series/<uuid:pk>/end/", series.end, name="series_end"),
]
