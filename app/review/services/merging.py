"""Similar proposals become one if those who proposed them agree; both texts stay, all keep the credit."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Account
from app.core import audit, clock, mail
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.cycles.models import PhaseKind
from app.cycles.services.phases import require_one_open
from app.proposals.models import Lineage, LineageKind, Proposal, Status
from app.proposals.services import lifecycle, notices
from app.proposals.services.notices import Notice
from app.review.models import MergeOffer

MERGE_IN = (PhaseKind.dept_review, PhaseKind.review)
CAN_MERGE = {Status.received, Status.in_review, Status.eligible, Status.amended}


class NotMergeable(RuleError):
    code = "not_mergeable"
    sentence = N_("%(receipt_no)s cannot be merged from where it stands now.")


class NotTogether(RuleError):
    code = "not_together"
    sentence = N_("Choose two different proposals of the same cycle.")
    field = "parent"


class OfferedAlready(RuleError):
    code = "offered_already"
    sentence = N_("Its proposers have been asked already and have not answered yet.")


class WhyMissing(RuleError):
    code = "why_missing"
    sentence = N_("Write the reason. Everyone concerned will read it.")
    field = "why"


class NotAsked(RuleError):
    code = "not_asked"
    sentence = N_("You have not been asked about this, or it has been settled.")
    status = 403


class NotMerged(RuleError):
    code = "not_merged"
    sentence = N_("This proposal is not merged into another.")


def offer(*, child_id: int, parent_id: int, why: str, by: Any) -> MergeOffer:
    """Ask the proposers whether ``child`` may go into ``parent``.

    Where nobody can be asked (no account, or one person proposed both) the office decides, with its reason.
    """
    with transaction():
        child, parent = _pair(child_id, parent_id)
        if not why.strip():
            raise WhyMissing()
        if open_offer(child.id) is not None:
            raise OfferedAlready()
        made = MergeOffer(
            child_id=child.id, parent_id=parent.id, why=why.strip(), offered_at=clock.now(),
            offered_by=by.id if by is not None else None,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        audit.record("merge.offer", of=("proposal", child.id), by=by, after={"into": parent.id}, why=made.why)
        _ask(made, child, parent)
        _merge_if_agreed(made, child, parent, by)
    return made


def answer(*, offer_id: int, agrees: bool, why: str = "", by: Any) -> MergeOffer:
    """Take a proposer's answer; the merge happens with the last agreement."""
    with transaction():
        asked = locked(MergeOffer, offer_id)
        if asked is None:
            raise NotFound()
        child, parent = locked(Proposal, asked.child_id), locked(Proposal, asked.parent_id)
        if by.id not in missing_answers(asked, child, parent):
            raise NotAsked()
        if not agrees:
            asked.refused_at, asked.refused_why = clock.now(), why.strip() or None
        else:
            if by.id == child.proposer_id:
                asked.child_agreed_at = clock.now()
            if by.id == parent.proposer_id:
                asked.parent_agreed_at = clock.now()
        audit.record(
            "merge.agree" if agrees else "merge.refuse", of=("proposal", child.id), by=by,
            after={"into": parent.id}, why=why.strip() or None,
        )  # fmt: skip
        if agrees:
            _merge_if_agreed(asked, child, parent, by)
    return asked


def split(*, child_id: int, why: str, by: Any) -> None:
    """Take a proposal out of a merge again: it is under review, and the lineage says that it was split off."""
    with transaction():
        child = locked(Proposal, child_id)
        if child is None:
            raise NotFound()
        if not why.strip():
            raise WhyMissing()
        link = db.session.scalar(
            select(Lineage).where(Lineage.child_id == child_id, Lineage.kind == LineageKind.merged_into)
        )
        if link is None or child.status is not Status.merged:
            raise NotMerged()
        require_one_open(child.cycle, MERGE_IN)
        link.kind, link.at, link.by, link.why = LineageKind.split_from, clock.now(), by.id if by else None, why.strip()
        lifecycle.move(child, Status.in_review, by=by, why=link.why)
        notices.tell(child, Notice.status, why=link.why, but=by, supporters=True)
        audit.record("merge.split", of=("proposal", child.id), by=by, before={"into": link.parent_id}, why=link.why)


def open_offer(child_id: int) -> MergeOffer | None:
    """Return the offer about a proposal that nobody has settled yet."""
    found = select(MergeOffer).where(
        MergeOffer.child_id == child_id, MergeOffer.merged_at.is_(None), MergeOffer.refused_at.is_(None)
    )
    return db.session.scalar(found)


def offers_to(account_id: int) -> list[MergeOffer]:
    """Return the questions that a proposer has not answered yet."""
    child, parent = aliased(Proposal), aliased(Proposal)
    found = (
        select(MergeOffer)
        .join(child, child.id == MergeOffer.child_id)
        .join(parent, parent.id == MergeOffer.parent_id)
        .where(MergeOffer.merged_at.is_(None), MergeOffer.refused_at.is_(None))
        .where(
            or_(
                (child.proposer_id == account_id) & MergeOffer.child_agreed_at.is_(None),
                (parent.proposer_id == account_id) & MergeOffer.parent_agreed_at.is_(None),
            )
        )
        .options(*(joinedload(side).joinedload(Proposal.current) for side in (MergeOffer.child, MergeOffer.parent)))
        .order_by(MergeOffer.offered_at)
    )
    return list(db.session.scalars(found))


def missing_answers(asked: MergeOffer, child: Proposal, parent: Proposal) -> set[int]:
    """Return the accounts whose agreement is missing; none where the office decides alone."""
    if asked.merged_at is not None or asked.refused_at is not None or child.proposer_id == parent.proposer_id:
        return set()
    wanted = ((child.proposer_id, asked.child_agreed_at), (parent.proposer_id, asked.parent_agreed_at))
    return {account_id for account_id, agreed_at in wanted if account_id is not None and agreed_at is None}


def _pair(child_id: int, parent_id: int) -> tuple[Proposal, Proposal]:
    found = {key: locked(Proposal, key) for key in sorted({child_id, parent_id})}
    child, parent = found[child_id], found[parent_id]
    if child is None or parent is None:
        raise NotFound()
    if child_id == parent_id or child.cycle_id != parent.cycle_id:
        raise NotTogether()
    for proposal in (child, parent):
        if proposal.status not in CAN_MERGE:
            raise NotMergeable(receipt_no=proposal.receipt_no)
    require_one_open(child.cycle, MERGE_IN)
    return child, parent


def _ask(offer: MergeOffer, child: Proposal, parent: Proposal) -> None:
    """Write to those whose agreement is missing."""
    for account_id in sorted(missing_answers(offer, child, parent)):
        account = db.session.get_one(Account, account_id)
        mail.write(
            account.email, locale=account.locale, subject=N_("May two proposals become one? (%(receipt_no)s)"),
            body=N_(
                "%(name)s,\n\nthe office thinks that “%(child)s” and “%(parent)s” belong together: %(why)s\n\n"
                "Both texts and all names stay. Nothing changes without your answer:\n\n%(link)s"
            ),
            name=account.name, child=child.current.title, parent=parent.current.title, why=offer.why,
            receipt_no=child.receipt_no, link=mail.address(f"/my/merges/{offer.id}", account.locale),
        )  # fmt: skip


def _merge_if_agreed(asked: MergeOffer, child: Proposal, parent: Proposal, by: Any) -> None:
    if missing_answers(asked, child, parent):
        return
    _pair(child.id, parent.id)
    asked.merged_at = clock.now()
    link = db.session.get(Lineage, (child.id, parent.id))
    if link is None:
        link = Lineage(child_id=child.id, parent_id=parent.id)
        db.session.add(link)
    link.kind, link.at, link.by, link.why = LineageKind.merged_into, asked.merged_at, asked.offered_by, asked.why
    lifecycle.move(child, Status.merged, by=by, why=asked.why)
    for proposal in (child, parent):
        notices.tell(proposal, Notice.merged, why=asked.why, but=by, supporters=True)
