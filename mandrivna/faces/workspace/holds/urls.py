from django.urls import path

from mandrivna.faces.workspace.holds import views

urlpatterns = [
    path("", views.listed, name="holds"),
    path("<uuid:pk>/set-aside/", views.aside, name="hold_aside"),
    path("<uuid:pk>/cancel/", views.cancel, name="hold_cancel"),
]
