"""Screening: what a member has to score, the scores, and how far everybody has come."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.committee.models import Body, BodyField, InterestKind, Points, ScoreSheet, Seat
from app.committee.services import bodies, recusal
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.cycles.models import Criterion, Cycle, PhaseKind
from app.cycles.services import phases
from app.cycles.services.phases import phase_of
from app.proposals.models import Proposal, Status, Version

SCREENED = (Status.eligible, Status.amended)
RANKED = (*SCREENED, Status.on_ballot, Status.screened_out, Status.selected, Status.just_missed, Status.not_selected)
TOLD = [  # of a proposal that is scored
    joinedload(Proposal.current).joinedload(part) for part in (Version.type, Version.field, Version.place)
]


class NotYourSubcommittee(RuleError):
    code = "not_your_subcommittee"
    sentence = N_("Another subcommittee screens this proposal.")
    status = 403


class ScoreMissing(RuleError):
    code = "score_missing"
    sentence = N_("Each question needs a score from 1 to %(points)s. Missing: %(criterion)s.")


class NotUnderScreening(RuleError):
    code = "not_under_screening"
    sentence = N_("This proposal is not under screening.")


@dataclass(frozen=True)
class Line:
    """One proposal in a member's list."""

    proposal: Proposal
    done: bool
    interest: InterestKind | None


@dataclass(frozen=True)
class Queue:
    """What a member screens: safety first, then by receipt number."""

    seat: Seat
    lines: Sequence[Line]

    @property
    def to_score(self) -> list[Line]:
        return [line for line in self.lines if line.interest is None]

    @property
    def done(self) -> int:
        return sum(line.done for line in self.to_score)

    @property
    def missing(self) -> int:
        return len(self.to_score) - self.done

    def line(self, number: int) -> Line:
        """Return a proposal of the list. Raises ``NotYourSubcommittee`` for another's."""
        found = next((line for line in self.lines if line.proposal.number == number), None)
        if found is None:
            raise NotYourSubcommittee()
        return found

    def place_of(self, line: Line) -> int:
        """Return the place of a proposal in the list, from 1."""
        return self.lines.index(line) + 1

    def next_after(self, number: int) -> Line | None:
        """Return the next proposal without a score, going round to the beginning."""
        lines = self.to_score
        later = [line for line in lines if line.proposal.number == number]
        start = lines.index(later[0]) + 1 if later else 0
        return next((line for line in [*lines[start:], *lines[:start]] if not line.done), None)


def screened_by(part: Body, cycle: Cycle, statuses: Sequence[Status] = SCREENED) -> Select[tuple[Proposal]]:
    """Return a query of the proposals that a subcommittee screens, safety first (operating ordinance, art. 15(9))."""
    first = [Proposal.safety.desc()] if cycle.safety_first else []
    return (
        select(Proposal)
        .join(Version, Version.id == Proposal.current_id)
        .join(BodyField, BodyField.field_id == Version.field_id)
        .where(BodyField.body_id == part.id, Proposal.cycle_id == cycle.id, Proposal.status.in_(statuses))
        .order_by(*first, Proposal.number)
    )


def queue_of(account: Any, cycle: Cycle) -> Queue:
    """Return the list of a member; empty for a member without subcommittee. Raises ``NotAMember``.

    Who looks back may have been a member when the phase ended; an act asks for a seat in force.
    """
    seat = bodies.seat_looking_back(account, cycle, looking_at(cycle, PhaseKind.screening))
    if seat.subcommittee is None:
        return Queue(seat, [])
    query = screened_by(seat.subcommittee, cycle, RANKED).add_columns(ScoreSheet.id.is_not(None))
    query = query.outerjoin(ScoreSheet, (ScoreSheet.proposal_id == Proposal.id) & (ScoreSheet.seat_id == seat.id))
    proposals = db.session.execute(query.options(*TOLD)).all()
    interests = recusal.excluded_from(seat, cycle.id)
    return Queue(seat, [Line(proposal, done, interests.get(proposal.id)) for proposal, done in proposals])


def looking_at(cycle: Cycle, kind: PhaseKind) -> dt.datetime:
    """Return now, or the last moment of a phase that is over."""
    phase, at = phase_of(cycle, kind), clock.now()
    return min(at, phase.closes_at - dt.timedelta(microseconds=1)) if phase is not None else at


def proposal_numbered(cycle: Cycle, number: int) -> Proposal:
    """Return a proposal by its number in the cycle."""
    found = db.session.scalar(select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.number == number))
    if found is None:
        raise NotFound()
    return found


def sheet_of(seat: Seat, proposal: Proposal) -> ScoreSheet | None:
    """Return a member's own sheet of a proposal, if one was submitted."""
    query = select(ScoreSheet).where(ScoreSheet.seat_id == seat.id, ScoreSheet.proposal_id == proposal.id)
    return db.session.scalars(query.options(joinedload(ScoreSheet.points))).unique().one_or_none()


def submit_scores(
    proposal: Proposal, *, given: Mapping[int, int | None], opinion: str, revision: int | None, by: Any
) -> ScoreSheet:
    """Take a member's whole sheet, new or revised, while screening is open.

    ``given`` maps criteria to points; ``revision`` is that of the sheet as it was shown, None for a first one.
    Raises ``PhaseClosed``, ``NotAMember``, ``NotYourSubcommittee``, ``HasInterest``, ``ScoreMissing``,
    ``EditedByAnother``; the very same sheet again changes nothing.
    """
    proposal_id = proposal.id
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        cycle = proposal.cycle
        seat = locked(Seat, bodies.seat_of(by, bodies.committee_of(cycle)).id)
        phases.require_open(cycle, PhaseKind.screening)
        _require_theirs(seat, proposal)
        recusal.require_no_interest(seat, proposal)
        points = _whole(cycle.criteria, given)
        sheet = sheet_of(seat, proposal)
        if sheet is None:
            sheet = ScoreSheet(seat_id=seat.id, proposal_id=proposal_id)
            db.session.add(sheet)
        elif _same(sheet, points, opinion):
            return sheet
        elif sheet.revision != revision:
            raise EditedByAnother()
        _write(sheet, points, opinion)
        audit.record("score.submit", of=("proposal", proposal_id), by=by, after={"seat": seat.id})
    return sheet


def _require_theirs(seat: Seat, proposal: Proposal) -> None:
    if proposal.status not in SCREENED:
        raise NotUnderScreening()
    field = db.session.get(BodyField, proposal.current.field_id)
    if field is None or field.body_id != seat.subcommittee_id:
        raise NotYourSubcommittee()


def _whole(criteria: Sequence[Criterion], given: Mapping[int, int | None]) -> dict[int, int]:
    points = {}
    for criterion in criteria:
        value = given.get(criterion.id)
        if value is None or not 1 <= value <= criterion.points:
            raise ScoreMissing(points=criterion.points, criterion=criterion.name_ko)
        points[criterion.id] = value
    return points


def _same(sheet: ScoreSheet, points: Mapping[int, int], opinion: str) -> bool:
    return {row.criterion_id: row.given for row in sheet.points} == points and sheet.opinion == opinion


def _write(sheet: ScoreSheet, points: Mapping[int, int], opinion: str) -> None:
    rows = {row.criterion_id: row for row in sheet.points}
    for criterion_id, value in points.items():
        if criterion_id in rows:
            rows[criterion_id].given = value
        else:
            sheet.points.append(Points(criterion_id=criterion_id, given=value))
    sheet.opinion, sheet.submitted_at = opinion, clock.now()
    db.session.flush()


@dataclass(frozen=True)
class Progress:
    """How far one member has come: numbers only, nobody's scores."""

    seat: Seat
    to_score: int
    done: int

    @property
    def missing(self) -> int:
        return self.to_score - self.done


def progress(cycle: Cycle, body: Body) -> dict[int, list[Progress]]:
    """Return by subcommittee how many scores of each member are in and missing; five queries."""
    seats = [seat for seat in bodies.seats_in_force(body, looking_at(cycle, PhaseKind.screening)) if seat.subcommittee]
    screened: dict[int, set[int]] = defaultdict(set)
    for part_id, proposal_id in db.session.execute(_screened_in(cycle)):
        screened[part_id].add(proposal_id)
    interests = recusal.interests_of([seat.id for seat in seats], cycle.id)
    given: dict[int, set[int]] = defaultdict(set)
    sheets = select(ScoreSheet.seat_id, ScoreSheet.proposal_id).join(Proposal).where(Proposal.cycle_id == cycle.id)
    for seat_id, proposal_id in db.session.execute(sheets):
        given[seat_id].add(proposal_id)
    found: dict[int, list[Progress]] = defaultdict(list)
    for seat in seats:
        due = screened[seat.subcommittee_id].difference(interests.get(seat.id, ()))
        found[seat.subcommittee_id].append(Progress(seat, len(due), len(due & given[seat.id])))
    return found


def _screened_in(cycle: Cycle, statuses: Sequence[Status] = RANKED) -> Select[Any]:
    """Return a query of (subcommittee, proposal) for all that is screened in a cycle."""
    return (
        select(BodyField.body_id, Proposal.id)
        .join(Version, Version.field_id == BodyField.field_id)
        .join(Proposal, Proposal.current_id == Version.id)
        .where(Proposal.cycle_id == cycle.id, Proposal.status.in_(statuses))
    )


def waiting_parts(cycle: Cycle) -> set[int]:
    """Return the subcommittees that have proposals which are neither on the ballot nor screened out yet."""
    return {row[0] for row in db.session.execute(_screened_in(cycle, SCREENED))}
