from django.urls import path

from mandrivna.faces.workspace.enquiries import talks, views

urlpatterns = [
    path("", views.listed, name="refusals"),
    path("talks/", talks.listed, name="talks"),
    path("talks/<uuid:pk>/", talks.one, name="talk"),
    path("talks/<uuid:pk>/reply/", talks.replied, name="talk_reply"),
    path("talks/<uuid:pk>/end/", talks.ended, name="talk_end"),
    path("add/", views.add, name="refusal_add"),
    path("<uuid:pk>/", views.one, name="refusal"),
    path("<uuid:pk>/answer/", views.answered, name="refusal_answer"),
]
