from django.urls import include, path, re_path

from mandrivna.faces.public import health, own, views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("my/", include("mandrivna.faces.public.account.urls")),
    path("health/", health.health, name="health"),
    path("metrics/", health.metrics, name="metrics"),
    re_path(r"^logo/(?P<digest>[0-9a-f]{64})\.webp$", own.logo, name="logo"),
    re_path(r"^accent/(?P<light>[0-9a-f]{6})-(?P<dark>[0-9a-f]{6})\.css$", own.accent, name="accent"),
]
