from mandrivna.lending.models.channels import ChannelMonth, SiteDay, SiteSalt, SiteSeen, VisitTap
from mandrivna.lending.models.eloans import ELoan, ELoanQuerySet, Licence, LicenceQuerySet
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
from mandrivna.lending.models.needs import HubNeed, NeedQuerySet
from mandrivna.lending.models.paper import CODE_DIGITS, Sheet, SheetLine
from mandrivna.lending.models.reminders import Reminder
from mandrivna.lending.models.rounds import Carried, Round, RoundQuerySet, Stop
from mandrivna.lending.models.shelves import Photo, Shelf, new_shelf_code, pretty_code, tidy_code
from mandrivna.lending.models.terminals import Terminal, TerminalQuerySet
from mandrivna.lending.models.visits import Checked, Pick, ShelfCheck, ShelfVisit, ShelfVisitQuerySet

__all__ = [
    "CODE_DIGITS",
    "Carried",
    "ChannelMonth",
    "Checked",
    "ELoan",
    "ELoanQuerySet",
    "Event",
    "Hold",
    "HoldQuerySet",
    "HubNeed",
    "Licence",
    "LicenceQuerySet",
    "Loan",
    "LoanQuerySet",
    "NeedQuerySet",
    "Photo",
    "Pick",
    "Read",
    "Remembering",
    "Reminder",
    "Round",
    "RoundQuerySet",
    "Sheet",
    "SheetLine",
    "Shelf",
    "ShelfCheck",
    "ShelfVisit",
    "ShelfVisitQuerySet",
    "SiteDay",
    "SiteSalt",
    "SiteSeen",
    "Stop",
    "Terminal",
    "TerminalQuerySet",
    "VisitCount",
    "VisitTap",
    "new_shelf_code",
    "pretty_code",
    "tidy_code",
]
