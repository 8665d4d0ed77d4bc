from django.urls import path

from mandrivna.faces.workspace.shelves import views

urlpatterns = [
    path("", views.shelves, name="shelves"),
    path("<int:pk>/", views.shelf, name="shelf"),
    path("<int:pk>/visits/", views.visits, name="shelf_visits"),
    path("<int:pk>/visit/", views.one_more, name="shelf_visit"),
]
