"""Lists of policies: searched and narrowed, in an order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.assembly.models import AnswerBody, Assembly, Category, Policy, PolicyState, Stage, StageOption
from app.assembly.services import supporting
from app.core.db import db
from app.proposals.services.search import LONG_WORD, words_of

PER_PAGE = 20


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed by."""

    query: str = ""
    body: str = ""  # code of who answers
    category: str = ""
    state: PolicyState | None = None
    by_supports: bool = False


@dataclass(frozen=True)
class PolicyPage:
    """A page of policies, each with its supporters."""

    rows: Sequence[tuple[Policy, int]]
    total: int
    page: int
    pages: int


def found(assembly: Assembly, sought: Sought, page: int) -> PolicyPage:
    """Return a page of the policies that are sought; by number, or those with most supporters first."""
    total = db.session.scalar(_narrowed(select(func.count(Policy.id)), assembly, sought)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    query = _narrowed(select(Policy), assembly, sought)
    query = query.options(contains_eager(Policy.body), contains_eager(Policy.category), joinedload(Policy.minhoe))
    if sought.by_supports:
        people = supporting.supporters(assembly.id)
        query = query.outerjoin(people, people.c.policy_id == Policy.id)
        query = query.order_by(func.coalesce(people.c.people, 0).desc())
    rows = list(db.session.scalars(query.order_by(Policy.number).offset((page - 1) * PER_PAGE).limit(PER_PAGE)))
    counts = supporting.counts(assembly.id, [policy.id for policy in rows])
    return PolicyPage([(policy, counts.get(policy.id, 0)) for policy in rows], total, page, pages)


def of_minhoe(minhoe_id: int) -> list[Policy]:
    """Return the policies that came from a meeting."""
    query = select(Policy).where(Policy.minhoe_id == minhoe_id, Policy.hidden_at.is_(None)).order_by(Policy.number)
    return list(db.session.scalars(query))


def number_of(assembly: Assembly) -> int:
    """Return how many policies an assembly has, what was merged or withdrawn included."""
    return db.session.scalar(select(func.count(Policy.id)).where(Policy.assembly_id == assembly.id)) or 0


def neighbours(policy: Policy) -> tuple[Policy | None, Policy | None]:
    """Return the policies numbered before and after one."""
    beside = Policy.number.in_((policy.number - 1, policy.number + 1))
    found = db.session.scalars(select(Policy).where(Policy.assembly_id == policy.assembly_id, beside))
    rows = {row.number: row for row in found}
    return rows.get(policy.number - 1), rows.get(policy.number + 1)


def way_of(policy: Policy) -> list[StageOption]:
    """Return a policy's lines in the stages that have closed, in order."""
    query = select(StageOption).join(Stage).where(StageOption.policy_id == policy.id, Stage.closed_at.is_not(None))
    return list(db.session.scalars(query.options(contains_eager(StageOption.stage)).order_by(Stage.position)))


def _narrowed(query: Select, assembly: Assembly, sought: Sought) -> Select:
    query = query.join(AnswerBody, AnswerBody.id == Policy.body_id).join(Category, Category.id == Policy.category_id)
    query = query.where(Policy.assembly_id == assembly.id)
    if sought.query.strip():
        query = query.where(_holds(sought.query))
    if sought.body:
        query = query.where(AnswerBody.code == sought.body)
    if sought.category:
        query = query.where(Category.code == sought.category)
    if sought.state is not None:
        query = query.where(Policy.state == sought.state)
    return query


def _holds(typed: str) -> ColumnElement[bool]:
    """Return the condition that a policy holds all words, or has the number that was typed."""
    words = words_of(typed)
    texts = and_(*(_has(word) for word in words)) if words else false()
    return or_(texts, Policy.number == int(typed)) if typed.strip().isdecimal() and len(typed.strip()) < 7 else texts


def _has(word: str) -> ColumnElement[bool]:
    """A long word is looked for without regard to spaces, as in the search of proposals."""
    text = func.replace(Policy.search_text, " ", "") if len(word) >= LONG_WORD else Policy.search_text
    return text.contains(word, autoescape=True)
