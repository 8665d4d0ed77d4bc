from django.urls import path

from mandrivna.faces.workspace.home import place, views

urlpatterns = [
    path("", views.home, name="home"),
    path("place/", place.place, name="place"),
    path("place/choose/", place.choose_place, name="choose_place"),
]
