from django.urls import path

from mandrivna.faces.workspace.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("invite/", views.staff, name="start_staff"),
    path("skip/", views.skip, name="start_skip"),
    path("sample/load/", views.load_sample, name="sample_load"),
    path("sample/remove/", views.remove_sample, name="sample_remove"),
    path("<slug:code>/", views.step, name="start_step"),
]
