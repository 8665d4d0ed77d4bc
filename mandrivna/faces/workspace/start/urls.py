from django.urls import path

from mandrivna.faces.workspace.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("invite/", views.staff, name="start_staff"),
    path("skip/", views.skip, name="start_skip"),
    path("<slug:code>/", views.step, name="start_step"),
]
