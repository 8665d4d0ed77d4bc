from django.urls import path

from mandrivna.faces.workspace.programme import dates, guests, lines, preparing, room_changes, rooms, year

urlpatterns = [
    path("rooms/", rooms.rooms, name="programme_rooms"),
    path("rooms/add/", rooms.add, name="programme_room_add"),
    path("rooms/<uuid:pk>/", rooms.room, name="programme_room"),
    path("rooms/<uuid:pk>/close/", rooms.close, name="programme_room_close"),
    path("rooms/<uuid:pk>/edit/", room_changes.edit, name="programme_room_edit"),
    path("rooms/<uuid:pk>/reopen/", room_changes.reopen, name="programme_room_reopen"),
    path("rooms/<uuid:pk>/remove/", room_changes.remove, name="programme_room_remove"),
    path("guests/", guests.listed, name="programme_guests"),
    path("campaigns/", rooms.campaigns, name="campaigns"),
    path("campaigns/add/", rooms.start, name="campaign_add"),
    path("campaigns/<uuid:pk>/edit/", rooms.change, name="campaign_edit"),
    path("campaigns/<uuid:pk>/", rooms.campaign, name="campaign"),
    path("events/<uuid:pk>/prepare/", preparing.prepare, name="event_prepare"),
    path("events/<uuid:pk>/prepare/check/", preparing.check, name="event_check"),
    path("events/<uuid:pk>/prepare/check/<int:check>/", lines.edit, name="event_line"),
    path("events/<uuid:pk>/prepare/check/<int:check>/remove/", lines.remove, name="event_line_remove"),
    path("events/<uuid:pk>/prepare/done/", preparing.done, name="event_done"),
    path("events/<uuid:pk>/prepare/guest/", preparing.guest, name="event_guest"),
    path("events/<uuid:pk>/prepare/no-guest/", preparing.no_guest, name="event_no_guest"),
    path("events/<uuid:pk>/prepare/room/", preparing.room, name="event_room"),
    path("events/<uuid:pk>/prepare/campaign/", preparing.campaign, name="event_campaign"),
    path("dates/", dates.dates, name="programme_dates"),
    path("dates/<slug:code>/<int:year>/", dates.draft, name="programme_date"),
    path("series/<uuid:pk>/stop/", dates.stop, name="series_stop"),
    path("year/<int:year>/", year.year, name="programme_year"),
]
