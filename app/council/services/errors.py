"""Why an entry of the bill or of the council is refused."""

from app.core.errors import N_, RuleError


class NotInBill(RuleError):
    code = "not_in_bill"
    sentence = N_("This project is not in the budget bill, so the council cannot have changed it.")


class NotChosen(RuleError):
    code = "not_chosen"
    sentence = N_("Only a project that was chosen can go into the bill.")


class AlreadyBeforeCouncil(RuleError):
    code = "already_before_council"
    sentence = N_("The council has already decided on this project. The bill can no longer be changed here.")


class ReasonNeeded(RuleError):
    code = "reason_needed"
    sentence = N_("Say in public why the project is left out of the bill.")
    field = "reason"


class SittingMissing(RuleError):
    code = "sitting_missing"
    sentence = N_("Enter the sitting first: which body decided, and when.")
    field = "sitting_id"


class SittingOfAnotherStage(RuleError):
    code = "sitting_of_another_stage"
    sentence = N_("That sitting belongs to another stage or another year.")
    field = "sitting_id"


class CouncilNotBegun(RuleError):
    code = "council_not_begun"
    sentence = N_("The council takes up the bill on %(opens_at)s. Decisions can be entered from then on.")


class DecidedInFuture(RuleError):
    code = "decided_in_future"
    sentence = N_("The time of the decision lies ahead.")
    field = "decided_at"


class BeforeThatStage(RuleError):
    code = "before_that_stage"
    sentence = N_("A later stage is already entered. Correct that one, or enter this with its own date before it.")
