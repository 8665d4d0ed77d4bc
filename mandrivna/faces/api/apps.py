from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "mandrivna.faces.api"
    label = "api"
