from mandrivna.lending.models.loans import (
    Event,
    Hold,
    HoldQuerySet,
    Loan,
    LoanQuerySet,
    Read,
    Remembering,
    VisitCount,
)
from mandrivna.lending.models.shelves import Shelf, new_shelf_code, pretty_code, tidy_code

__all__ = [
    "Event",
    "Hold",
    "HoldQuerySet",
    "Loan",
    "LoanQuerySet",
    "Read",
    "Remembering",
    "Shelf",
    "VisitCount",
    "new_shelf_code",
    "pretty_code",
    "tidy_code",
]
