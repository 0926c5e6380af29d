"""Citizens support a policy (공감), each once; a policy that others were merged into has the supporters of all, once."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Subquery, exists, func, select

from app.assembly.models import Policy, PolicyMerge, PolicyState, PolicySupport, Stage, StageOption
from app.assembly.models.stages import Counted
from app.core import clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError


class NotToBeSupportedNow(RuleError):
    code = "policy_not_supported"
    sentence = N_("This policy was merged, withdrawn or hidden and can no longer be supported.")


class AgreementsClosed(RuleError):
    code = "policy_agreements_closed"
    sentence = N_("The stage that counts agreements is over. They were counted as they stood.")


def support(policy: Policy, *, by: Any) -> None:
    """Record that a person supports a policy, once. Raises ``NotToBeSupportedNow``, ``AgreementsClosed``."""
    by_id, policy_id = by.id, policy.id
    with transaction():
        policy = _open(policy_id)
        if policy.state is not PolicyState.filed or policy.hidden_at is not None:
            raise NotToBeSupportedNow()
        if db.session.get(PolicySupport, (policy_id, by_id)) is None:
            db.session.add(PolicySupport(policy_id=policy_id, account_id=by_id, at=clock.now()))


def take_back(policy: Policy, *, by: Any) -> None:
    """Take a support back. Raises ``AgreementsClosed``."""
    by_id, policy_id = by.id, policy.id
    with transaction():
        _open(policy_id)
        given = db.session.get(PolicySupport, (policy_id, by_id))
        if given is not None:
            db.session.delete(given)


def standing(policy: Policy, account: Any) -> tuple[int, bool]:
    """Return how many people support a policy and what was merged into it, and whether ``account`` (or nobody) does."""
    people = supporters(policy.assembly_id, [policy.id])
    own = (PolicySupport.policy_id == policy.id) & (PolicySupport.account_id == getattr(account, "id", None))
    many = select(people.c.people).scalar_subquery()
    return tuple(db.session.execute(select(func.coalesce(many, 0), exists().where(own))).one())  # type: ignore[return-value]


def counts(assembly_id: int, policy_ids: list[int] | None = None) -> dict[int, int]:
    """Return how many people support each policy and what was merged into it; none is missing from it but has 0."""
    people = supporters(assembly_id, policy_ids)
    return dict(tuple(row) for row in db.session.execute(select(people.c.policy_id, people.c.people)))


def supporters(assembly_id: int, policy_ids: list[int] | None = None) -> Subquery:
    """Return ``policy_id`` and ``people`` of an assembly's policies that anybody supports, each person once."""
    wanted = Policy.assembly_id == assembly_id
    parts = _parts(wanted if policy_ids is None else wanted & Policy.id.in_(policy_ids))
    joined = select(parts.c.whole.label("policy_id"), func.count(PolicySupport.account_id.distinct()).label("people"))
    joined = joined.select_from(parts).join(PolicySupport, PolicySupport.policy_id == parts.c.part)
    return joined.group_by(parts.c.whole).subquery()


def people_behind(assembly_id: int) -> dict[int, list[int]]:
    """Return the accounts of all who support each policy or what was merged into it."""
    parts = _parts(Policy.assembly_id == assembly_id)
    query = select(parts.c.whole, PolicySupport.account_id).join(PolicySupport, PolicySupport.policy_id == parts.c.part)
    found: dict[int, list[int]] = {}
    for policy_id, account_id in db.session.execute(query.distinct().order_by(PolicySupport.account_id)):
        found.setdefault(policy_id, []).append(account_id)
    return found


def _parts(wanted: ColumnElement[bool]) -> CTE:
    """Return ``whole`` and ``part``: each policy with itself and all that was merged into it, by however many steps."""
    own = select(Policy.id.label("whole"), Policy.id.label("part")).where(wanted).cte("parts", recursive=True)
    return own.union(select(own.c.whole, PolicyMerge.part_id).join(PolicyMerge, PolicyMerge.whole_id == own.c.part))


def _open(policy_id: int) -> Policy:
    """Return a policy locked, whose agreements no closed stage has counted."""
    policy = locked(Policy, policy_id)
    if policy is None:
        raise NotFound()
    counted = (
        select(Stage.id)
        .join(StageOption, StageOption.stage_id == Stage.id)
        .where(StageOption.policy_id == policy_id, Stage.counted == Counted.agreements, Stage.closed_at.is_not(None))
    )
    if db.session.scalar(counted.limit(1)) is not None:
        raise AgreementsClosed()
    return policy
