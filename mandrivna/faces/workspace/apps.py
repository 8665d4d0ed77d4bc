from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "mandrivna.faces.workspace"
    label = "workspace"

    def ready(self) -> None:
        from mandrivna.faces.workspace import menu, pages  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.agenda import wiring as agenda  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.bell import wiring as bell  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.board import wiring as board  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.counts import wiring as counts  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.diary import wiring as diary  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.enquiries import wiring as enquiries  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.forms import wiring as forms  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.holds import views as holds  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.indicators import wiring  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.intake import wiring as intake  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.plans import wiring as plans  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.programme import wiring as programme  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.reminders import views as reminders  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.reports import wiring as reports  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.search import recent, sources  # noqa: F401, PLC0415 - app registry
        from mandrivna.faces.workspace.terminals import views as terminals  # noqa: F401, PLC0415 - app registry
