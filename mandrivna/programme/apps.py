from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "mandrivna.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.programme import erasure, facts, merging, reminding, signup_notices, telling, terms  # noqa: F401, PLC0415 - app registry
        from mandrivna.programme.actions import counting, doors, events, series, signups  # noqa: F401, PLC0415 - app registry
