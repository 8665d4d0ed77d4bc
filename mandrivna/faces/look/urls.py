from django.urls import path

from mandrivna.faces.look import gallery, views

app_name = "look"
urlpatterns = [
    path("look/theme/", views.theme, name="theme"),
    path("look/term/", views.term, name="term"),
    path("gallery/", gallery.gallery, name="gallery"),
]
