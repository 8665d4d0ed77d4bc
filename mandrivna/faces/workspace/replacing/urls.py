from django.urls import path

from mandrivna.faces.workspace.intake import book
from mandrivna.faces.workspace.replacing import acts, views

urlpatterns = [
    path("", acts.listed, name="replacements"),
    path("book/", book.left, name="departures"),
    path("copy/<uuid:pk>/", views.bring, name="replace"),
    path("<uuid:pk>/", acts.one, name="replacement"),
    path("<uuid:pk>/sign/", acts.sign, name="replacement_sign"),
    path("<uuid:pk>/act.<slug:form>", acts.paper_file, name="replacement_file"),
]
