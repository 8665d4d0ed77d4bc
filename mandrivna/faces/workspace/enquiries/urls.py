from django.urls import path

from mandrivna.faces.workspace.enquiries import views

urlpatterns = [
    path("", views.listed, name="refusals"),
    path("add/", views.add, name="refusal_add"),
    path("<uuid:pk>/", views.one, name="refusal"),
    path("<uuid:pk>/answer/", views.answered, name="refusal_answer"),
]
