"""Where a proposal stands, and which step leads where: the only place that sets a status."""

from typing import Any

from app.core import audit
from app.core.errors import N_, RuleError
from app.proposals.models import Proposal, Status

S = Status
VERDICTS = {S.eligible, S.amended, S.ineligible, S.already_done, S.other_agency}
COUNCIL = {S.unchanged, S.partly_cut, S.zeroed, S.increased}
PROGRESS = {S.on_track, S.push_needed, S.carried_over, S.done}
ON_BALLOT_OUTCOMES = {S.selected, S.just_missed, S.not_selected}

STEPS: dict[Status, set[Status]] = {
    S.received: {S.in_review, S.withdrawn, S.merged},
    S.in_review: {S.withdrawn, S.merged} | VERDICTS,
    S.eligible: {S.in_review, S.merged, S.screened_out, S.on_ballot} | VERDICTS,
    S.amended: {S.in_review, S.merged, S.screened_out, S.on_ballot} | VERDICTS,
    S.ineligible: {S.in_review} | VERDICTS,  # by an appeal
    S.already_done: {S.in_review} | VERDICTS,
    S.other_agency: {S.in_review} | VERDICTS,
    S.merged: {S.in_review},  # taken out of the merge again
    S.on_ballot: set(ON_BALLOT_OUTCOMES) | {S.screened_out},
    S.selected: {S.in_bill, S.left_out},
    S.in_bill: {S.left_out} | COUNCIL,
    S.left_out: {S.in_bill},
    **dict.fromkeys(COUNCIL, COUNCIL | PROGRESS | {S.in_bill}),  # in_bill: an import is undone
    **{status: PROGRESS | {S.settled} for status in PROGRESS},
}


class StepNotPossible(RuleError):
    code = "step_not_possible"
    sentence = N_("From where this proposal stands now, that step is not possible.")


def move(proposal: Proposal, to: Status, *, by: Any = None, why: str | None = None) -> None:
    """Set the status inside the caller's transaction, on record. Raises ``StepNotPossible``."""
    if to == proposal.status:
        return
    if to not in STEPS.get(proposal.status, set()):
        raise StepNotPossible(before=proposal.status, to=to)
    before, proposal.status = proposal.status, to
    audit.record("proposal.move", of=("proposal", proposal.id), by=by, before=before, after=to, why=why)
