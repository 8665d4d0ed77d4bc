from django.urls import path

from mandrivna.faces.workspace.reminders import views

urlpatterns = [
    path("", views.listed, name="reminders"),
    path("<uuid:pk>/", views.reminded, name="reminded"),
]
