"""Merging policies that ask for the same: the parts stay to be read and lead to the whole; all proposers keep credit."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from app.assembly.models import Assembly, Policy, PolicyMerge, PolicyState, StageOption
from app.assembly.services import finding
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError


class NothingToMerge(RuleError):
    code = "policies_nothing_to_merge"
    sentence = N_("Name at least one other policy of this year that is filed.")
    field = "parts"


class MergeReasonMissing(RuleError):
    code = "policies_merge_why"
    sentence = N_("Write why they are merged. Everybody reads it.")
    field = "why"


class InTheFunnel(RuleError):
    code = "policies_in_the_funnel"
    sentence = N_("Policy %(number)s is in a stage that has opened and can no longer be merged.")
    field = "parts"


def merge(assembly: Assembly, *, whole: int, parts: Sequence[int], why: str, by: Any) -> Policy:
    """Merge the policies numbered ``parts`` into the one numbered ``whole``.

    Raises ``NothingToMerge``, ``MergeReasonMissing``, ``InTheFunnel``, ``NotFound``.
    """
    if not why.strip():
        raise MergeReasonMissing()
    by_id, assembly_id = by.id, assembly.id
    numbers = sorted(set(parts) - {whole})
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        found = {policy.number: policy for policy in _filed(assembly_id, [whole, *numbers])}
        if whole not in found:
            raise NotFound()
        if not numbers or set(numbers) - set(found):
            raise NothingToMerge()
        _outside_the_funnel(found)
        for number in numbers:
            _into(found[number], found[whole], why.strip(), by_id)
        audit.record("policy.merged", of=("policy", found[whole].id), by=by, after={"parts": numbers}, why=why)
    return found[whole]


def lineage(policy: Policy) -> tuple[Policy | None, list[tuple[Policy, str]]]:
    """Return what a policy was merged into, and what was merged into it with the reason."""
    up = and_(PolicyMerge.part_id == policy.id, PolicyMerge.whole_id == Policy.id)
    down = and_(PolicyMerge.whole_id == policy.id, PolicyMerge.part_id == Policy.id)
    query = select(Policy, PolicyMerge.why, PolicyMerge.whole_id).join(PolicyMerge, or_(up, down))
    rows = db.session.execute(query.order_by(Policy.number)).all()
    whole = next((other for other, _, whole_id in rows if whole_id == other.id), None)
    return whole, [(other, why) for other, why, whole_id in rows if whole_id == policy.id]


def _into(part: Policy, whole: Policy, why: str, by_id: int) -> None:
    part.state = PolicyState.merged
    db.session.add(PolicyMerge(part_id=part.id, whole_id=whole.id, why=why, at=clock.now(), by=by_id))


def _filed(assembly_id: int, numbers: Sequence[int]) -> list[Policy]:
    query = select(Policy).where(Policy.assembly_id == assembly_id, Policy.number.in_(numbers))
    query = query.where(Policy.state == PolicyState.filed, Policy.hidden_at.is_(None))
    return list(db.session.scalars(query.with_for_update()))


def _outside_the_funnel(found: dict[int, Policy]) -> None:
    ids = [policy.id for policy in found.values()]
    inside = db.session.scalar(select(StageOption.policy_id).where(StageOption.policy_id.in_(ids)).limit(1))
    if inside is not None:
        raise InTheFunnel(number=next(policy.code for policy in found.values() if policy.id == inside))
