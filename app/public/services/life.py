"""The whole life of one proposal, from the records that tell it."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.city.models import Place
from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle
from app.proposals.models import (
    Amount,
    Comment,
    CoProposer,
    CostLine,
    FileUse,
    Follow,
    Lineage,
    LineageKind,
    Proposal,
    ProposalFile,
    ReasonCode,
    Support,
    Version,
)
from app.proposals.services.amounts import history
from app.proposals.services.support import supporters
from app.public.services import answers
from app.public.services.answers import Answer, Score


@dataclass(frozen=True)
class Entry:
    """One stage of the amount history: the amount that counts, its reason in words, and what was corrected."""

    amount: Amount
    reason: ReasonCode | None
    corrected: list[Amount]


@dataclass(frozen=True)
class Relative:
    """Another proposal that belongs to this one; ``came_first`` where this one goes back to it or into it."""

    kind: LineageKind
    came_first: bool
    slug: str
    number: int
    title: str
    why: str


@dataclass(frozen=True)
class Life:
    """Everything that is public about one proposal; amounts in won, times aware UTC."""

    proposal: Proposal
    cycle: Cycle
    version: Version
    versions: int
    supports: int
    comments: int
    supported: bool  # by the reader
    followed: bool
    co_proposers: str | None
    amounts: list[Entry]
    answers: list[Answer]
    scores: list[Score]
    cost_lines: list[CostLine]
    files: list[ProposalFile]
    relatives: list[Relative]


def life_of(slug: str, number: int, reader_id: int | None = None) -> Life:
    """Return a proposal's life by its cycle and number; ``reader_id`` is who reads it. Raises ``NotFound``."""
    query = _query(reader_id).where(Cycle.slug == slug, Proposal.number == number)
    found = db.session.execute(query).unique().one_or_none()
    if found is None:
        raise NotFound()
    proposal, versions, supports, comments, supported, followed, co_proposers, relatives = found
    told = answers.answers_of(proposal)
    return Life(
        proposal=proposal,
        cycle=proposal.cycle,
        version=proposal.current,
        versions=versions,
        supports=supports,
        comments=comments,
        supported=bool(supported),
        followed=bool(followed),
        co_proposers=co_proposers,
        amounts=_amounts(proposal.id),
        answers=told,
        scores=answers.scores_of(proposal) if any(answer.kind == "screened" for answer in told) else [],
        cost_lines=proposal.current.cost_lines,
        files=[used for used in proposal.attachments if used.use is not FileUse.scan],
        relatives=_relatives(proposal.id) if relatives else [],
    )


def _query(reader_id: int | None):  # type: ignore[no-untyped-def]
    """Select the proposal with what has few rows of its own, all at once."""

    def count(model, *where):  # type: ignore[no-untyped-def]
        return select(func.count()).select_from(model).where(*where).scalar_subquery()

    agreed = select(func.aggregate_strings(CoProposer.name, ", ")).where(
        CoProposer.proposal_id == Proposal.id, CoProposer.consented_at.is_not(None)
    )
    version = joinedload(Proposal.current)
    return (
        select(
            Proposal,
            count(Version, Version.proposal_id == Proposal.id),
            supporters(Proposal.id),
            count(Comment, Comment.proposal_id == Proposal.id),
            count(Support, Support.proposal_id == Proposal.id, Support.account_id == reader_id),
            count(Follow, Follow.proposal_id == Proposal.id, Follow.account_id == reader_id),
            agreed.scalar_subquery(),
            count(Lineage, or_(Lineage.child_id == Proposal.id, Lineage.parent_id == Proposal.id)),
        )
        .join(Proposal.cycle)
        .options(
            joinedload(Proposal.cycle),
            joinedload(Proposal.source),
            joinedload(Proposal.attachments).joinedload(ProposalFile.file),
            version.joinedload(Version.cost_lines),
            version.joinedload(Version.type),
            version.joinedload(Version.field),
            version.joinedload(Version.place).joinedload(Place.parent),
        )
    )


def _amounts(proposal_id: int) -> list[Entry]:
    query = (
        select(Amount, ReasonCode)
        .outerjoin(ReasonCode, ReasonCode.code == Amount.reason_code)
        .options(joinedload(Amount.source), joinedload(Amount.document))
        .where(Amount.proposal_id == proposal_id)
        .order_by(Amount.id)
    )
    found = db.session.execute(query).all()
    reasons = {amount.id: reason for amount, reason in found}
    counting = history([amount for amount, _ in found])
    return [
        Entry(
            entry, reasons[entry.id], [other for other, _ in found if other.stage is entry.stage and other is not entry]
        )
        for entry in counting
    ]


def cost_lines(version_ids: list[int | None]) -> dict[int, list[CostLine]]:
    """Return the cost lines of these versions, in their order, by the version's id."""
    query = select(CostLine).where(CostLine.version_id.in_(version_ids))
    found: dict[int, list[CostLine]] = {}
    for line in db.session.scalars(query.order_by(CostLine.version_id, CostLine.position)):
        found.setdefault(line.version_id, []).append(line)
    return found


def _relatives(proposal_id: int) -> list[Relative]:
    other = or_(
        and_(Lineage.child_id == proposal_id, Proposal.id == Lineage.parent_id),
        and_(Lineage.parent_id == proposal_id, Proposal.id == Lineage.child_id),
    )
    query = (
        select(Lineage, Cycle.slug, Proposal.number, Version.title)
        .join(Proposal, other)
        .join(Cycle, Cycle.id == Proposal.cycle_id)
        .join(Version, Version.id == Proposal.current_id)
        .order_by(Lineage.at)
    )
    return [
        Relative(row.kind, row.child_id == proposal_id, slug, number, title, row.why)
        for row, slug, number, title in db.session.execute(query)
    ]


def versions_of(proposal: Proposal) -> list[tuple[Version, list[CostLine]]]:
    """Return every version of a proposal with its cost lines, the first one first."""
    query = (
        select(Version)
        .options(joinedload(Version.type), joinedload(Version.field), joinedload(Version.place))
        .where(Version.proposal_id == proposal.id)
        .order_by(Version.number)
    )
    found = list(db.session.scalars(query))
    lines = cost_lines([version.id for version in found])
    return [(version, lines.get(version.id, [])) for version in found]
