from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "mandrivna.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.planning import actions, checks, plan_arriving, sources  # noqa: F401, PLC0415 - app registry
        from mandrivna.planning.board import done  # noqa: F401, PLC0415 - app registry
        from mandrivna.planning.forms import checks as forms  # noqa: F401, PLC0415 - app registry
