"""A cycle whose bill lies before the council."""

import datetime as dt

from app.core import clock
from app.core.db import transaction
from app.council.models import Sitting
from app.council.services import bill, sittings
from app.cycles.models import Cycle
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services import amounts
from tests.builders import a_cycle, a_proposal, an_account


def chosen(cycle: Cycle, won: int, **more) -> Proposal:
    """A project that the committee chose at an amount."""
    proposal = a_proposal(cycle, asked_won=won, status=Status.selected, **more)
    with transaction():
        amounts.append_amount(proposal, Stage.voted, won, decided_by="시민참여예산위원회")
    return proposal


def before_the_council(*won: int) -> tuple[Cycle, list[Proposal]]:
    """A cycle in its council phase with so many projects in the bill at these amounts."""
    cycle = a_cycle(open_now="council")
    found = [chosen(cycle, amount) for amount in won]
    phase = next(phase for phase in cycle.phases if phase.kind == "bill")
    with clock.replaying(phase.opens_at + dt.timedelta(hours=1)):
        bill.put_all_in_bill(cycle, by=an_account("organiser"))
    return cycle, found


def a_sitting(cycle: Cycle, stage: Stage = Stage.standing, body: str = "산업건설위원회", body_en: str = "") -> Sitting:
    return sittings.hold_sitting(
        cycle, stage=stage, body_ko=body, body_en=body_en or body, decided_at=clock.now() - dt.timedelta(hours=2)
    )
