"""What a list can be filtered by: the fields, types and places of a cycle, and where its proposals stand."""

from dataclasses import dataclass

from sqlalchemy import func, literal, select, union_all

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.cycles.models import Criterion, Field, ProposalType
from app.proposals.models import Proposal, Status

Names = dict[str, tuple[str, str]]  # code -> (Korean, English)


@dataclass(frozen=True)
class Choices:
    statuses: list[tuple[Status, int]]  # in the order of the procedure, with how many stand there
    fields: Names
    types: Names
    districts: Names


def choices_of(cycle_id: int | None) -> Choices:
    """Return what the list of one cycle, or of all, can be filtered by."""
    named: dict[str, Names] = {"field": {}, "type": {}, "district": {}}
    for kind, code, name_ko, name_en in db.session.execute(_names(cycle_id)):
        named[kind].setdefault(code, (name_ko, name_en))
    counted = select(Proposal.status, func.count()).group_by(Proposal.status)
    if cycle_id is not None:
        counted = counted.where(Proposal.cycle_id == cycle_id)
    counts = dict(tuple(row) for row in db.session.execute(counted))
    statuses = [(status, counts[status]) for status in Status if status in counts]
    return Choices(statuses, named["field"], named["type"], named["district"])


def _names(cycle_id: int | None):  # type: ignore[no-untyped-def]
    fields = select(literal("field"), Field.code, Field.name_ko, Field.name_en, Field.position.label("position"))
    types = select(
        literal("type"), ProposalType.code, ProposalType.name_ko, ProposalType.name_en, ProposalType.position
    )
    places = select(literal("district"), Place.code, Place.name_ko, Place.name_en, literal(0))
    if cycle_id is not None:
        fields, types = fields.where(Field.cycle_id == cycle_id), types.where(ProposalType.cycle_id == cycle_id)
    every = union_all(fields, types, places.where(Place.level == PlaceLevel.district)).subquery()
    return select(*every.c[:4]).order_by(every.c.position, every.c[1])


def types_of(cycle_id: int) -> list[ProposalType]:
    """Return the types of a cycle with their ceilings."""
    query = select(ProposalType).where(ProposalType.cycle_id == cycle_id).order_by(ProposalType.position)
    return list(db.session.scalars(query))


def criteria_of(cycle_id: int) -> list[Criterion]:
    """Return the criteria of a cycle's screening."""
    query = select(Criterion).where(Criterion.cycle_id == cycle_id).order_by(Criterion.position)
    return list(db.session.scalars(query))
