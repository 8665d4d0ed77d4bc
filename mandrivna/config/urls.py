from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("mandrivna.faces.public.served")),
    path("", include("mandrivna.faces.look.urls")),
    path("work/", include("mandrivna.faces.workspace.urls")),
    path("api/", include("mandrivna.faces.api.urls")),
    path("accounts/", include("mandrivna.config.accounts")),
    path("telegram/", include("mandrivna.faces.bot.urls")),
    *i18n_patterns(path("", include("mandrivna.faces.public.urls")), prefix_default_language=False),
]
handler404 = "mandrivna.faces.public.pages.not_found"
