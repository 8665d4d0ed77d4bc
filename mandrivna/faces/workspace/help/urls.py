from django.urls import path

from mandrivna.faces.workspace.help import views

urlpatterns = [
    path("", views.contents, name="help"),
    path("img/<str:name>", views.picture, name="help_picture"),
    path("<slug:slug>/", views.page, name="help_page"),
]
