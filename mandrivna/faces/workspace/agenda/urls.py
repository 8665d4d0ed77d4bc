from django.urls import path

from mandrivna.faces.workspace.agenda import link, views

urlpatterns = [
    path("", views.agenda_page, name="work_agenda"),
    path("month/", views.month_page, name="work_agenda_month"),
    path("year/", views.year_page, name="work_agenda_year"),
    path("calendar/", link.link, name="work_agenda_link"),
    path("<int:plan>/as/<str:kind>/", views.paper, name="work_agenda_paper"),
]
