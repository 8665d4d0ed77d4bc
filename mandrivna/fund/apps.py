from django.apps import AppConfig


class FundConfig(AppConfig):
    name = "mandrivna.fund"
    label = "fund"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.fund import erasure, facts, giving, labelling, opening  # noqa: F401, PLC0415 - app registry
        from mandrivna.fund.actions import arrivals, copies, donors, gifts, signing, withdrawing  # noqa: F401, PLC0415 - app registry
