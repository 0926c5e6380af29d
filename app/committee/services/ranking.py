"""The ranked list of a subcommittee: weighted means as exact fractions, none dropped, safety first as a rule."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.committee.models import Body, Points, ScoreSheet
from app.committee.services import bodies, recusal, screening, tie_order
from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Criterion, Cycle, Phase, PhaseKind
from app.cycles.services import phases
from app.cycles.services.phases import phase_in
from app.proposals.models import Proposal, Version
from app.proposals.services import amounts

HUNDRED = 100


class ScoresSealed(RuleError):
    code = "scores_sealed"
    sentence = N_("Scores are shown once screening has closed, on %(closes_at)s.")
    status = 404


@dataclass(frozen=True)
class Sheet:
    """What one member gave to one proposal: points by criterion."""

    seat_id: int
    given: dict[int, int]
    opinion: str


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


def weighted(given: Mapping[int, int], criteria: Sequence[Criterion]) -> Fraction:
    """Return one sheet's score of 100: each criterion's points of its most, by weight."""
    whole = sum(criterion.weight for criterion in criteria)
    shares = (Fraction(c.weight * given[c.id], c.points) for c in criteria)
    return sum(shares, Fraction(0)) * HUNDRED / whole


def require_shown(cycle: Cycle) -> Phase:
    """Return the screening phase once it is over; raise ``ScoresSealed`` before screening has closed by the clock: nobody sees a score until then."""
    phase = phase_in(cycle, PhaseKind.screening)
    if phase is None:
        raise phases.PhaseNotPlanned()
    if clock.now() < phase.closes_at:
        raise ScoresSealed(closes_at=phase.closes_at)
    return phase


def ranked(cycle: Cycle, part: Body) -> list[Standing]:
    """Return the ranked list of a subcommittee. Raises ``ScoresSealed`` before the close.

    Safety proposals stand first where the plan says so (operating ordinance, art. 15(9)); then by weighted mean,
    equal means by the published tie order; a proposal without any score stands last of its group.
    """
    phase = require_shown(cycle)
    proposals = _proposals(cycle, part)
    seats = bodies.seats_of_part(part, phase.closes_at)  # who sat in it when screening closed
    sheets = _sheets([proposal.id for proposal in proposals])
    scorers = {sheet.seat_id for given in sheets.values() for sheet in given}
    interests = recusal.interests_of(scorers | set(seats), cycle.id)
    rows = []
    for proposal in proposals:
        aside = {seat_id for seat_id, where in interests.items() if proposal.id in where}
        counted = [sheet for sheet in sheets.get(proposal.id, []) if sheet.seat_id not in aside]
        rows.append(_standing(proposal, counted, set(seats) - aside, cycle.criteria))
    return _placed(cycle, rows)


def _standing(proposal: Proposal, sheets: Sequence[Sheet], due: set[int], criteria: Sequence[Criterion]) -> Standing:
    points = [sheet.given for sheet in sheets]
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
    version = joinedload(Proposal.current)
    unread = [version.defer(text) for text in (Version.problem, Version.idea, Version.effect)]
    query = query.options(version.joinedload(Version.field), joinedload(Proposal.amounts), *unread)
    return db.session.scalars(query).unique().all()


def _sheets(proposal_ids: Sequence[int]) -> dict[int, list[Sheet]]:
    """Return the whole sheets by proposal: one query of plain rows, since there can be thousands."""
    query = (
        select(ScoreSheet.proposal_id, ScoreSheet.seat_id, ScoreSheet.opinion, Points.criterion_id, Points.given)
        .join(Points, Points.sheet_id == ScoreSheet.id)
        .where(ScoreSheet.proposal_id.in_(proposal_ids))
    )
    found: dict[int, dict[int, Sheet]] = defaultdict(dict)
    for proposal_id, seat_id, opinion, criterion_id, given in db.session.execute(query):
        sheet = found[proposal_id].setdefault(seat_id, Sheet(seat_id, {}, opinion))
        sheet.given[criterion_id] = given
    return {proposal_id: list(sheets.values()) for proposal_id, sheets in found.items()}
