"""Verbs about plans as documents."""

from mandrivna.planning.actions.plans_copying import copy_plan, take_row
from mandrivna.planning.actions.plans_making import edit_plan, make_plan, set_abbreviations
from mandrivna.planning.actions.plans_parts import add_part, edit_part, move_part, remove_part, set_columns
from mandrivna.planning.actions.plans_reading import save_reading
from mandrivna.planning.actions.plans_rows import add_row, edit_row, link_row, move_row, paste_cells, remove_row, write_cell
from mandrivna.planning.actions.plans_states import agree_plan, approve_plan, keep_version, run_plan
from mandrivna.planning.actions.plans_talk import comment_plan, solve_comment
from mandrivna.planning.actions.plans_undo import undo_plan

__all__ = [
    "add_part", "add_row", "agree_plan", "approve_plan", "comment_plan", "copy_plan", "edit_part", "edit_plan", "edit_row",
    "keep_version", "link_row", "make_plan", "move_part", "move_row", "paste_cells", "remove_part", "remove_row", "run_plan",
    "save_reading", "set_abbreviations", "set_columns", "solve_comment", "take_row", "undo_plan", "write_cell",
]  # fmt: skip
