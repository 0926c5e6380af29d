"""Builders of whole lives: a proposal whose amounts went through the stages, a committee with seats."""

import datetime as dt

from app.city.models import Source
from app.committee.models import Body, BodyKind, CycleBody, Route, Seat
from app.core import clock
from app.core.db import db, transaction
from app.cycles.models import Cycle, RecordedFact
from app.execution.models import Progress, Report
from app.proposals.models import CostLine, Lineage, LineageKind, Proposal, Stage, Status, Version
from app.proposals.services.amounts import append_amount
from app.review.models import Reply, Verdict
from tests.builders import CITY, DAY, a_cycle, a_department, a_proposal, an_account

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


def a_city_year() -> dict[Status, int]:
    """A past year told whole: each fate once, verdicts, reports, versions, a source conflict. Numbers by status."""
    cycle = a_cycle(slug="2019", open_now="execution")
    eok = 100_000_000
    made = {
        Status.ineligible: a_life(cycle, 2 * eok, status=Status.ineligible, title="도로 포장 다시 하기"),
        Status.not_selected: a_life(cycle, 3 * eok, status=Status.not_selected, title="푸른길 공원 그늘 쉼터", synthetic=True),
        Status.zeroed: a_life(
            cycle, 10 * eok, status=Status.zeroed, title="청소년 창의센터 건립", field=1, reviewed=9 * eok,
            voted=9 * eok, bill=9 * eok, standing=9 * eok, budget_cmte=0, plenary=0,
        ),
        Status.partly_cut: a_life(
            cycle, 5 * eok, status=Status.done, title="무단횡단이 잦은 학교 앞 어린이 신호등", synthetic=True,
            reviewed=460_000_000, voted=460_000_000, bill=460_000_000, standing=360_000_000, budget_cmte=360_000_000,
            plenary=360_000_000, executed=341_000_000, reasons={"reviewed": "overlap"},
        ),
        Status.unchanged: a_life(
            cycle, eok, status=Status.on_track, title="어린이 공원 새 단장", voted=eok, bill=eok, standing=eok,
            budget_cmte=eok, plenary=eok, executed=90_000_000, reasons={"executed": "overlap"},
        ),
    }  # fmt: skip
    numbers = {status: proposal.number for status, proposal in made.items()}
    _tell(cycle, made)
    source = a_source()
    a_fact(cycle, "council_cut_won", 2_340_000_000, unit="won", source=source)
    a_fact(cycle, "council_cut_won", 23_000_000_000, unit="won", source=a_source("chapter", "책의 한 장"), used=False)
    past = a_cycle(slug="2016", open_now=None)
    with transaction():
        past = db.session.get_one(Cycle, past.id)
        past.recorded_only, past.budget_year = True, 2016
        for phase in past.phases:
            db.session.delete(phase)
    a_fact(past, "proposals", 467, source=source)
    a_cycle(slug="2027", open_now="intake")
    return numbers


def _tell(cycle: Cycle, made: dict[Status, Proposal]) -> None:
    """Verdicts with a reply and an appeal, quarterly reports, a second version, a lineage."""
    department, proposer, at = a_department(), an_account(), clock.now()
    with transaction():
        proposal = db.session.get_one(Proposal, made[Status.partly_cut].id)
        kinds = {kind.code: kind.id for kind in db.session.get_one(Cycle, cycle.id).verdict_kinds}
        verdict = Verdict(
            proposal_id=proposal.id, department_id=department.id, kind_id=kinds["amended"],
            reason="겹치는 설계비를 뺐습니다.", cost_won=460_000_000, given_at=at - 90 * DAY,
        )  # fmt: skip
        db.session.add(verdict)
        db.session.flush()
        db.session.add(Reply(verdict_id=verdict.id, account_id=proposer.id, body="알겠습니다.", at=at - 80 * DAY))
        for quarter, progress in ((1, Progress.on_track), (2, Progress.done)):
            db.session.add(
                Report(
                    proposal_id=proposal.id, year=2019, quarter=quarter, progress=progress, spent_won=quarter * 170_500_000,
                    note="네 곳에 놓았습니다.", reported_at=at - DAY * (10 - quarter),
                )
            )  # fmt: skip
        first = db.session.get_one(Proposal, proposal.id).current
        second = Version(
            proposal_id=proposal.id, number=2, title=first.title, problem="등하교 시간에 아이들이 위험합니다.",
            idea="건널목 여섯 자리에 놓아 주세요.", type_id=first.type_id, field_id=first.field_id,
            place_code=first.place_code, search_text=first.search_text, search_run=first.search_run, written_at=at, why="자리를 늘렸습니다.",
        )  # fmt: skip
        second.cost_lines = [CostLine(position=1, label="신호등", amount_won=500_000_000)]
        db.session.add(second)
        db.session.flush()
        db.session.get_one(Proposal, proposal.id).current_id = second.id
        db.session.add(
            Lineage(
                child_id=made[Status.not_selected].id,
                parent_id=proposal.id,
                kind=LineageKind.merged_into,
                at=at,
                why="",
            )
        )
