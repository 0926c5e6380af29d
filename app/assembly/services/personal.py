"""What is known of a person who meets, files, supports and takes part: given out to her, erased when she leaves."""

from typing import Any

from sqlalchemy import delete, select, update

from app.assembly.models import Attendee, DayAgreement, DayQuestion, Minhoe, Policy, PolicySupport
from app.core import personal_data
from app.core.db import db


def export(account: Any) -> dict[str, Any]:
    """Return everything that the area keeps of the account, as JSON."""
    meetings = select(Minhoe).where(Minhoe.registered_by == account.id).order_by(Minhoe.id)
    policies = select(Policy).where(Policy.proposer_id == account.id).order_by(Policy.id)
    supports = select(PolicySupport.policy_id).where(PolicySupport.account_id == account.id)
    days = select(Attendee).where(Attendee.account_id == account.id).order_by(Attendee.id)
    return {
        "minhoe": [
            {"id": one.id, "title": one.title, "facilitator": one.facilitator, "names": one.names}
            for one in db.session.scalars(meetings)
        ],
        "policies": [{"id": one.id, "title": one.title, "name": one.proposer_name} for one in db.session.scalars(policies)],
        "supports": sorted(db.session.scalars(supports)),
        "assembly_days": [
            {
                "number": one.number, "name": one.name, "needs": one.needs, "needs_note": one.needs_note,
                "interpreter": one.interpreter, "here_at": one.here_at and one.here_at.isoformat(),
            }
            for one in db.session.scalars(days)
        ],
    }  # fmt: skip


def erase(account: Any) -> None:
    """Keep meetings, policies and supports without the name; erase the names of meetings and the place at the day."""
    anonymous = personal_data.ANONYMOUS
    for one in db.session.scalars(select(Minhoe).where(Minhoe.registered_by == account.id)):
        one.names = None
        one.facilitator = anonymous if one.facilitator == account.name else one.facilitator
    mine = update(Policy).where(Policy.proposer_id == account.id)
    db.session.execute(mine.values(proposer_name=anonymous))
    here = Attendee.account_id == account.id
    db.session.execute(delete(Attendee).where(here, Attendee.here_at.is_(None), ~_has_asked()))
    gone = dict.fromkeys(("name", "needs", "needs_note", "interpreter", "needs_agreed_at", "account_id"))
    db.session.execute(update(Attendee).where(here).values(**gone))
    db.session.flush()


def _has_asked() -> Any:
    asked = select(DayQuestion.id).where(DayQuestion.attendee_id == Attendee.id).exists()
    return asked | select(DayAgreement.question_id).where(DayAgreement.attendee_id == Attendee.id).exists()


personal_data.register("assembly", export=export, erase=erase)
