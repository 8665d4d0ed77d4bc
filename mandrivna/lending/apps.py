from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "mandrivna.lending"
    label = "lending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.lending import discrepancies, erasure, facts, merging, notices, opening, telling, terms, used  # noqa: F401, PLC0415 - app registry
        from mandrivna.lending.actions import (  # noqa: F401, PLC0415 - app registry
            checks,
            circulation,
            holds,
            moves,
            own,
            paper,
            rounds,
            self_service,
            shelf_visits,
            shelves,
            terminals,
            visits,
        )
