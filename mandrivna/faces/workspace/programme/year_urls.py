from django.urls import path

from mandrivna.faces.workspace.programme import year

urlpatterns = [
    path("year/<int:year>/", year.year, name="programme_year"),
]
