from django.urls import path

from mandrivna.faces.workspace.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("place/", views.choose_place, name="choose_place"),
]
