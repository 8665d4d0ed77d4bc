"""Verbs of planning; imported at start-up so that the door knows them."""

from mandrivna.planning.actions import plans
from mandrivna.planning.actions.manual import drop_manual_file, record_manual
from mandrivna.planning.actions.past import record_past_figure
from mandrivna.planning.actions.targets import explain, set_target, set_targets
from mandrivna.planning.agenda.actions import close_agenda, open_agenda
from mandrivna.planning.board.actions import (
    deliver,
    note_item,
    replan_tie,
    tie_all,
    tie_item,
    untie_item,
)
from mandrivna.planning.diary.actions import add_to_diary, close_diary_month, withdraw_from_diary
from mandrivna.planning.forms.actions import edit_form_row, fill_form, reopen_form, sign_form
from mandrivna.planning.forms.return_actions import (
    add_network_library,
    ask_returns,
    edit_network_library,
    fill_return,
    remind_returns,
    renew_return_link,
    reopen_return,
    revoke_return_link,
    save_return,
    send_return,
    set_return_status,
    sign_return,
)
from mandrivna.planning.reports.actions import make_report, publish_report, sign_report, withdraw_report, write_report_text

__all__ = [
    "add_network_library", "add_to_diary", "ask_returns", "close_agenda", "close_diary_month", "deliver", "drop_manual_file",
    "edit_form_row",
    "edit_network_library", "explain", "fill_form", "fill_return", "make_report", "note_item", "open_agenda", "plans",
    "publish_report", "record_manual", "record_past_figure", "remind_returns", "renew_return_link", "reopen_form",
    "reopen_return", "replan_tie", "revoke_return_link", "save_return", "send_return", "set_return_status", "set_target",
    "set_targets", "sign_form", "sign_report", "sign_return", "tie_all", "tie_item", "untie_item", "withdraw_from_diary",
    "withdraw_report", "write_report_text",
]  # fmt: skip
