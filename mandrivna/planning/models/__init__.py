"""What people plan, explain and count by hand: `figures` of a year, `plans` as documents, their `history`."""

from mandrivna.planning.agenda.rows import AgendaLink, Due
from mandrivna.planning.board.rows import ItemNote, Tie
from mandrivna.planning.diary.rows import DiaryAddition, DiaryMonth
from mandrivna.planning.models.figures import HIGHEST, Explanation, ManualFigure, ManualPaper, PastFigure, Target, TargetRevision
from mandrivna.planning.models.history import PlanComment, PlanRevision, PlanVersion
from mandrivna.planning.models.plans import Abbreviation, Plan, PlanItem, PlanQuerySet, PlanStamp, Section
from mandrivna.planning.models.readings import PlanReading
from mandrivna.planning.reports.rows import Report, ReportText
from mandrivna.planning.states import State

__all__ = [
    "HIGHEST",
    "Abbreviation",
    "AgendaLink",
    "DiaryAddition",
    "DiaryMonth",
    "Due",
    "Explanation",
    "ItemNote",
    "ManualFigure",
    "ManualPaper",
    "PastFigure",
    "Plan",
    "PlanComment",
    "PlanItem",
    "PlanQuerySet", "PlanReading",
    "PlanRevision",
    "PlanStamp",
    "PlanVersion",
    "Report",
    "ReportText",
    "Section",
    "State",
    "Target",
    "TargetRevision",
    "Tie",
]  # fmt: skip
