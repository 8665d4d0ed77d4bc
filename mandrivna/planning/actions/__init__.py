"""Verbs of planning; imported at start-up so that the door knows them."""

from mandrivna.planning.actions.manual import record_manual
from mandrivna.planning.actions.past import record_past_figure
from mandrivna.planning.actions.targets import explain, set_target, set_targets

__all__ = ["explain", "record_manual", "record_past_figure", "set_target", "set_targets"]
