"""Copies for a file that another system will read: with all that the former system said of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from mandrivna.catalogue.formats.described import Holding
from mandrivna.catalogue.formats.holdings import AS_IT_WAS
from mandrivna.catalogue.holdings import GIVERS
from mandrivna.fund.models import Copy, State
from mandrivna.fund.opening import GIVEN, OLD_BARCODE, PENDING

STATUS = {State.ON_LOAN: "loaned", State.WITHDRAWN: "withdrawn", State.CHECK: AS_IT_WAS}


def give(records: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Holding]]:
    """The withdrawn as well, and said to be so: the other system may still think they stand."""
    found: dict[uuid.UUID, list[Holding]] = {}
    rows = Copy.objects.filter(record__in=list(records)).select_related("place").order_by("inventory_number", "uid")
    for copy in rows:
        found.setdefault(copy.record_id, []).append(_holding(copy))
    return found


def _holding(copy: Copy) -> Holding:
    """The former system's own name of the place, as long as the copy stands where the import put it."""
    said = {name: str(text) for name, text in copy.extra.items()}
    at_home = copy.place_id == copy.home_id
    return Holding(
        inventory=copy.inventory_text or str(copy.inventory_number or ""),
        barcode=said.get(OLD_BARCODE) or ("" if copy.barcode.startswith(PENDING) else copy.barcode),
        shelf=said.get("shelf", copy.place.name) if at_home else copy.place.name,
        call_number=said.get("call_number", ""),
        received=copy.received_on.isoformat(),
        price=said.get("price", ""),
        status=STATUS.get(State(copy.state), ""),
        tag=said.get("tag", ""),
        given=GIVEN in said,
        extra={code: text for code, text in said.items() if len(code) == 1},
    )


GIVERS.add("fund", give)
