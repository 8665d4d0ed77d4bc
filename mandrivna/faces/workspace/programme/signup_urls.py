from django.urls import path

from mandrivna.faces.workspace.programme import doors, online, signup_calls, signups

urlpatterns = [
    path("door/", doors.door, name="programme_door"),
    path("events/<uuid:pk>/door/", doors.event_door, name="event_door"),
    path("events/<uuid:pk>/door/scan/", doors.scanned, name="event_door_scan"),
    path("events/<uuid:pk>/door/heads/", doors.heads, name="event_door_heads"),
    path("events/<uuid:pk>/door/<uuid:one>/", doors.tapped, name="event_door_tap"),
    path("events/<uuid:pk>/signups/", signups.listed, name="event_signups"),
    path("events/<uuid:pk>/signups/add/", signups.add, name="event_signup_add"),
    path("events/<uuid:pk>/signups/terms/", signups.terms_of_event, name="event_signup_terms"),
    path("events/<uuid:pk>/signups/shut/", signups.shut, name="event_signup_shut"),
    path("events/<uuid:pk>/signups/<uuid:one>/drop/", signups.drop, name="event_signup_drop"),
    path("events/<uuid:pk>/signups/<uuid:one>/told/", signup_calls.told, name="event_signup_told"),
    path("events/<uuid:pk>/online/", online.online, name="event_online"),
    path("series/<uuid:pk>/signups/", signups.terms_of_series, name="series_signup_terms"),
]
