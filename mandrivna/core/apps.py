from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "mandrivna.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.core import checks, collation, erasure_requests, roles, tasks  # noqa: F401, PLC0415 - app registry
        from mandrivna.core.actions import discrepancies, erasure, invitations, outbox, staff, units  # noqa: F401, PLC0415 - app registry
        from mandrivna.core.actions import erasure_requests as answers  # noqa: F401, PLC0415 - app registry

        collation.install()
