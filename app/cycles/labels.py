"""The words of a cycle's codes, one table each; translated where they are shown."""

from app.core.errors import N_
from app.cycles.models import PhaseKind, SelectionRule

PHASES: dict[PhaseKind, str] = {
    PhaseKind.intake: N_("Intake"),
    PhaseKind.dept_review: N_("Department review"),
    PhaseKind.review: N_("Committee review"),
    PhaseKind.screening: N_("Screening"),
    PhaseKind.selection: N_("Selection"),
    PhaseKind.bill: N_("Budget bill"),
    PhaseKind.council: N_("City council"),
    PhaseKind.execution: N_("Execution"),
    PhaseKind.settlement: N_("Settlement"),
}

RULES: dict[SelectionRule, str] = {
    SelectionRule.rank_and_fill: N_("Most votes first, while the pot and the ceilings last"),
    SelectionRule.majority_each: N_("Yes or no to each; a majority is needed, then most votes first"),
}

TIE_STEPS: dict[str, str] = {
    "safety": N_("prevents accidents"),
    "min_cost": N_("costs less"),
    "max_cost": N_("costs more"),
    "receipt_no": N_("came in earlier"),
}
