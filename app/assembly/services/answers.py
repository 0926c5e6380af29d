"""What the city owes for each policy and what it answered: kept as matters, told here."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.assembly.models import Assembly, Policy, PolicyState
from app.assembly.services import supporting
from app.core.db import db, transaction
from app.core.errors import N_
from app.followup import labels
from app.followup import services as matters
from app.followup.models import Matter

KIND, SOURCE = "assembly_policy", "policy"
WAITING = N_("No answer yet")


@dataclass(frozen=True)
class PolicyAnswer:
    """What became of a policy in words to translate, until when an answer is due, and where the whole of it stands."""

    words: str
    tone: str
    reason: str
    due_on: dt.date | None
    path: str


def owe_all(assembly: Assembly, *, by: Any, **recorded: Any) -> list[Matter]:
    """Put every policy that was filed and stands before whoever has to answer it; twice alike is once.

    The deadline is that of the kind; ``recorded`` may name another day of receipt or a deadline, as ``matters.owe``
    does. Proposers are told of each step, supporters by their digests.
    """
    assembly_id, year = assembly.id, assembly.year
    with transaction():
        standing = select(Policy).where(Policy.assembly_id == assembly_id, Policy.state == PolicyState.filed)
        policies = db.session.scalars(standing.where(Policy.hidden_at.is_(None)).options(joinedload(Policy.body)))
        people = supporting.people_behind(assembly_id)
        owed = [_owed(policy, year, people.get(policy.id, []), by, recorded) for policy in policies.all()]
    return owed


def of_policy(policy: Policy) -> PolicyAnswer | None:
    """Return what became of a policy, or nothing while no answer is owed."""
    matter = matters.matter_of(SOURCE, policy.id)
    if matter is None:
        return None
    words = labels.CODES[matter.code] if matter.code is not None else WAITING
    tone = labels.TONES[matter.code] if matter.code is not None else "gray"
    reason = matter.answer.reason if matter.answer is not None else ""
    return PolicyAnswer(words, tone, reason, matter.due_on, f"/matters/{matter.id}")


def counts(assembly: Assembly) -> dict[str, int]:
    """Return how many policies got each answer, how many wait for one, and how many of those too long."""
    return matters.counts(KIND, assembly.year)


def _owed(policy: Policy, year: int, followers: list[int], by: Any, recorded: dict[str, Any]) -> Matter:
    return matters.owe(
        kind=KIND, source=SOURCE, source_id=policy.id, title_ko=policy.title, title_en=policy.title,
        asked=f"{policy.problem}\n\n{policy.text}", body=policy.body.kind.value, place_code=policy.body.place_code,
        proposers=[matters.Sender(policy.proposer_name, policy.proposer_id)], followers=followers, year=year,
        synthetic=policy.synthetic, by=by, **recorded,
    )  # fmt: skip


def _address(policy_id: int) -> str | None:
    found = select(Assembly.year, Policy.number).join(Policy).where(Policy.id == policy_id)
    row = db.session.execute(found).one_or_none()
    return f"/assemblies/{row.year}/policies/{row.number:03d}" if row else None


matters.register(SOURCE, matters.Source(name=N_("Policy of the citizens' assembly"), address=_address))
