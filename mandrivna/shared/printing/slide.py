"""A chart as a picture for a slide: 1920 × 1080, light, in the letters of the house.

The drawing comes with its colours written in: nothing of a page's style sheets reaches it. All words come from the caller.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from mandrivna.shared.printing.document import clean

TEMPLATE = Path(__file__).with_name("slide.typ")
FONTS = Path(__file__).with_name("fonts")
FAMILY: Final = "Commissioner"
WIDTH, HEIGHT = 1920, 1080


@dataclass(frozen=True)
class Sample:
    """One entry of the legend: a drawing `width` × 16 and its name."""

    svg: str
    width: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Slide:
    """`about`: whose chart it is and of which days; `told`: the sentence that says what the chart shows."""

    language: str
    title: str
    about: str
    told: str
    svg: str
    legend: Sequence[Sample] = ()
    foot: str = ""


def write(slide: Slide) -> bytes:
    import typst  # noqa: PLC0415 - slow import

    given = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(slide).items()}
    inputs = {"slide": json.dumps(given, ensure_ascii=False), "width": str(WIDTH), "height": str(HEIGHT)}
    fonts: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True}
    made = typst.compile(TEMPLATE.read_bytes(), format="png", ppi=72, sys_inputs=inputs, **fonts)
    return bytes(made[0] if isinstance(made, list) else made)
