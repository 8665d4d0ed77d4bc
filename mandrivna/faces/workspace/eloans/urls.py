from django.urls import path

from mandrivna.faces.workspace.eloans import views

urlpatterns = [
    path("add/<uuid:pk>/", views.add, name="licence_add"),
    path("<uuid:pk>/", views.licence, name="licence"),
    path("<uuid:pk>/edit/", views.edit, name="licence_edit"),
    path("<uuid:pk>/end/", views.end, name="licence_end"),
    path("<uuid:pk>/lend/", views.lend, name="licence_lend"),
    path("loans/<uuid:pk>/end/", views.give_back, name="eloan_end"),
]
