from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "mandrivna.faces.public"
    label = "public"

    def ready(self) -> None:
        from mandrivna.faces.public import answer_letters, letters, signup_letters  # noqa: F401, PLC0415 - app registry
