from django.urls import path

from mandrivna.faces.workspace.programme import excursions

urlpatterns = [
    path("excursions/", excursions.listed, name="routes"),
    path("excursions/add/", excursions.add, name="route_add"),
    path("excursions/<uuid:pk>/", excursions.one, name="route"),
    path("excursions/<uuid:pk>/edit/", excursions.edit, name="route_edit"),
    path("excursions/<uuid:pk>/record/", excursions.record, name="route_record"),
    path("excursions/requests/<uuid:pk>/", excursions.answer, name="group_request"),
    path("excursions/requests/<uuid:pk>/told/", excursions.told, name="group_told"),
]
