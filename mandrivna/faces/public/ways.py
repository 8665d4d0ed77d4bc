"""Ways through the catalogue without a question: each is a page of its own and stands beside the others."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

WAYS = (
    ("authors", gettext_lazy("Автори")),
    ("subjects", gettext_lazy("Теми")),
    ("classes", gettext_lazy("Галузі знань")),
    ("collections", gettext_lazy("Добірки")),
    ("local", gettext_lazy("Краєзнавство")),
    ("guide", gettext_lazy("Ресурси в мережі")),
)


def ways() -> list[tuple[str, Any, str]]:
    return [(name, label, reverse(f"public:{name}")) for name, label in WAYS]
