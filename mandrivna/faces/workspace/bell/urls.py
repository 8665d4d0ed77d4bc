from django.urls import path

from mandrivna.faces.workspace.bell import views

urlpatterns = [path("", views.bell, name="bell")]
