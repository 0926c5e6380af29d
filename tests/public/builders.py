"""Builders of whole lives: a proposal whose amounts went through the stages, a committee with seats."""

import datetime as dt

from app.city.models import Source
from app.committee.models import Body, BodyKind, CycleBody, Route, Seat
from app.core import clock
from app.core.db import db, transaction
from app.cycles.models import Cycle, RecordedFact
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services.amounts import append_amount
from tests.builders import CITY, DAY, a_proposal, an_account

DECIDED_BY = {
    Stage.reviewed: "보행자과", Stage.voted: "시민위원 총회", Stage.bill: "광주광역시", Stage.standing: "산업건설위원회",
    Stage.budget_cmte: "예산결산특별위원회", Stage.plenary: "시의회", Stage.executed: "보행자과", Stage.settled: "보행자과",
}  # fmt: skip


def a_life(
    cycle: Cycle, asked: int, *, status: Status = Status.received, reasons: dict[str, str] | None = None,
    synthetic: bool = False, title: str | None = None, field: int = 0, **later: int,
) -> Proposal:  # fmt: skip
    """A proposal with the amounts named by stage: ``a_life(cycle, 5, voted=4, standing=0)``."""
    proposal = a_proposal(cycle, asked_won=asked, status=status, title=title, field=field)
    with transaction():
        proposal = db.session.get_one(Proposal, proposal.id)
        proposal.synthetic = synthetic
        for name, amount in later.items():
            stage = Stage(name)
            append_amount(proposal, stage, amount, decided_by=DECIDED_BY[stage], reason_code=(reasons or {}).get(name))
    return proposal


def a_committee(cycle: Cycle, *, applicants: int | None, **seats: int) -> Body:
    """A committee of a cycle with so many seats by route: ``a_committee(cycle, applicants=9, open_call=3)``."""
    slug = f"committee-{cycle.slug}"
    with transaction():
        body = Body(
            kind=BodyKind.committee, slug=slug, name_ko="시민참여예산위원회", name_en="Committee", place_code=CITY,
            applicants=applicants,
        )  # fmt: skip
        db.session.add(body)
        db.session.flush()
        db.session.add(CycleBody(cycle_id=cycle.id, body_id=body.id))
    for route, number in seats.items():
        for _ in range(number):
            a_seat(body, Route(route))
    return body


def a_seat(body: Body, route: Route = Route.open_call, *, replaces: Seat | None = None) -> Seat:
    """A seat in force; where it replaces another, that one has ended."""
    account, at = an_account("member"), clock.now()
    with transaction():
        seat = Seat(
            body_id=body.id, account_id=account.id, route=route, from_at=at - 300 * DAY, until_at=at + 300 * DAY,
            replaces_id=replaces.id if replaces else None,
        )  # fmt: skip
        db.session.add(seat)
        if replaces:
            ended = db.session.get_one(Seat, replaces.id)
            ended.ended_at, ended.end_reason = at, "이사"
    return seat


def a_source(code: str = "council-2018", title: str = "시의회 예산결산특별위원회") -> Source:
    with transaction():
        source = Source(code=code, title=title, address="https://example.org/source", published="2018-12")
        db.session.add(source)
    return source


def a_fact(cycle: Cycle, key: str, value: int, *, unit: str = "items", source: Source | None = None, used: bool = True):
    with transaction():
        fact = RecordedFact(
            cycle_id=cycle.id, key=key, value=value, unit=unit, used=used, source_id=source.id if source else None
        )
        db.session.add(fact)
    return fact


def at(*when: int) -> dt.datetime:
    """An instant in UTC."""
    return dt.datetime(*when, tzinfo=dt.UTC)
