from django.urls import path

from mandrivna.faces.workspace.search import views

urlpatterns = [path("", views.everything, name="search")]
