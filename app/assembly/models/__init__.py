"""The citizens' assembly: minhoe, policies, the funnel of stages, the day, the agreement."""

from app.assembly.models.agreement import Agreement, Signature
from app.assembly.models.assembly import AnswerBody, Assembly, BodyKind, Category
from app.assembly.models.day import (
    AgendaItem,
    Attendee,
    Capacity,
    DayAgreement,
    DayQuestion,
    QuestionState,
)
from app.assembly.models.minhoe import Minhoe, MinhoePhoto, MinhoeState
from app.assembly.models.policy import Policy, PolicyMerge, PolicyState, PolicySupport
from app.assembly.models.sheets import Sheet, SheetCount, SheetEntry
from app.assembly.models.stages import Counted, Stage, StageKind, StageMethod, StageOption, StageSource, Taken

__all__ = [
    "AgendaItem", "Agreement", "AnswerBody", "Assembly", "Attendee", "BodyKind", "Capacity", "Category", "Counted",
    "DayAgreement", "DayQuestion", "Minhoe", "MinhoePhoto", "MinhoeState", "Policy", "PolicyMerge", "PolicyState",
    "PolicySupport", "QuestionState", "Sheet", "SheetCount", "SheetEntry", "Signature", "Stage", "StageKind",
    "StageMethod", "StageOption", "StageSource", "Taken",
]  # fmt: skip
