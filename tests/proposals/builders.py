"""Situations around proposals: a content, a proposal submitted on the web."""

import email
import email.policy
import re
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.accounts.models import Account, Claim, ClaimKind, ClaimSource
from app.core import clock
from app.core.db import db, transaction
from app.core.mail import Message
from app.cycles.models import Cycle
from app.proposals.models import Proposal
from app.proposals.services.contents import Content, CostItem
from app.proposals.services.submit import submit_proposal
from tests.builders import DONG


def a_content(cycle: Cycle, *, won: int = 50_000_000, **changes: Any) -> Content:
    """A content that the plan of the cycle allows."""
    given = {
        "title": "횡단보도를 밝히는 조명", "problem": "밤에 어둡습니다.", "idea": "바닥에 조명을 넣습니다.", "effect": "",
        "type_id": cycle.types[0].id, "field_id": cycle.fields[0].id, "place_code": DONG, "place_note": "",
        "asked_won": won, "cost_lines": (CostItem("조명", won),),
    }  # fmt: skip
    return Content(**given | changes)


def a_submitted(cycle: Cycle, by: Account, *, key: str = "k1", won: int = 50_000_000, **options: Any) -> Proposal:
    """A proposal as its proposer submitted it."""
    return submit_proposal(cycle, a_content(cycle, won=won), by=by, submit_key=key, **options)


def under_14(account: Account) -> Account:
    """The same account, declared to be under 14."""
    with transaction():
        db.session.add(
            Claim(
                account_id=account.id, kind=ClaimKind.guardian_needed, value="yes",
                source=ClaimSource.self_declared, claimed_at=clock.now(),
            )
        )  # fmt: skip
    return account


def letters(to: str | None = None) -> list[Message]:
    """All messages queued so far, or those to one address."""
    found = select(Message).order_by(Message.id)
    return list(db.session.scalars(found if to is None else found.where(Message.to == to)))


def typed(cycle: Cycle, **changes: str) -> dict[str, str]:
    """The fields of the form as a person fills them in."""
    given = {
        "title": "횡단보도를 밝히는 조명", "problem": "밤에 어둡습니다.", "idea": "바닥에 조명을 넣습니다.",
        "type_id": str(cycle.types[0].id), "field_id": str(cycle.fields[0].id), "place_code": DONG,
        "cost_lines-0-label": "조명", "cost_lines-0-amount_won": "3,000만 원",
        "cost_lines-1-label": "공사", "cost_lines-1-amount_won": "₩20,000,000", "asked_won": "5천만",
    }  # fmt: skip
    return given | changes


def link_sent_to(address: str) -> str:
    """The secret of the last link that went to an address, as it lies in the outbox: on record it is erased."""
    sent = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(Path(current_app.config["OUTBOX"]).glob("*"))
    ]
    bodies = [letter.get_content() for letter in sent if letter["To"] == address]
    return re.search(r"/i/[a-z-]+/([\w-]+)", bodies[-1])[1]
