"""Copies, and how they come: donors, gifts, and the way of each copy from a box to its shelf."""

from mandrivna.fund.models.arrivals import Arrival, Way
from mandrivna.fund.models.copies import CONFIRMED, TRANSITIONS, VOID, Copy, CopyQuerySet, NumberSeries, Opening, State
from mandrivna.fund.models.gifts import Donor, DonorKind, Gift, GiftPhoto, GiftState, YearSeries
from mandrivna.fund.models.replacing import LEFT_BECAUSE, ReplacedWhy, Replacement, ReplacementState
from mandrivna.fund.models.withdrawing import WITHDRAWAL_STEPS, Leaving, Withdrawal, WithdrawalState

__all__ = [
    "CONFIRMED",
    "LEFT_BECAUSE",
    "TRANSITIONS",
    "VOID",
    "WITHDRAWAL_STEPS",
    "Arrival",
    "Copy",
    "CopyQuerySet",
    "Donor",
    "DonorKind",
    "Gift",
    "GiftPhoto",
    "GiftState",
    "Leaving",
    "NumberSeries",
    "Opening",
    "ReplacedWhy",
    "Replacement",
    "ReplacementState",
    "State",
    "Way",
    "Withdrawal",
    "WithdrawalState",
    "YearSeries",
]
