"""Drawing without a canvas: elements as escaped text, the width of words as one can guess it without a font."""

from __future__ import annotations

from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

LETTER = 0.6
"""Width of an average Ukrainian letter of a humane sans, in parts of its size; a little generous."""
NARROW_LETTERS = frozenset(" .,:;!|'’ії()[]1-–…")
ELLIPSIS = "…"


def el(name: str, *children: Any, **attributes: Any) -> SafeString:
    """`el("text", "А < Б", class_="x", text_anchor="end")`; an attribute that is None is left out."""
    listed = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{conditional_escape(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(conditional_escape(child) for child in children)
    return mark_safe(f"<{name}{listed}>{inner}</{name}>" if inner else f"<{name}{listed}/>")  # noqa: S308 - every part escaped


def number(value: Any) -> Any:
    """A length with two digits at most; anything else as it is."""
    if not isinstance(value, float):
        return value
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def together(*parts: Any) -> SafeString:
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308 - every part escaped


def width_of(text: str, size: float) -> float:
    return sum(LETTER * (0.6 if sign in NARROW_LETTERS else 1.25 if sign in "жшщюмфЖШЩЮМФ—%" else 1) for sign in text) * size


def shortened(text: str, size: float, room: float) -> str:
    """As much of it as fits, with an ellipsis where it was cut; the whole stands in a title and in the table."""
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept + ELLIPSIS, size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,.;:–—-") + ELLIPSIS if kept else ""


def wrapped(text: str, size: float, room: float, lines: int = 2) -> list[str]:
    """At most `lines` lines broken between words; the last one is shortened."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or width_of(longer, size) <= room or len(found) == lines:
            found[-1] = longer
        else:
            found.append(word)
    return [shortened(line, size, room) for line in found if line]
