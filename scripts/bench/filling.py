"""A copy to every record of a bare library, by bundles: `python -m scripts.bench.filling FOLDER`.

So a library of a million stands ready for its readers soon; what an import of copies costs is measured by itself.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from scripts.bench.importing import environment

BUNDLE, DAYS = 5_000, 2_000
FIRST = dt.date(2020, 1, 1)


def main() -> int:
    os.environ |= environment(sys.argv[1]) | {"MANDRIVNA_LOG_LEVEL": "warning"}
    import django  # noqa: PLC0415 - slow import

    django.setup()
    from django.db import transaction  # noqa: PLC0415 - app registry

    from mandrivna.catalogue import rows  # noqa: PLC0415 - app registry
    from mandrivna.catalogue.models import Record  # noqa: PLC0415 - app registry
    from mandrivna.core.models import Kind, Unit  # noqa: PLC0415 - app registry
    from mandrivna.core.outbox.upkeep import look_again  # noqa: PLC0415 - app registry
    from mandrivna.fund.models import Copy, State  # noqa: PLC0415 - app registry
    from mandrivna.shared.ids import new_uid  # noqa: PLC0415 - app registry

    owner = Unit.objects.get(kind=Kind.INSTITUTION)
    shelves = list(Unit.objects.filter(kind=Kind.SHELF).values_list("pk", flat=True))

    def copies() -> Iterator[dict[str, Any]]:
        known = Record.objects.order_by("pk").values_list("pk", "language", "material")
        for number, (record, language, material) in enumerate(list(known), 1):
            place = shelves[number % len(shelves)]
            yield {
                "uid": new_uid(), "record_id": record, "inventory_number": number, "barcode": f"9{number:09}", "home_id": place,
                "place_id": place, "received_on": FIRST + dt.timedelta(days=number % DAYS), "language": language,
                "material": material,
            }  # fmt: skip

    began, made = time.perf_counter(), 0
    for bundle in rows.bundles(copies(), BUNDLE):
        with transaction.atomic():
            rows.put(Copy, bundle, owner_id=owner.pk, state=State.AVAILABLE)
        made += len(bundle)
    with transaction.atomic():
        Record.objects.update(copies=1, available=1)
    look_again()
    print(json.dumps({"copies": made, "seconds": round(time.perf_counter() - began)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
