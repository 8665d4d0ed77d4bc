from django.urls import include, path

urlpatterns = [
    path("", include("mandrivna.faces.public.urls")),
    path("look/", include("mandrivna.faces.look.urls")),
    path("work/", include("mandrivna.faces.workspace.urls")),
    path("api/", include("mandrivna.faces.api.urls")),
    path("accounts/", include("mandrivna.config.accounts")),
]
