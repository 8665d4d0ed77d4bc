from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "mandrivna.faces.look"
    label = "look"

    def ready(self) -> None:
        from mandrivna.faces.look import letters  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.look.refusals import speak_humanely  # noqa: PLC0415 - app registry

        speak_humanely()
