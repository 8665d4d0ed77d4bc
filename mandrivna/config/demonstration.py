"""Filling an empty database with the demonstration; what it consists of is `config.demo`'s business."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType

from mandrivna.config.words import gettext as _
from mandrivna.core.models import Unit


def _module() -> ModuleType | None:
    try:
        return importlib.import_module("mandrivna.config.demo")
    except ModuleNotFoundError as error:
        if error.name != "mandrivna.config.demo":
            raise
        return None  # a build without the demonstration


def load_once(progress: Callable[[str], None]) -> bool:
    """True if it was loaded now. Never into a database that has a unit already: it may be somebody's own."""
    module = _module()
    if module is None or Unit.objects.exists():
        return False
    progress(_("Наповнюю демонстраційну бібліотеку…"))
    module.load(progress)
    return True


def sign_ins() -> list[dict[str, str]]:
    module = _module()
    return list(module.sign_ins()) if module else []
