from django.urls import path

from mandrivna.faces.workspace.programme import call_people, calls

urlpatterns = [
    path("calls/", calls.listed, name="calls"),
    path("calls/add/", calls.add, name="call_add"),
    path("calls/<uuid:pk>/", calls.one, name="call"),
    path("calls/<uuid:pk>/edit/", calls.edit, name="call_edit"),
    path("calls/<uuid:pk>/step/<slug:to>/", calls.step, name="call_step"),
    path("calls/<uuid:pk>/judge/", calls.judge, name="call_judge"),
    path("calls/<uuid:pk>/applications/", call_people.applications, name="call_applications"),
    path("calls/<uuid:pk>/jury/", call_people.jury, name="call_jury"),
    path("calls/<uuid:pk>/badges/", call_people.badges, name="call_badges"),
    path("applications/<uuid:pk>/", call_people.application, name="application"),
    path("applications/<uuid:pk>/withdraw/", call_people.withdraw, name="application_withdraw"),
    path("applications/<uuid:pk>/told/", call_people.application_told, name="application_told"),
    path("applications/files/<uuid:pk>/", call_people.application_file, name="application_file"),
    path("judge/files/<uuid:pk>/", call_people.judge_file, name="call_judge_file"),
    path("jurors/<uuid:pk>/end/", call_people.juror_end, name="juror_end"),
]
