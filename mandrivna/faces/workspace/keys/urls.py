from django.urls import path

from mandrivna.faces.workspace.keys import views

urlpatterns = [path("", views.keys, name="keys")]
