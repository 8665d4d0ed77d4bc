from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "mandrivna.faces.bot"
    label = "bot"

    def ready(self) -> None:
        from mandrivna.faces.bot import way  # noqa: F401, PLC0415 - app registry
