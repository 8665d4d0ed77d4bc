"""The words of titles and authors, for «можливо, ви шукали». A cache of one process, made anew when the catalogue has grown."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from mandrivna.catalogue.models import Record
from mandrivna.shared.text.typos import Vocabulary

MOST_RECORDS = 20_000
LARGE, PATIENCE = 3_000, 60
"""Above so many records the vocabulary is not made anew more often than once in so many seconds."""


@dataclass
class _Kept:
    of: tuple[Any, ...] = ()
    made: float = 0.0
    vocabulary: Vocabulary | None = None


_kept = _Kept()


def vocabulary() -> Vocabulary:
    """Of the newest records. Whether it is still true is one cheap query; a correction is a change too."""
    state = Record.objects.aggregate(count=Count("pk"), newest=Max("changed_at"))
    of = (state["count"], state["newest"])
    fresh = _kept.of == of or (state["count"] > LARGE and time.monotonic() - _kept.made < PATIENCE)
    if _kept.vocabulary is None or not fresh:
        texts = Record.objects.order_by("-created_at").values_list("folded", flat=True)[:MOST_RECORDS]
        _kept.of, _kept.made, _kept.vocabulary = of, time.monotonic(), Vocabulary.of(texts.iterator())
    return _kept.vocabulary
