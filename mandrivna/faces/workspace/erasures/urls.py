from django.urls import path

from mandrivna.faces.workspace.erasures import views

urlpatterns = [
    path("", views.listed, name="erasures"),
    path("<uuid:pk>/", views.one, name="erasure"),
    path("<uuid:pk>/confirm/", views.confirm, name="erasure_confirm"),
    path("<uuid:pk>/complete/", views.complete, name="erasure_complete"),
    path("<uuid:pk>/refuse/", views.refuse, name="erasure_refuse"),
]
