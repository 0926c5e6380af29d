"""Filing a policy, changing and withdrawing it."""

from typing import Any

from sqlalchemy import func, select

from app.assembly.models import AnswerBody, Assembly, Category, Minhoe, MinhoeState, Policy, PolicyState, StageOption
from app.assembly.services import finding
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.proposals.services.search import as_searched

LONGEST = 5000  # characters of each text


class FilingClosed(RuleError):
    code = "policy_filing_closed"
    sentence = N_("Policies are filed from %(opens)s to %(closes)s.")


class NotOfThisAssembly(RuleError):
    code = "policy_choice_unknown"
    sentence = N_("Choose one from the list of this assembly.")
    field = "body_id"


class NotYourMinhoe(RuleError):
    code = "policy_not_your_minhoe"
    sentence = N_("A policy is filed from a minhoe that you registered and that was held.")
    field = "minhoe_id"


class PolicyNotYours(RuleError):
    code = "policy_not_yours"
    sentence = N_("Only who filed this policy can do this.")
    status = 403


class PolicyStandsStill(RuleError):
    code = "policy_stands_still"
    sentence = N_("This policy is in the funnel, merged or withdrawn, and stands still.")


def file(
    assembly: Assembly, *, title: str, problem: str, text: str, body_id: int, category_id: int,
    minhoe_id: int | None = None, by: Any,
) -> Policy:  # fmt: skip
    """File a policy and give it the next number. Raises ``FilingClosed``, ``NotOfThisAssembly``, ``NotYourMinhoe``."""
    by_id, name, assembly_id = by.id, by.name, assembly.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        if not assembly.files_from <= clock.now() < assembly.files_until:
            raise FilingClosed(opens=assembly.files_from, closes=assembly.files_until)
        _check(assembly_id, body_id, category_id)
        _check_minhoe(minhoe_id, assembly_id, by_id)
        last = db.session.scalar(select(func.max(Policy.number)).where(Policy.assembly_id == assembly_id)) or 0
        policy = Policy(
            assembly_id=assembly_id, number=last + 1, title=title, problem=problem, text=text, body_id=body_id,
            category_id=category_id, minhoe_id=minhoe_id, proposer_id=by_id, proposer_name=name, filed_at=clock.now(),
            search_text=as_searched([title, problem, text]),
        )  # fmt: skip
        db.session.add(policy)
        db.session.flush()
        audit.record("policy.filed", of=("policy", policy.id), by=by, after={"number": policy.number})
    return policy


def change(
    policy: Policy, *, title: str, problem: str, text: str, body_id: int, category_id: int, revision: int, by: Any
) -> None:
    """Change a policy until it is in the funnel. Raises ``PolicyNotYours``, ``PolicyStandsStill``, ``EditedByAnother``."""
    policy_id = policy.id
    with transaction():
        policy = _own(policy_id, by)
        if policy.revision != revision:
            raise EditedByAnother()
        _check(policy.assembly_id, body_id, category_id)
        before = {"title": policy.title, "problem": policy.problem, "text": policy.text}
        policy.title, policy.problem, policy.text = title, problem, text
        policy.body_id, policy.category_id = body_id, category_id
        policy.search_text = as_searched([title, problem, text])
        after = {"title": title, "problem": problem, "text": text}
        audit.record("policy.changed", of=("policy", policy_id), by=by, before=before, after=after)


def withdraw(policy: Policy, *, by: Any) -> None:
    """Take a policy back; it keeps its number and says so. Raises ``PolicyNotYours``, ``PolicyStandsStill``."""
    policy_id = policy.id
    with transaction():
        policy = _own(policy_id, by)
        policy.state = PolicyState.withdrawn
        audit.record("policy.withdrawn", of=("policy", policy_id), by=by)


def can_change(policy: Policy, account: Any) -> bool:
    """Say whether the account may still change the policy, but for stages that have opened meanwhile."""
    return account is not None and policy.proposer_id == account.id and policy.state is PolicyState.filed


def _own(policy_id: int, by: Any) -> Policy:
    policy = locked(Policy, policy_id)
    if policy is None:
        raise NotFound()
    if policy.proposer_id != by.id:
        raise PolicyNotYours()
    in_funnel = db.session.scalar(select(StageOption.stage_id).where(StageOption.policy_id == policy_id).limit(1))
    if policy.state is not PolicyState.filed or policy.hidden_at is not None or in_funnel is not None:
        raise PolicyStandsStill()
    return policy


def _check(assembly_id: int, body_id: int, category_id: int) -> None:
    """Refuse a body or category of another year."""
    for model, key in ((AnswerBody, body_id), (Category, category_id)):
        row = db.session.get(model, key)
        if row is None or row.assembly_id != assembly_id:  # type: ignore[attr-defined]
            raise NotOfThisAssembly()


def _check_minhoe(minhoe_id: int | None, assembly_id: int, by_id: int) -> None:
    """Refuse a meeting that is not this person's, of another year, or not held."""
    if minhoe_id is None:
        return
    minhoe = db.session.get(Minhoe, minhoe_id)
    if (
        minhoe is None
        or (minhoe.assembly_id, minhoe.registered_by) != (assembly_id, by_id)
        or minhoe.state is not MinhoeState.held
    ):
        raise NotYourMinhoe()
