from django.urls import path

from mandrivna.faces.look import views

app_name = "look"
urlpatterns = [path("theme/", views.theme, name="theme")]
