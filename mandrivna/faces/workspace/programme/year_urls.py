from django.urls import path

from mandrivna.faces.workspace.programme import dates, year

urlpatterns = [
    path("dates/", dates.dates, name="programme_dates"),
    path("dates/<slug:code>/<int:year>/", dates.draft, name="programme_date"),
    path("series/<uuid:pk>/stop/", dates.stop, name="series_stop"),
    path("year/<int:year>/", year.year, name="programme_year"),
]
