from flask import Flask

from app.core.db import db, transaction
from app.proposals.models import NO_REASON, Stage
from app.proposals.services import amounts
from tests.builders import a_cycle, a_proposal


def test_a_cut_without_reason_is_recorded_as_no_reason_given(app: Flask):
    proposal = a_proposal(a_cycle(), asked_won=500_000_000)
    with transaction():
        entry = amounts.append_amount(proposal, Stage.standing, 400_000_000, decided_by="산업건설위원회")
    assert entry.reason_code == NO_REASON


def test_a_correction_counts_and_the_earlier_entry_stays(app: Flask):
    proposal = a_proposal(a_cycle(), asked_won=500_000_000)
    with transaction():
        amounts.append_amount(proposal, Stage.reviewed, 450_000_000, decided_by="보행자과", reason="설계비")
        amounts.append_amount(proposal, Stage.reviewed, 460_000_000, decided_by="보행자과", reason="오타")
    assert [entry.amount_won for entry in amounts.history(proposal.amounts)] == [500_000_000, 460_000_000]
    assert len(proposal.amounts) == 3
    assert amounts.total_at(proposal.cycle_id, Stage.reviewed) == (1, 460_000_000)
    assert db.session.scalars(amounts.counting_amounts()).all()[-1].amount_won == 460_000_000
