from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "mandrivna.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.ledger import checks, seal, sources, tasks  # noqa: F401, PLC0415 - app registry

        post_migrate.connect(seal.install, dispatch_uid="ledger.seal")
