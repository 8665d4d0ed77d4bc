"""Three pages of a printed plan for docs/tour.md: the plan of the tests is read from its file, saved and printed, as anybody would.

.venv/bin/python -m scripts.tour_plan
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests/fixtures/plans/d0.txt"
FOLDER = ROOT / "docs/tour"
PAGES = {"plan-cover": 0, "plan-contents": 2, "plan-table": 3}
INCH, QUALITY = 96, 80


def printed() -> list[bytes]:
    """Every page as a picture."""
    import typst  # noqa: PLC0415 - slow import

    from mandrivna.core.act import Act  # noqa: PLC0415 - app registry
    from mandrivna.core.actions.units import found_root  # noqa: PLC0415 - app registry
    from mandrivna.core.actor import SYSTEM  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Mode  # noqa: PLC0415 - app registry
    from mandrivna.planning.actions import plans  # noqa: PLC0415 - app registry
    from mandrivna.planning.plan_arriving import stage  # noqa: PLC0415 - app registry
    from mandrivna.planning.printing.paper import document  # noqa: PLC0415 - app registry
    from mandrivna.planning.reading.read import read  # noqa: PLC0415 - app registry
    from mandrivna.shared.ids import new_uid  # noqa: PLC0415 - slow import
    from mandrivna.shared.printing import pdf  # noqa: PLC0415 - slow import

    root = found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Обласна бібліотека", mode=Mode.TRAVELLING)
    found = read(SOURCE.read_bytes(), SOURCE.name)
    reading = stage(new_uid(), found, unit=root, by=None)
    plan = plans.save_reading(Act(actor=SYSTEM), reading=reading, year=2025, kind="annual", title=found.title)
    given = json.dumps(pdf._given(document(plan)), ensure_ascii=False)
    made = typst.compile(
        pdf.TEMPLATE.read_bytes(), format="png", ppi=INCH, ignore_system_fonts=True, sys_inputs={"document": given}
    )
    return list(made) if isinstance(made, list) else [made]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mandrivna-tour-") as data:
        os.environ["MANDRIVNA_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
        import django  # noqa: PLC0415 - slow import

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - app registry

        call_command("migrate", verbosity=0)
        pages = printed()
    for name, number in PAGES.items():
        picture = Image.open(io.BytesIO(pages[number])).convert("RGB")
        picture.save(FOLDER / f"{name}.webp", "WEBP", quality=QUALITY, method=6)
    print(f"Сторінок у плані: {len(pages)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
