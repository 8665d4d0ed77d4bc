from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "mandrivna.faces.api"
    label = "api"

    def ready(self) -> None:
        from mandrivna.faces.api import rights  # noqa: F401, PLC0415 - app registry
