from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "mandrivna.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.readers import discrepancies, erasure, facts, telling  # noqa: F401, PLC0415 - app registry
        from mandrivna.readers.actions import enrolment, erasure_requests, pins  # noqa: F401, PLC0415 - app registry
