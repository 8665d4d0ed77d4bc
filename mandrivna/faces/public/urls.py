from django.urls import path

from mandrivna.faces.public import health, views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("health/", health.health, name="health"),
    path("metrics/", health.metrics, name="metrics"),
]
