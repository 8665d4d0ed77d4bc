from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "mandrivna.lending"
    label = "lending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.lending import (  # noqa: F401, PLC0415 - app registry
            channels,
            discrepancies,
            erasure,
            facts,
            merging,
            notices,
            opening,
            telling,
            terms,
            used,
        )
        from mandrivna.lending.actions import (  # noqa: F401, PLC0415 - app registry
            channel_months,
            checks,
            circulation,
            eloans,
            holds,
            moves,
            needs,
            own,
            paper,
            reminding,
            rounds,
            self_service,
            shelf_visits,
            shelves,
            site,
            terminals,
            visits,
        )
