"""The words of a cycle's codes, one table each; translated where they are shown."""

from app.core.errors import N_
from app.cycles.models import BallotForm, OnMisfit, PhaseKind, PlanSection, SelectionRule

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

BALLOTS: dict[BallotForm, str] = {
    BallotForm.yes_no_each: N_("Yes or no to each proposal"),
    BallotForm.pick_k: N_("Pick a number of proposals"),
}

MISFITS: dict[OnMisfit, str] = {
    OnMisfit.skip: N_("Go on with the next that fits"),
    OnMisfit.stop: N_("Stop there"),
}

SECTIONS: dict[PlanSection, str] = {
    PlanSection.basics: N_("Body, year and money"),
    PlanSection.types: N_("Types and ceilings"),
    PlanSection.fields: N_("Fields"),
    PlanSection.exclusions: N_("What may not be proposed"),
    PlanSection.criteria: N_("Screening criteria"),
    PlanSection.verdicts: N_("Verdicts of the departments"),
    PlanSection.phases: N_("Times"),
    PlanSection.selection: N_("Vote and selection"),
}

COLUMNS: dict[str, str] = {
    "place_code": N_("Body"),
    "budget_year": N_("Budget year"),
    "pot_won": N_("Pot"),
    "notice_days": N_("Days of notice before intake"),
    "support_threshold": N_("Supports at which the office must answer"),
    "intro_ko": N_("Introduction (Korean)"),
    "intro_en": N_("Introduction (English)"),
    "name_ko": N_("Name (Korean)"),
    "name_en": N_("Name (English)"),
    "ceiling_won": N_("Ceiling of one project"),
    "help_ko": N_("Question (Korean)"),
    "help_en": N_("Question (English)"),
    "help": N_("Question"),
    "weight": N_("Weight"),
    "points": N_("Most points"),
    "goes_on": N_("Goes on to the committee"),
    "needs_exclusion": N_("Needs an exclusion rule"),
    "opens_at": N_("Opens"),
    "closes_at": N_("Closes"),
    "ballot_form": N_("Ballot"),
    "picks": N_("Picks of one member"),
    "rule": N_("Selection rule"),
    "on_misfit": N_("What does not fit the pot"),
    "minimum_share_percent": N_("Minimum share of votes, in percent"),
    "tie_order": N_("Equal votes are decided by"),
    "safety_first": N_("Safety is examined first"),
}

ACTIONS: dict[str, str] = {
    "cycle.open": N_("Cycle opened for writing"),
    "plan.draft": N_("Plan written"),
    "plan.discard": N_("Unpublished changes thrown away"),
    "plan.publish": N_("Plan published"),
}
