"""A committee with seats, ready to screen."""

import itertools

from app.accounts.models import Account
from app.committee.models import Body, Route, Seat, Sex
from app.committee.services import bodies, screening, seats
from app.core import clock
from app.cycles.models import Cycle
from app.proposals.models import Proposal
from tests.builders import DAY

_numbers = itertools.count(1)


def a_committee(cycle: Cycle, *, parts: int = 1) -> Body:
    """The committee of a cycle; subcommittee n screens the nth field."""
    number = next(_numbers)
    body = bodies.found_committee(cycle, slug=f"committee{number}", name_ko="시민참여예산위원회", name_en="Committee")
    for index, field in enumerate(cycle.fields[:parts]):
        bodies.add_subcommittee(
            body, slug=f"part{number}-{index}", name_ko=field.name_ko, name_en=field.name_en, field_ids=[field.id]
        )
    return body


def a_seat(
    body: Body, *, route: Route = Route.open_call, sex: Sex | None = Sex.female, youth: bool = False, part: int | None = 0,
    account: Account | None = None,
) -> Seat:  # fmt: skip
    """A seat since yesterday, for two years."""
    number = next(_numbers)
    parts = bodies.subcommittees(body)
    return seats.appoint(
        body, email=account.email if account else f"member{number}@example.org", name=f"위원{number}", route=route,
        sex=sex, youth=youth, from_at=clock.now() - DAY, until_at=clock.now() + 700 * DAY,
        subcommittee_id=parts[part].id if part is not None and parts else None,
    )  # fmt: skip


def a_score(seat: Seat, proposal: Proposal, *points: int, opinion: str = "", revision: int | None = None) -> None:
    """Scores in the order of the cycle's criteria."""
    given = dict(zip((criterion.id for criterion in proposal.cycle.criteria), points, strict=True))
    screening.submit_scores(proposal, given=given, opinion=opinion, revision=revision, by=seat.account)
