"""What the number under a barcode says: which of the numbers of a publication it is, or that it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import ean, issn
from stdnum.exceptions import ValidationError

from mandrivna.catalogue.problems import normal_isbn

ISBN, ISSN, WRONG, GOODS, ADDRESS, OTHER = "isbn", "issn", "wrong", "goods", "address", "other"
LONGEST = 200
_ADDRESS = re.compile(r"/catalogue/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/", re.IGNORECASE)
_NAMED = re.compile(r"\s*IS[BS]N(?:-1[03])?\s*:?", re.IGNORECASE)


@dataclass(frozen=True)
class Code:
    kind: str
    value: str


def read_code(text: str) -> Code:
    """An ISBN in thirteen digits and an ISSN with its hyphen; a number that does not check stays as it was printed."""
    if found := _ADDRESS.search(text):
        return Code(ADDRESS, found[1].lower())
    text = _NAMED.sub("", text[:LONGEST], count=1).strip()
    bare = re.sub(r"[\s-]", "", text).upper()
    if isbn := normal_isbn(bare):
        return Code(ISBN, isbn)
    if serial := _issn(bare):
        return Code(ISSN, serial)
    if re.fullmatch(r"97[89]\d{10}|\d{9}[\dX]", bare):
        return Code(WRONG, text)
    return Code(GOODS if len(bare) == 13 and ean.is_valid(bare) else OTHER, text)


def _issn(bare: str) -> str:
    """A journal's barcode carries its ISSN without the check digit, between 977 and the number of the issue."""
    if len(bare) == 13 and bare.startswith("977") and ean.is_valid(bare):
        bare = bare[3:10] + issn.calc_check_digit(bare[3:10])
    try:
        return str(issn.format(issn.validate(bare)))
    except ValidationError:
        return ""
