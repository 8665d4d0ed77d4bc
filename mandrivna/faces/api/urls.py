from django.urls import path

from mandrivna.faces.api import operations

app_name = "api"
urlpatterns = [
    path("v1/operations", operations.send, name="operations"),
    path("v1/operations/<uuid:uid>", operations.outcome, name="operation"),
]
