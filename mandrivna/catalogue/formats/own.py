"""What of a description concerns this library alone: copies, prices, givers, who worked on it. It stays here when records are
given to colleagues; the whole catalogue leaves with it only by the command."""

from __future__ import annotations

from mandrivna.catalogue.formats.columns import OWN
from mandrivna.catalogue.formats.kept import KEPT
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc

STAYS = {
    MARC21: frozenset({"541", "561", "562", "563", "583", "850", "852", "853", "863", "876", "877", "878"}),
    UNIMARC: frozenset({"316", "317", "318", "345", "852"}),
    IRBIS: frozenset({"907", "910", "940", "999"}),
}
"""Acquisition, ownership, actions taken, holdings; of ІРБІС also who worked on the record and how often it was lent."""
TABLE = "csv"
"""Columns of a table that we know no field for: what stands there only its owner knows."""
TRAVELS = frozenset({KEPT, OWN, "908"})
"""Fields of 9XX that describe the book: what another scheme said, our own words of its kind, the author's sign."""


def is_own(scheme: str, tag: str) -> bool:
    """59X and 9XX of MARC 21 and 9XX of UNIMARC are local by definition; of ІРБІС they are the format itself. 899 has held copies
    in all of them."""
    if tag in TRAVELS:
        return False
    if scheme == TABLE:
        return True
    if tag in STAYS.get(scheme, ()) or (scheme != IRBIS and tag.startswith("9")):
        return True
    return tag == "899" or (scheme == MARC21 and tag.startswith("59"))


def without_own(marc: Marc) -> Marc:
    """Also without what another scheme said of it and 992 has kept."""
    return Marc(marc.scheme, marc.leader, [one for one in marc.fields if not _own(marc.scheme, one)])


def _own(scheme: str, field: Field) -> bool:
    return is_own(field.get("2"), field.get("t")) if field.tag == KEPT else is_own(scheme, field.tag)
