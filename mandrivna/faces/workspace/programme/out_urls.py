"""What goes out into the world of an event, and what remains of it."""

from django.urls import path

from mandrivna.faces.workspace.programme import after, posters, press, share

urlpatterns = [
    path("events/<uuid:pk>/after/", after.after, name="event_after"),
    path("events/<uuid:pk>/after/report/", after.report, name="event_report"),
    path("events/<uuid:pk>/after/photo/", after.photo_add, name="event_photo_add"),
    path("events/<uuid:pk>/after/photo/<uuid:photo>/", after.photo_edit, name="event_photo_edit"),
    path("events/<uuid:pk>/after/link/", after.link_add, name="event_link_add"),
    path("events/<uuid:pk>/after/file/", after.file_add, name="event_file_add"),
    path("events/<uuid:pk>/after/material/<uuid:material>/remove/", after.material_remove, name="event_material_remove"),
    path("events/<uuid:pk>/after/quote/<uuid:feedback>/", after.quote, name="event_quote"),
    path("events/<uuid:pk>/photos/<uuid:photo>/large/", after.photo_file, {"size": "large"}, name="event_photo"),
    path("events/<uuid:pk>/photos/<uuid:photo>/small/", after.photo_file, {"size": "small"}, name="event_photo_small"),
    path("events/<uuid:pk>/material/<uuid:material>/", after.material_file, name="event_material"),
    path("events/<uuid:pk>/feedback-sheet/", after.feedback_sheet, name="event_feedback_sheet"),
    path("events/<uuid:pk>/press/<slug:kind>/", press.press, name="event_press"),
    path("events/<uuid:pk>/poster/", posters.event_poster, name="event_poster"),
    path("events/<uuid:pk>/poster/<slug:name>/", posters.event_poster_file, name="event_poster_file"),
    path("share/", share.share, name="programme_share"),
    path("poster/", posters.programme_poster, name="programme_poster"),
    path("poster/<slug:name>/", posters.programme_poster_file, name="programme_poster_file"),
]
