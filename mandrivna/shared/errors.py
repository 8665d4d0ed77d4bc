"""An error without its message: messages carry people's data (`Key (name)=(…) already exists`), classes and lines do not."""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def error_class(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def frames(error: BaseException, limit: int = 12) -> list[str]:
    """`file:line function` from the outside in; neither the message nor the values. The causes come first."""
    lines: list[str] = []
    if error.__cause__ is not None:
        lines += [*frames(error.__cause__, limit // 2), f"→ {error_class(error)}"]
    for frame in traceback.extract_tb(error.__traceback__)[-limit:]:
        lines.append(f"{_short(frame.filename)}:{frame.lineno} {frame.name}")
    return lines


def _short(name: str) -> str:
    path = Path(name)
    if path.is_relative_to(ROOT):
        path = path.relative_to(ROOT)
    parts = path.parts
    return "/".join(parts[parts.index("site-packages") + 1 :]) if "site-packages" in parts else str(path)
