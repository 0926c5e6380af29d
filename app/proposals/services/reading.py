"""Who may read the files of proposals: attachments are public, scans of paper are for the office."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.files import File, register_reader
from app.core.permissions import Permission, allowed
from app.cycles.models import Cycle
from app.cycles.services.scope import place_of
from app.proposals.models import FileUse, Proposal, ProposalFile


@register_reader
def files_of_proposals(file: File, account: Any) -> bool:
    """A scan shows a signature and an address; a hidden proposal hides its files with it."""
    held = (
        select(ProposalFile)
        .where(ProposalFile.file_id == file.id)
        .options(joinedload(ProposalFile.proposal).joinedload(Proposal.cycle).joinedload(Cycle.place))
    )
    return any(_may_read(row, account) for row in db.session.scalars(held))


def _may_read(held: ProposalFile, account: Any) -> bool:
    if held.use is FileUse.scan:
        return _holds(account, Permission.enter_by_proxy, held.proposal)
    if held.proposal.hidden_at is not None:
        return _holds(account, Permission.moderate, held.proposal)
    return True


def _holds(account: Any, permission: Permission, proposal: Proposal) -> bool:
    return account is not None and allowed(account.grants_in_force, permission, place_of(proposal.cycle))
