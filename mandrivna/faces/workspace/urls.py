"""The staff's screens. Each package of screens brings its own list of paths."""

from django.urls import include, path

from mandrivna.faces.workspace import views

app_name = "workspace"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("mandrivna.faces.workspace.staff.urls")),
    path("indicators/", include("mandrivna.faces.workspace.indicators.urls")),
]
