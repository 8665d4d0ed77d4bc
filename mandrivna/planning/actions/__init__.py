"""Verbs of planning; imported at start-up so that the door knows them."""

from mandrivna.planning.actions import plans
from mandrivna.planning.actions.manual import record_manual
from mandrivna.planning.actions.past import record_past_figure
from mandrivna.planning.actions.targets import explain, set_target, set_targets
from mandrivna.planning.board.actions import (
    deliver,
    note_item,
    replan_tie,
    tie_all,
    tie_item,
    untie_item,
)
from mandrivna.planning.diary.actions import add_to_diary, close_diary_month, withdraw_from_diary
from mandrivna.planning.reports.actions import make_report, publish_report, sign_report, withdraw_report, write_report_text

__all__ = [
    "add_to_diary", "close_diary_month", "deliver", "explain", "make_report", "note_item", "plans", "publish_report",
    "record_manual", "record_past_figure", "replan_tie", "set_target", "set_targets", "sign_report", "tie_all", "tie_item",
    "untie_item", "withdraw_from_diary", "withdraw_report", "write_report_text",
]  # fmt: skip
