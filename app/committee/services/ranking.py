"""The ranked list of a subcommittee: weighted means as exact fractions, none dropped, safety first as a rule."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from app.committee.models import Body, Points, ScoreSheet
from app.committee.services import bodies, recusal, screening, tie_order
from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Criterion, Cycle, Phase, PhaseKind
from app.cycles.services import phases
from app.cycles.services.phases import phase_of
from app.proposals.models import Proposal, Version
from app.proposals.services import amounts

HUNDRED = 100


class ScoresSealed(RuleError):
    code = "scores_sealed"
    sentence = N_("Scores are shown once screening has closed, on %(closes_at)s.")
    status = 404


@dataclass(frozen=True)
class Sheet:
    """What one member gave to one proposal."""

    id: int
    seat_id: int
    earned: int  # in parts of the scale's whole
    opinion: str


@dataclass(frozen=True)
class Standing:
    """One proposal in the ranked list. Scores are of 100."""

    place: int
    proposal: Proposal
    cost_won: int
    earned: tuple[int, ...]  # one a scorer, lowest first; parts of ``whole``
    whole: int  # what a score of 100 earns
    sheets: tuple[int, ...]  # those that count
    due: int  # members who were to score it: the subcommittee without those who stepped aside
    missing: int  # of those, without a score
    opinions: tuple[str, ...]

    @property
    def scores(self) -> list[Fraction]:
        return [Fraction(HUNDRED * earned, self.whole) for earned in self.earned]

    @property
    def mean(self) -> Fraction | None:
        return Fraction(HUNDRED * sum(self.earned), self.whole * len(self.earned)) if self.earned else None

    @property
    def spread(self) -> Fraction | None:
        return Fraction(HUNDRED * (self.earned[-1] - self.earned[0]), self.whole) if self.earned else None


@dataclass(frozen=True)
class Scale:
    """What a point of each criterion earns, in whole numbers, and what all points together do."""

    a_point: dict[int, int]
    whole: int


def scale_of(criteria: Sequence[Criterion]) -> Scale:
    """Return the scale of a plan's criteria: each counts by its weight, whatever its most points."""
    common = math.lcm(*(criterion.points for criterion in criteria))
    a_point = {criterion.id: criterion.weight * common // criterion.points for criterion in criteria}
    return Scale(a_point, common * sum(criterion.weight for criterion in criteria))


def require_shown(cycle: Cycle) -> Phase:
    """Return the screening phase once it is over; raise ``ScoresSealed`` before screening has closed by the clock: nobody sees a score until then."""
    phase = phase_of(cycle, PhaseKind.screening)
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
    scale = scale_of(cycle.criteria)
    sheets = _sheets([proposal.id for proposal in proposals], scale)
    scorers = {sheet.seat_id for given in sheets.values() for sheet in given}
    interests = recusal.interests_of(scorers | set(seats), cycle.id)
    rows = []
    for proposal in proposals:
        aside = {seat_id for seat_id, where in interests.items() if proposal.id in where}
        counted = [sheet for sheet in sheets.get(proposal.id, []) if sheet.seat_id not in aside]
        rows.append(_standing(proposal, counted, set(seats) - aside, scale))
    return _placed(cycle, rows)


def _standing(proposal: Proposal, sheets: Sequence[Sheet], due: set[int], scale: Scale) -> Standing:
    latest = amounts.latest(proposal)
    return Standing(
        place=0,
        proposal=proposal,
        cost_won=latest.amount_won if latest else 0,
        earned=tuple(sorted(sheet.earned for sheet in sheets)),
        whole=scale.whole,
        sheets=tuple(sheet.id for sheet in sheets),
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


def _sheets(proposal_ids: Sequence[int], scale: Scale) -> dict[int, list[Sheet]]:
    """Return the sheets by proposal: the database adds up their points, since there can be thousands."""
    earned = func.sum(case(scale.a_point, value=Points.criterion_id) * Points.given)
    query = (
        select(ScoreSheet.proposal_id, ScoreSheet.id, ScoreSheet.seat_id, earned, ScoreSheet.opinion)
        .join(Points, Points.sheet_id == ScoreSheet.id)
        .where(ScoreSheet.proposal_id.in_(proposal_ids))
        .group_by(ScoreSheet.id)
    )
    found: dict[int, list[Sheet]] = defaultdict(list)
    for proposal_id, sheet_id, seat_id, points, opinion in db.session.execute(query):
        found[proposal_id].append(Sheet(sheet_id, seat_id, int(points), opinion))
    return found


def means_by_criterion(rows: Sequence[Standing]) -> dict[int, dict[int, Fraction]]:
    """Return the mean points of each criterion, by proposal; one query."""
    counted = [sheet_id for row in rows for sheet_id in row.sheets]
    query = (
        select(ScoreSheet.proposal_id, Points.criterion_id, func.sum(Points.given), func.count())
        .join(Points, Points.sheet_id == ScoreSheet.id)
        .where(ScoreSheet.id.in_(counted))
        .group_by(ScoreSheet.proposal_id, Points.criterion_id)
    )
    found: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for proposal_id, criterion_id, points, scorers in db.session.execute(query):
        found[proposal_id][criterion_id] = Fraction(int(points), scorers)
    return found
