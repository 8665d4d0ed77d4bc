from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "mandrivna.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.catalogue import author_signs, facts, tasks  # noqa: F401, PLC0415 - app registry
        from mandrivna.catalogue.actions import batch, collections, covers, guide, headings, imports, quality, records, upkeep  # noqa: F401, PLC0415 - app registry
        from mandrivna.catalogue.copycat import targets  # noqa: F401, PLC0415 - app registry
        from mandrivna.catalogue.search import synonyms  # noqa: F401, PLC0415 - app registry
