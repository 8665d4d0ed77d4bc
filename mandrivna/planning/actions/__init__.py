"""Verbs of planning; imported at start-up so that the door knows them."""

from mandrivna.planning.actions import plans
from mandrivna.planning.actions.manual import record_manual
from mandrivna.planning.actions.past import record_past_figure
from mandrivna.planning.actions.targets import explain, set_target, set_targets
from mandrivna.planning.diary.actions import add_to_diary, close_diary_month, withdraw_from_diary

__all__ = [
    "add_to_diary", "close_diary_month", "explain", "plans", "record_manual", "record_past_figure", "set_target", "set_targets",
    "withdraw_from_diary",
]  # fmt: skip
