"""A room's squashed migration anew, from the state at the end of its old ones: docs/adr/0015.

    python -m scripts.squash programme planning    writes 0001_squashed_<last>.py of each and removes the squash before it

Worth it when a fresh base has become slow. What depends on a squash is put to the old name at its end first; nothing else changes.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
django.setup()

from django.apps import apps  # noqa: E402 - the settings have to stand
from django.db.migrations import CreateModel, Migration  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.writer import MigrationWriter  # noqa: E402

from mandrivna.core.tables import CreateTables  # noqa: E402

if TYPE_CHECKING:
    from django.db.migrations.state import ModelState, ProjectState

Key = tuple[str, str]
SQUASHED = re.compile(r"(?<=['\"])0001_squashed_([0-9a-z_]+)(?=['\"])")


def old_migrations(loader: MigrationLoader, room: str) -> list[Migration]:
    """Of the room, in their order, without squashes."""
    return [
        loader.disk_migrations[key]
        for key in sorted(loader.disk_migrations)
        if key[0] == room and not loader.disk_migrations[key].replaces
    ]


def needs(old: list[Migration], room: str) -> list[Key]:
    """What the old ones need of other rooms, by its old name: the latest of each."""
    latest: dict[str, str] = {}
    for migration in old:
        for app, name in migration.dependencies:
            if app not in (room, "__setting__") and name != "__first__":
                latest[app] = max(name, latest.get(app, ""), key=reaches)
    return sorted(latest.items())


def reaches(name: str) -> str:
    """How far a migration leads, a squash by its last."""
    return name.rpartition("squashed_")[2]


def tables_of(state: ProjectState, room: str) -> list[ModelState]:
    """In the order they were made, each behind what it leads to within the room."""
    waiting = [model for (app, _), model in state.models.items() if app == room]
    done: list[ModelState] = []
    while waiting:
        names = {model.name_lower for model in waiting}
        ready = next((model for model in waiting if not own_keys(model, room) & (names - {model.name_lower})), waiting[0])
        waiting.remove(ready)
        done.append(ready)
    return done


def own_keys(model: ModelState, room: str) -> set[str]:
    targets = (str(getattr(field.remote_field, "model", "")) for field in model.fields.values() if field.remote_field)
    return {target.split(".")[-1].lower() for target in targets if target.lower().startswith(f"{room}.")}


def by_old_names(folder: Path) -> None:
    """Django writes the name of a squash into the next migration; the old one at its end says the same place, and outlives it."""
    for path in folder.glob("0[0-9]*.py"):
        if not path.name.startswith("0001_squashed_"):
            text = path.read_text()
            path.write_text(SQUASHED.sub(r"\1", text))


def squash(room: str) -> Path:
    folder = Path(apps.get_app_config(room).path) / "migrations"
    by_old_names(folder)
    loader = MigrationLoader(None, replace_migrations=False)
    old = old_migrations(loader, room)
    last = old[-1].name
    state = loader.project_state((room, last))
    if any(migration.run_before for migration in old):
        sys.exit(f"{room}: run_before")
    tables = [
        CreateModel(model.name, list(model.fields.items()), options_of(model), model.bases, model.managers)
        for model in tables_of(state, room)
    ]
    about = {
        "replaces": [(room, migration.name) for migration in old],
        "initial": True,
        "dependencies": needs(old, room),
        "operations": [CreateTables(tables)],
    }
    made: Migration = type("Migration", (Migration,), about)(f"0001_squashed_{last}", room)
    for before in folder.glob("0001_squashed_*.py"):
        before.unlink()
    path = folder / f"{made.name}.py"
    path.write_text(MigrationWriter(made, include_header=False).as_string())
    return path


def options_of(model: ModelState) -> dict[str, object]:
    """As CreateModel is written: what is empty by itself is not said."""
    return {name: value for name, value in model.options.items() if value or name not in ("indexes", "constraints")}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(squash(name))
