"""Changing one's own proposal until intake closes, and taking it back."""

from collections.abc import Sequence
from typing import Any

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.cycles.models import PhaseKind
from app.cycles.services.phases import require_open
from app.proposals.models import FileUse, Proposal, Stage, Status
from app.proposals.services import contents, lifecycle, notices, people
from app.proposals.services.amounts import append_amount, at_stage
from app.proposals.services.contents import Content
from app.proposals.services.notices import Notice
from app.proposals.services.people import Person
from app.proposals.services.submit import MOST_FILES, TooManyFiles, attach


class NotToBeEdited(RuleError):
    code = "not_to_be_edited"
    sentence = N_("This proposal can no longer be edited: it stands elsewhere now.")


def edit_proposal(
    proposal: Proposal,
    content: Content,
    *,
    by: Any,
    revision: int,
    why: str = "",
    file_ids: Sequence[int] = (),
    co_proposers: Sequence[Person] = (),
) -> Proposal:
    """Append a version to one's own proposal. ``revision`` is the one that the form was filled from.

    ``file_ids`` are all that shall be attached from now on. Raises ``EditedByAnother``, ``PhaseClosed``,
    ``NotToBeEdited`` or a ``ContentRefused``; then nothing is changed.
    """
    with transaction():
        proposal = _own(proposal.id, by)
        require_open(proposal.cycle, PhaseKind.intake)
        if proposal.status is not Status.received:
            raise NotToBeEdited()
        if proposal.revision != revision:
            raise EditedByAnother()
        contents.check(proposal.cycle, content)
        _keep_files(proposal, file_ids, by.id)
        people.invite(proposal, co_proposers, by=by)
        if content != contents.content_of(proposal.current):
            _write(proposal, content, by, why)
    return proposal


def _write(proposal: Proposal, content: Content, by: Any, why: str) -> None:
    before = proposal.current.number
    version = contents.write_version(proposal, content, by=by, why=why)
    asked = at_stage(proposal.amounts, Stage.asked)
    if asked is None or asked.amount_won != content.asked_won:
        append_amount(
            proposal, Stage.asked, content.asked_won, decided_by=proposal.proposer_name, by=by,
            reason=why.strip() or N_("Changed by the proposer"),
        )  # fmt: skip
    audit.record("proposal.edited", of=("proposal", proposal.id), by=by, before=before, after=version.number, why=why)
    notices.tell(proposal, Notice.version, why=why, but=by)


def _keep_files(proposal: Proposal, file_ids: Sequence[int], by_id: int) -> None:
    """Attach the new files and let go of those that are not kept; scans of the office stay."""
    attached = {kept.file_id: kept for kept in proposal.attachments if kept.use is FileUse.attachment}
    if len(set(file_ids)) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    for file_id, kept in attached.items():
        if file_id not in file_ids:
            db.session.delete(kept)
    attach(proposal, [file_id for file_id in file_ids if file_id not in attached], uploaded_by=by_id)


def withdraw_proposal(proposal: Proposal, *, by: Any, why: str = "") -> Proposal:
    """Take one's own proposal back; it stays on record and its number is not given again."""
    with transaction():
        proposal = _own(proposal.id, by)
        lifecycle.move(proposal, Status.withdrawn, by=by, why=why)
        notices.tell(proposal, Notice.withdrawn, why=why, but=by)
    return proposal


def may_edit(proposal: Proposal) -> bool:
    """Say whether the proposer can edit now, for the page; the act itself asks again."""
    try:
        require_open(proposal.cycle, PhaseKind.intake)
    except RuleError:
        return False
    return proposal.status is Status.received


def may_withdraw(proposal: Proposal) -> bool:
    return Status.withdrawn in lifecycle.STEPS.get(proposal.status, set())


def _own(proposal_id: int, by: Any) -> Proposal:
    proposal = locked(Proposal, proposal_id)
    if proposal is None:
        raise NotFound()
    people.require_proposer(proposal, by)
    return proposal
