"""The ranked list of a subcommittee: weighted means as exact fractions, none dropped, safety first as a rule."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.committee.models import Body, ScoreSheet, Seat
from app.committee.services import bodies, recusal, screening, tie_order
from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Criterion, Cycle, PhaseKind
from app.cycles.services import phases
from app.proposals.models import Proposal, Version
from app.proposals.services import amounts

HUNDRED = 100


class ScoresSealed(RuleError):
    code = "scores_sealed"
    sentence = N_("Scores are shown once screening has closed, on %(closes_at)s.")
    status = 404


@dataclass(frozen=True)
class Standing:
    """One proposal in the ranked list. Scores are of 100."""

    place: int
    proposal: Proposal
    cost_won: int
    scores: tuple[Fraction, ...]  # one a scorer, lowest first
    by_criterion: dict[int, Fraction]  # mean points
    due: int  # members who were to score it: the subcommittee without those who stepped aside
    missing: int  # of those, without a score
    opinions: tuple[str, ...]

    @property
    def mean(self) -> Fraction | None:
        return sum(self.scores, Fraction(0)) / len(self.scores) if self.scores else None

    @property
    def spread(self) -> Fraction | None:
        return self.scores[-1] - self.scores[0] if self.scores else None


def weighted(given: dict[int, int], criteria: Sequence[Criterion]) -> Fraction:
    """Return one sheet's score of 100: each criterion's points of its most, by weight."""
    whole = sum(criterion.weight for criterion in criteria)
    shares = (Fraction(c.weight * given[c.id], c.points) for c in criteria)
    return sum(shares, Fraction(0)) * HUNDRED / whole


def require_shown(cycle: Cycle) -> None:
    """Raise ``ScoresSealed`` before screening has closed by the clock: nobody sees a score until then."""
    phase = phases.phase_of(cycle, PhaseKind.screening)
    if phase is None:
        raise phases.PhaseNotPlanned()
    if clock.now() < phase.closes_at:
        raise ScoresSealed(closes_at=phase.closes_at)


def ranked(cycle: Cycle, part: Body) -> list[Standing]:
    """Return the ranked list of a subcommittee. Raises ``ScoresSealed`` before the close.

    Safety proposals stand first where the plan says so (operating ordinance, art. 15(9)); then by weighted mean,
    equal means by the published tie order; a proposal without any score stands last of its group.
    """
    require_shown(cycle)
    proposals = _proposals(cycle, part)
    seats = _scorers(cycle, part)
    sheets = _sheets_that_count(cycle, seats, proposals)
    interests = recusal.interests_of([seat.id for seat in seats], cycle.id)
    rows = []
    for proposal in proposals:
        counted = sheets[proposal.id]
        due = {seat.id for seat in seats if proposal.id not in interests.get(seat.id, {})}
        rows.append(_standing(proposal, counted, due, cycle.criteria))
    return _placed(cycle, rows)


def _standing(
    proposal: Proposal, sheets: Sequence[ScoreSheet], due: set[int], criteria: Sequence[Criterion]
) -> Standing:
    points = [{row.criterion_id: row.given for row in sheet.points} for sheet in sheets]
    latest = amounts.latest(proposal)
    return Standing(
        place=0,
        proposal=proposal,
        cost_won=latest.amount_won if latest else 0,
        scores=tuple(sorted(weighted(given, criteria) for given in points)),
        by_criterion={c.id: Fraction(sum(p[c.id] for p in points), len(points)) for c in criteria} if points else {},
        due=len(due),
        missing=len(due - {sheet.seat_id for sheet in sheets}),
        opinions=tuple(sorted(sheet.opinion for sheet in sheets if sheet.opinion)),
    )


def _placed(cycle: Cycle, rows: list[Standing]) -> list[Standing]:
    def key(row: Standing) -> tuple[object, ...]:
        later = cycle.safety_first and not row.proposal.safety
        mean = row.mean
        return later, mean is None, -(mean or 0), tie_order.key(cycle.tie_order, row.proposal, row.cost_won)

    return [replace(row, place=place) for place, row in enumerate(sorted(rows, key=key), 1)]


def _proposals(cycle: Cycle, part: Body) -> Sequence[Proposal]:
    query = screening.screened_by(part, cycle, screening.RANKED)
    return db.session.scalars(
        query.options(joinedload(Proposal.current).joinedload(Version.field), selectinload(Proposal.amounts))
    ).all()


def _scorers(cycle: Cycle, part: Body) -> list[Seat]:
    """Return who sat in the subcommittee when screening closed."""
    phase = phases.phase_of(cycle, PhaseKind.screening)
    seats = bodies.seats_in_force(bodies.committee_of(cycle), phase.closes_at if phase else clock.now())
    return [seat for seat in seats if seat.subcommittee_id == part.id]


def _sheets_that_count(
    cycle: Cycle, seats: Sequence[Seat], proposals: Sequence[Proposal]
) -> dict[int, list[ScoreSheet]]:
    """Return the sheets by proposal, without those of members who turned out to have an interest."""
    query = (
        select(ScoreSheet)
        .where(ScoreSheet.proposal_id.in_([p.id for p in proposals]))
        .options(selectinload(ScoreSheet.points))
    )
    sheets = db.session.scalars(query).all()
    interests = recusal.interests_of({sheet.seat_id for sheet in sheets}, cycle.id)
    found: dict[int, list[ScoreSheet]] = defaultdict(list)
    for sheet in sheets:
        if sheet.proposal_id not in interests.get(sheet.seat_id, {}):
            found[sheet.proposal_id].append(sheet)
    return found
