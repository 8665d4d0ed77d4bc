from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "mandrivna.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.programme import facts, terms  # noqa: F401, PLC0415 - app registry
        from mandrivna.programme.actions import counting, events, series  # noqa: F401, PLC0415 - app registry
