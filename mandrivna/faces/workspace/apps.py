from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "mandrivna.faces.workspace"
    label = "workspace"

    def ready(self) -> None:
        from mandrivna.faces.workspace import menu  # noqa: PLC0415, F401 - app registry
        from mandrivna.faces.workspace.indicators import wiring  # noqa: PLC0415, F401 - app registry
