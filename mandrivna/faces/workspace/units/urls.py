from django.urls import path

from mandrivna.faces.workspace.units import changes, offers, views
from mandrivna.faces.workspace.units.map import units_map

urlpatterns = [
    path("", views.units, name="units"),
    path("map/", units_map, name="units_map"),
    path("offers/", offers.listed, name="units_offers"),
    path("<int:pk>/", views.unit, name="unit"),
    path("<int:pk>/create/", changes.create, name="unit_create"),
    path("<int:pk>/edit/", changes.edit, name="unit_edit"),
    path("<int:pk>/offers/", changes.offers, name="unit_offers"),
    path("<int:pk>/copy/", changes.copy, name="unit_copy"),
    path("<int:pk>/move/", changes.move, name="unit_move"),
    path("<int:pk>/mode/", changes.mode, name="unit_mode"),
    path("<int:pk>/close/", changes.close, name="unit_close"),
]
