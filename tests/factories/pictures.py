"""Small pictures as people send them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **about: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (31, 111, 120, 128)[: len(mode)]).save(out, kind, **about)
    return out.getvalue()
