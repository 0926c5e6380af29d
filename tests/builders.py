"""Builders that say the situation: ``a_cycle(open_now="intake")``, ``an_account(role="organiser")``."""

import datetime as dt
import itertools

from app.accounts.models import Account, RoleGrant
from app.city.models import Department, Place, PlaceLevel
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role, Scope
from app.cycles.models import (
    Criterion,
    Cycle,
    ExclusionCode,
    Field,
    Phase,
    PhaseKind,
    PlanVersion,
    ProposalType,
    VerdictKind,
)
from app.cycles.services.contents import plan_in_force
from app.proposals.models import Amount, Channel, CostLine, Proposal, ReasonCode, Stage, Status, Version
from app.proposals.services.search import as_searched, without_spaces

CITY, BUKGU, DONG = "2900000000", "2917000000", "2917051000"
_numbers = itertools.count(1)
DAY = dt.timedelta(days=1)


def the_city() -> Place:
    """The city, one district and one dong."""
    with transaction():
        if db.session.get(Place, CITY) is None:
            db.session.add(Place(code=CITY, level=PlaceLevel.city, name_ko="광주광역시", name_en="Gwangju"))
            db.session.flush()
            db.session.add(
                Place(code=BUKGU, level=PlaceLevel.district, name_ko="북구", name_en="Buk-gu", parent_code=CITY)
            )
            db.session.flush()
            db.session.add(
                Place(
                    code=DONG, level=PlaceLevel.dong, name_ko="중흥1동", name_en="Jungheung 1-dong", parent_code=BUKGU
                )
            )
            for position, code in enumerate(("no_reason_given", "overlap", "complaint_type", "unused")):
                db.session.add(ReasonCode(code=code, name_ko=code, name_en=code, position=position))
    return db.session.get_one(Place, CITY)


def an_account(role: Role | str = Role.citizen, *, scope: Scope = Scope.everywhere, scope_key: str = "") -> Account:
    """A confirmed account with one role."""
    number = next(_numbers)
    with transaction():
        account = Account(
            email=f"person{number}@example.org",
            name=f"시민{number}",
            created_at=clock.now(),
            email_confirmed_at=clock.now(),
        )
        account.grants.append(RoleGrant(role=Role(role), scope=scope, scope_key=scope_key, from_at=clock.now() - DAY))
        db.session.add(account)
    return account


def a_department(name: str = "보행자과") -> Department:
    number = next(_numbers)
    with transaction():
        department = Department(
            code=f"d{number}", name_ko=name, name_en="Pedestrian Division", bureau_ko="교통국", bureau_en="Transport"
        )
        db.session.add(department)
    return department


def a_cycle(
    *, open_now: PhaseKind | str | None = "intake", slug: str | None = None, pot_won: int = 10_000_000_000,
    published: bool = True,
) -> Cycle:  # fmt: skip
    """A cycle with types, fields, codes and criteria; the phases before ``open_now`` are over, it is open."""
    the_city()
    number = next(_numbers)
    with transaction():
        cycle = Cycle(
            slug=slug or f"20{number:02d}t",
            place_code=CITY,
            budget_year=2027,
            pot_won=pot_won,
            tie_order=["safety", "min_cost", "receipt_no"],
            created_at=clock.now(),
        )
        cycle.types = [
            ProposalType(code="city_type", name_ko="시정참여형", name_en="City", ceiling_won=500_000_000, position=1),
            ProposalType(
                code="youth_type", name_ko="청년참여형", name_en="Youth", ceiling_won=1_000_000_000, position=2
            ),
        ]
        cycle.fields = [
            Field(code="transport", name_ko="교통건설", name_en="Transport", position=1),
            Field(code="welfare", name_ko="복지건강", name_en="Welfare", position=2),
        ]
        cycle.exclusions = [ExclusionCode(code="complaint_type", name_ko="단순 민원", name_en="Complaint", position=1)]
        cycle.criteria = [
            Criterion(code="benefit", name_ko="효과", name_en="Benefit", help_ko="", help_en="", weight=2, position=1),
            Criterion(code="need", name_ko="필요", name_en="Need", help_ko="", help_en="", weight=1, position=2),
        ]
        cycle.verdict_kinds = [
            VerdictKind(
                code=code, name_ko=code, name_en=code, goes_on=code in ("eligible", "amended"),
                needs_exclusion=code == "ineligible", position=position,
            )
            for position, code in enumerate(("eligible", "amended", "ineligible", "already_done", "other_agency"))
        ]  # fmt: skip
        cycle.phases = phases_around(open_now)
        db.session.add(cycle)
        db.session.flush()
        cycle.plans = [a_plan_version(cycle)] if published else []
    return cycle


def a_plan_version(cycle: Cycle) -> PlanVersion:
    """The first version of a plan, published a day earlier than the notice before intake asks for."""
    intake = next(phase for phase in cycle.phases if phase.kind is PhaseKind.intake)
    return PlanVersion(
        number=1, published_at=min(intake.opens_at - 21 * DAY, clock.now()), why="", content=plan_in_force(cycle)
    )


def phases_around(open_now: PhaseKind | str | None) -> list[Phase]:
    """All phases, ten days each, placed so that ``open_now`` began yesterday (None: all lie ahead)."""
    kinds = list(PhaseKind)
    index = kinds.index(PhaseKind(open_now)) if open_now else -3
    first = clock.now() - DAY - 10 * DAY * index
    return [
        Phase(kind=kind, opens_at=first + 10 * DAY * i, closes_at=first + 10 * DAY * (i + 1))
        for i, kind in enumerate(kinds)
    ]


def a_proposal(
    cycle: Cycle, *, by: Account | None = None, asked_won: int = 300_000_000, status: Status = Status.received,
    title: str | None = None, field: int = 0, safety: bool = False,
) -> Proposal:  # fmt: skip
    """A submitted proposal with one version, one cost line and its asked amount."""
    number = next(_numbers)
    with transaction():
        proposal = Proposal(
            cycle_id=cycle.id, number=number, status=status, channel=Channel.web, safety=safety,
            proposer_id=by.id if by else None, proposer_name=by.name if by else "익명", submitted_at=clock.now(),
        )  # fmt: skip
        db.session.add(proposal)
        db.session.flush()
        version = Version(
            proposal_id=proposal.id, number=1, title=title or f"제안 {number}", problem="문제", idea="생각",
            type_id=cycle.types[0].id, field_id=cycle.fields[field].id, place_code=DONG,
            search_text=as_searched([title or f"제안 {number}"]), written_at=clock.now(),
            search_run=without_spaces(as_searched([title or f"제안 {number}"])),
        )  # fmt: skip
        version.cost_lines = [CostLine(position=1, label="공사", amount_won=asked_won)]
        db.session.add(version)
        db.session.flush()
        proposal.current_id = version.id
        db.session.add(
            Amount(
                proposal_id=proposal.id,
                stage=Stage.asked,
                amount_won=asked_won,
                at=clock.now(),
                decided_by=proposal.proposer_name,
            )
        )
    return proposal
