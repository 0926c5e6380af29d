"""A deliberation panel: its question, surveys, members, learning, two days, votes and report."""

from app.panels.models.days import (
    Attendance,
    Item,
    ItemKind,
    PanelQuestion,
    QuestionAgreement,
    QuestionState,
    TableModerator,
    TableNote,
    TablePlan,
    TableSeat,
)
from app.panels.models.learning import AdviserNote, Material, MaterialKind, Reading
from app.panels.models.members import Contact, ContactOutcome, Panelist, PanelistState
from app.panels.models.opinions import (
    ClosingCount,
    OpinionMap,
    Statement,
    StatementAnswer,
    StatementState,
)
from app.panels.models.panel import DecisionRule, Design, Panel, PanelPart, PanelRole, Side, Stance
from app.panels.models.surveys import Respondent, Survey, SurveyAnswer, SurveyMode, SurveyQuestion

__all__ = [
    "AdviserNote", "Attendance", "ClosingCount", "Contact", "ContactOutcome", "DecisionRule",
    "Design", "Item", "ItemKind", "Material", "MaterialKind", "OpinionMap", "Panel", "PanelPart", "PanelQuestion", "PanelRole",
    "Panelist", "PanelistState", "QuestionAgreement", "QuestionState", "Reading", "Respondent", "Side", "Stance",
    "Statement", "StatementAnswer", "StatementState", "Survey", "SurveyAnswer", "SurveyMode", "SurveyQuestion",
    "TableModerator", "TableNote", "TablePlan", "TableSeat",
]  # fmt: skip
