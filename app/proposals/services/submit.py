"""Taking a proposal in: within the time, within the rules, once, under the next receipt number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.core.files import File
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.phases import require_open
from app.proposals.models import FileUse, Follow, Proposal, ProposalFile
from app.proposals.services import notices, people, reproposal
from app.proposals.services.contents import Content
from app.proposals.services.people import Person
from app.proposals.services.taking_in import Origin, take_in

MOST_FILES = 5


class TooManyFiles(RuleError):
    code = "too_many_files"
    sentence = N_("At most %(most)s files can be attached.")
    status = 422
    field = "files"


class EmailNotConfirmed(RuleError):
    code = "email_not_confirmed"
    sentence = N_("First confirm your e-mail address: answers will be sent there. Your text is saved.")


def submit_proposal(
    cycle: Cycle,
    content: Content,
    *,
    by: Any,
    submit_key: str,
    group_name: str = "",
    file_ids: Sequence[int] = (),
    co_proposers: Sequence[Person] = (),
    earlier: str = "",
) -> Proposal:
    """Submit a citizen's proposal and return it with its receipt number; the same ``submit_key`` is the same act.

    ``earlier`` is the receipt number of a proposal of an earlier year that this one proposes again.

    Raises ``PhaseClosed``, ``GuardianFirst``, ``EmailNotConfirmed`` or a ``ContentRefused``.
    """
    by_id, by_name = by.id, by.name
    with transaction():
        cycle = _locked_cycle(cycle.id)
        sent = submitted_under(submit_key)
        if sent is not None and sent.proposer_id == by_id:
            return sent
        require_open(cycle, PhaseKind.intake)
        people.require_guardian(by_id)
        if by.email_confirmed_at is None:
            raise EmailNotConfirmed()
        origin = Origin(proposer_id=by_id, proposer_name=group_name.strip() or by_name, submit_key=submit_key)
        proposal = take_in(cycle, content, origin, by=by)
        attach(proposal, file_ids, uploaded_by=by_id)
        people.invite(proposal, co_proposers, by=by)
        reproposal.link(proposal, earlier, by=by)
        db.session.add(Follow(proposal_id=proposal.id, account_id=by_id, since=clock.now()))
        notices.confirm_receipt(proposal)
    return proposal


def submitted_under(submit_key: str) -> Proposal | None:
    """Return the proposal that a form with this key has made before: a double click is one act."""
    return db.session.scalar(select(Proposal).where(Proposal.submit_key == submit_key))


def attach(
    proposal: Proposal, file_ids: Sequence[int], *, uploaded_by: int | None, use: FileUse = FileUse.attachment
) -> None:
    """Attach files that the person has sent herself, inside the caller's transaction."""
    if len(file_ids) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    for file_id in dict.fromkeys(file_ids):
        file = db.session.get(File, file_id)
        if file is None or file.uploaded_by != uploaded_by:
            raise NotFound()
        if db.session.get(ProposalFile, (proposal.id, file_id)) is None:
            db.session.add(ProposalFile(proposal_id=proposal.id, file_id=file_id, use=use))
    db.session.flush()
    db.session.expire(proposal, ["attachments"])


def _locked_cycle(cycle_id: int) -> Cycle:
    cycle = locked(Cycle, cycle_id)
    if cycle is None:
        raise NotFound()
    return cycle
