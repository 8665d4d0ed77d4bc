"""Verbs of planning; imported at start-up so that the door knows them."""

from mandrivna.planning.actions import plans
from mandrivna.planning.actions.manual import record_manual
from mandrivna.planning.actions.past import record_past_figure
from mandrivna.planning.actions.targets import explain, set_target, set_targets
from mandrivna.planning.board.actions import (
    deliver,
    note_item,
    note_section,
    replan_tie,
    tie_all,
    tie_item,
    untie_item,
)
from mandrivna.planning.diary.actions import add_to_diary, close_diary_month, withdraw_from_diary

__all__ = [
    "add_to_diary", "close_diary_month", "deliver", "explain", "note_item", "note_section", "plans", "record_manual",
    "record_past_figure", "replan_tie", "set_target", "set_targets", "tie_all", "tie_item", "untie_item", "withdraw_from_diary",
]  # fmt: skip
