"""Entering for somebody what came on paper, by post, fax or e-mail, with the scan of the original."""

from collections.abc import Sequence
from typing import Any

from app.core.db import locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.phases import require_open
from app.proposals.models import Channel, FileUse, Proposal
from app.proposals.services import submit
from app.proposals.services.contents import Content
from app.proposals.services.taking_in import Origin, take_in

BY_PROXY = (Channel.paper, Channel.post, Channel.fax, Channel.email, Channel.visit, Channel.dong_office)


class ProposerMissing(RuleError):
    code = "proposer_missing"
    sentence = N_("Write who proposes it: a name, a group, or “anonymous”.")
    status = 422
    field = "proposer_name"


class ScanMissing(RuleError):
    code = "scan_missing"
    sentence = N_("Attach the scan of the original.")
    status = 422
    field = "scans"


def enter_by_proxy(
    cycle: Cycle,
    content: Content,
    *,
    by: Any,
    channel: Channel,
    proposer_name: str,
    scan_ids: Sequence[int],
    submit_key: str,
) -> Proposal:
    """Take in what came on another way than the web, under the next receipt number; who entered it is on record."""
    if not proposer_name.strip():
        raise ProposerMissing()
    if not scan_ids:
        raise ScanMissing()
    with transaction():
        locked_cycle = locked(Cycle, cycle.id)
        if locked_cycle is None:
            raise NotFound()
        earlier = submit.submitted_under(submit_key)
        if earlier is not None:
            return earlier
        require_open(locked_cycle, PhaseKind.intake)
        origin = Origin(
            channel=Channel(channel), proposer_name=proposer_name.strip(), entered_by=by, submit_key=submit_key
        )
        proposal = take_in(locked_cycle, content, origin, by=by)
        submit.attach(proposal, scan_ids, uploaded_by=by.id, use=FileUse.scan)
    return proposal
