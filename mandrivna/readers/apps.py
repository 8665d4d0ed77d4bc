from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "mandrivna.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.readers import arriving, discrepancies, erasure, facts, looks, movers, telling, terms  # noqa: F401, PLC0415 - app registry
        from mandrivna.readers.actions import merging  # noqa: F401, PLC0415 - app registry
