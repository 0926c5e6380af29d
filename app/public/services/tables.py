"""Every public table as rows and columns, for Excel and for programs. Names and mail addresses of people are in none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, exists, func, null, select
from sqlalchemy.orm import aliased

from app.city.models import Department, Place, Source
from app.committee.models import Body, Criterion, CycleBody, Points, ScoreSheet, ScreeningClose, Seat
from app.core.db import db
from app.core.errors import N_
from app.council.models import Sitting
from app.cycles.models import Cycle, ExclusionCode, Field, Phase, ProposalType, RecordedFact, VerdictKind
from app.execution.models import Report
from app.proposals.models import (
    Amount,
    Comment,
    CostLine,
    Lineage,
    Proposal,
    ReasonCode,
    Version,
)
from app.proposals.services.support import supporters
from app.public.services.lists import Row
from app.review.models import Verdict
from app.selection.models import SelectionPoll, SelectionTally

Query = Select[Any]
Parent = aliased(Place, name="district")
Other, OtherCycle = aliased(Proposal, name="other"), aliased(Cycle, name="other_cycle")
OF_PROPOSAL = (Cycle.slug.label("cycle"), Proposal.number.label("number"))
SHOWN = Proposal.hidden_at.is_(None)


@dataclass(frozen=True)
class Table:
    """A table that can be downloaded: what it holds, and its query; ``by_cycle`` where it can be narrowed to one."""

    about: str
    query: Callable[[], Query]
    by_cycle: bool = True


def _of_proposals(*columns: Any) -> Query:
    return select(*OF_PROPOSAL, *columns).join(Proposal.cycle).order_by(Cycle.slug, Proposal.number)


def _cycles() -> Query:
    return select(
        Cycle.slug.label("cycle"), Cycle.budget_year, Cycle.place_code, Cycle.pot_won, Cycle.ballot_form, Cycle.picks,
        Cycle.rule, Cycle.on_misfit, Cycle.minimum_share_percent, Cycle.safety_first, Cycle.support_threshold,
        Cycle.recorded_only, Cycle.synthetic,
    ).order_by(Cycle.slug)  # fmt: skip


def _phases() -> Query:
    return (
        select(Cycle.slug.label("cycle"), Phase.kind, Phase.opens_at, Phase.closes_at)
        .join(Phase.cycle)
        .order_by(Cycle.slug, Phase.opens_at)
    )


def _types() -> Query:
    t = ProposalType
    return (
        select(Cycle.slug.label("cycle"), t.code, t.name_ko, t.name_en, t.ceiling_won, t.pot_won)
        .join(t.cycle)
        .order_by(Cycle.slug, t.position)
    )


def _fields() -> Query:
    return (
        select(Cycle.slug.label("cycle"), Field.code, Field.name_ko, Field.name_en, Field.pot_won)
        .join(Field.cycle)
        .order_by(Cycle.slug, Field.position)
    )


def _criteria() -> Query:
    c = Criterion
    return (
        select(Cycle.slug.label("cycle"), c.code, c.name_ko, c.name_en, c.weight, c.points)
        .join(Cycle, Cycle.id == c.cycle_id)
        .order_by(Cycle.slug, c.position)
    )


def _figures() -> Query:
    f = RecordedFact
    return (
        select(
            Cycle.slug.label("cycle"), f.key, f.value, f.unit, f.used, f.inferred, Source.code.label("source"),
            f.note_ko, f.note_en,
        )
        .join(f.cycle)
        .outerjoin(f.source)
        .order_by(Cycle.slug, f.id)
    )  # fmt: skip


def _sources() -> Query:
    return select(Source.code, Source.title, Source.address, Source.published, Source.note).order_by(Source.code)


def _places() -> Query:
    return select(Place.code, Place.level, Place.name_ko, Place.name_en, Place.parent_code).order_by(Place.code)


def _departments() -> Query:
    d = Department
    return select(d.code, d.name_ko, d.name_en, d.bureau_ko, d.bureau_en).order_by(d.code)


def _reasons() -> Query:
    return select(ReasonCode.code, ReasonCode.name_ko, ReasonCode.name_en).order_by(ReasonCode.position)


def _proposals() -> Query:
    supports = supporters(Proposal.id)
    return (
        _of_proposals(
            case((SHOWN, Version.title)).label("title"), Proposal.status, ProposalType.code.label("type"),
            Field.code.label("field"), Version.place_code, Place.name_ko.label("place"),
            Parent.name_ko.label("within"), Proposal.proposer_name, Proposal.channel, Proposal.safety,
            Proposal.submitted_at, supports.label("supports"), Proposal.synthetic, Source.code.label("source"),
            Proposal.hidden_reason,
        )
        .join(Version, Version.id == Proposal.current_id)
        .join(Version.type).join(Version.field).join(Version.place)
        .outerjoin(Parent, Parent.code == Place.parent_code)
        .outerjoin(Proposal.source)
    )  # fmt: skip


def _amounts() -> Query:
    """Every entry ever made; ``counts`` is yes for the last one of its stage, the others were corrected."""
    later = aliased(Amount)
    newer = and_(later.proposal_id == Amount.proposal_id, later.stage == Amount.stage, later.id > Amount.id)
    return (
        _of_proposals(
            Amount.stage, Amount.amount_won, Amount.at, Amount.decided_by, Amount.reason_code, Amount.reason,
            (~exists().where(newer)).label("counts"), Amount.basis, Source.code.label("source"),
        )
        .join(Amount, Amount.proposal_id == Proposal.id)
        .outerjoin(Amount.source)
        .order_by(Amount.id)
    )  # fmt: skip


def _versions() -> Query:
    v = Version
    return (
        _of_proposals(
            v.number.label("version"), v.title, v.problem, v.idea, v.effect, ProposalType.code.label("type"),
            Field.code.label("field"), v.place_code, v.place_note, v.written_at, v.why, Proposal.synthetic,
        )
        .join(v, v.proposal_id == Proposal.id)
        .join(v.type).join(v.field)
        .where(SHOWN)
        .order_by(v.number)
    )  # fmt: skip


def _cost_lines() -> Query:
    return (
        _of_proposals(Version.number.label("version"), CostLine.position, CostLine.label, CostLine.amount_won)
        .join(Version, Version.proposal_id == Proposal.id)
        .join(Version.cost_lines)
        .where(SHOWN)
        .order_by(Version.number, CostLine.position)
    )


def _verdicts() -> Query:
    return (
        _of_proposals(
            Verdict.round, Department.code.label("department"), VerdictKind.code.label("verdict"),
            ExclusionCode.code.label("exclusion"), Verdict.reason, Verdict.cost_won, Verdict.given_at,
        )
        .join(Verdict, Verdict.proposal_id == Proposal.id)
        .join(Verdict.department).join(Verdict.kind)
        .outerjoin(Verdict.exclusion)
        .order_by(Verdict.round)
    )  # fmt: skip


def _scores() -> Query:
    """Sums by criterion, of the cycles whose screening has been closed everywhere it began."""
    closed = exists().where(ScreeningClose.cycle_id == Proposal.cycle_id)
    return (
        _of_proposals(
            Criterion.code.label("criterion"), func.sum(Points.given).label("points"), func.count().label("scorers")
        )
        .join(ScoreSheet, ScoreSheet.proposal_id == Proposal.id)
        .join(Points, Points.sheet_id == ScoreSheet.id)
        .join(Criterion, Criterion.id == Points.criterion_id)
        .where(closed)
        .group_by(Cycle.slug, Proposal.number, Criterion.code, Criterion.position)
        .order_by(Criterion.position)
    )


def _votes() -> Query:
    """Marks by value, of polls that have been counted."""
    return (
        _of_proposals(SelectionPoll.slug.label("poll"), SelectionTally.value, SelectionTally.marks)
        .join(SelectionTally, SelectionTally.proposal_id == Proposal.id)
        .join(SelectionPoll, SelectionPoll.id == SelectionTally.poll_id)
        .order_by(SelectionPoll.slug, SelectionTally.value)
    )


def _sittings() -> Query:
    s = Sitting
    return (
        select(Cycle.slug.label("cycle"), s.stage, s.body_ko, s.body_en, s.decided_at, s.complete, s.note)
        .join(s.cycle)
        .order_by(Cycle.slug, s.decided_at)
    )


def _reports() -> Query:
    r = Report
    return (
        _of_proposals(r.year, r.quarter, r.progress, r.spent_won, r.note, r.basis, r.reported_at)
        .join(r, r.proposal_id == Proposal.id)
        .order_by(r.id)
    )


def _lineage() -> Query:
    return (
        _of_proposals(
            Lineage.kind, OtherCycle.slug.label("other_cycle"), Other.number.label("other_number"), Lineage.at,
            Lineage.why,
        )
        .join(Lineage, Lineage.child_id == Proposal.id)
        .join(Other, Other.id == Lineage.parent_id)
        .join(OtherCycle, OtherCycle.id == Other.cycle_id)
        .order_by(Lineage.at)
    )  # fmt: skip


def _comments() -> Query:
    return (
        _of_proposals(Comment.kind, Comment.as_role, Comment.body, Comment.at)
        .join(Comment, Comment.proposal_id == Proposal.id)
        .where(SHOWN, Comment.hidden_at.is_(None))
        .order_by(Comment.id)
    )


def _seats() -> Query:
    return (
        select(Cycle.slug.label("cycle"), Body.slug.label("body"), Seat.route, Seat.youth, Seat.from_at, Seat.until_at,
               Seat.ended_at, case((Seat.replaces_id.is_(None), cast(null(), String)), else_="yes").label("replacement"))
        .join(CycleBody, CycleBody.cycle_id == Cycle.id)
        .join(Body, Body.id == CycleBody.body_id)
        .join(Seat, Seat.body_id == Body.id)
        .order_by(Cycle.slug, Seat.id)
    )  # fmt: skip


TABLES: dict[str, Table] = {
    "cycles": Table(N_("Years: pot, rule of the vote"), _cycles),
    "phases": Table(N_("From when till when each step was open"), _phases),
    "types": Table(N_("Types of proposals and their ceilings"), _types),
    "fields": Table(N_("Fields of each year"), _fields),
    "criteria": Table(N_("Criteria of the screening and their weights"), _criteria),
    "proposals": Table(N_("Proposals: title, where they stand, field, place, supports"), _proposals),
    "versions": Table(N_("The texts of the proposals, every version"), _versions),
    "cost_lines": Table(N_("What the proposers reckon, line by line"), _cost_lines),
    "amounts": Table(N_("Amount histories: every entry from asked to settled, with reasons"), _amounts),
    "verdicts": Table(N_("What the departments answered, with reasons"), _verdicts),
    "lineage": Table(N_("Which proposals were merged, split or proposed again"), _lineage),
    "scores": Table(N_("Scores by criterion, once the screening is closed"), _scores),
    "votes": Table(N_("Votes by proposal, once the poll is closed"), _votes),
    "sittings": Table(N_("Sittings of the council"), _sittings),
    "reports": Table(N_("Execution by quarter"), _reports),
    "comments": Table(N_("Comments that are shown"), _comments),
    "seats": Table(N_("Seats of the committee, without names"), _seats),
    "figures": Table(N_("Published figures with their sources"), _figures),
    "sources": Table(N_("Sources"), _sources, by_cycle=False),
    "places": Table(N_("City, districts and dongs by their codes"), _places, by_cycle=False),
    "departments": Table(N_("Departments"), _departments, by_cycle=False),
    "reason_codes": Table(N_("Codes of reasons"), _reasons, by_cycle=False),
}


def columns_and_rows(name: str, cycle: str | None = None) -> tuple[list[str], Iterator[Any]]:
    """Return the names of a table's columns and its rows, of one cycle or of all. KeyError for an unknown table.

    The rows are read as they are taken: an answer is sent after the request's own session has ended.
    """
    table = TABLES[name]
    query = table.query()
    if cycle is not None and table.by_cycle:
        query = query.where(Cycle.slug == cycle)
    return list(query.selected_columns.keys()), _rows(query)


def _rows(query: Query) -> Iterator[Any]:
    yield from db.session.execute(query.execution_options(yield_per=500))


LIST_COLUMNS = (
    "cycle", "number", "title", "status", "field", "place", "supports", "comments", "asked_won", "now_won", "now_stage",
    "synthetic",
)  # fmt: skip


def list_rows(rows: list[Row]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return a list of proposals as a table."""
    return LIST_COLUMNS, [
        (
            row.cycle_slug, row.number, None if row.hidden else row.title, row.status, row.field_ko, row.place_ko,
            row.supports, row.comments, row.asked_won, row.now_won, row.now_stage, row.synthetic,
        )
        for row in rows
    ]  # fmt: skip
