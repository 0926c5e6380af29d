"""What the review asks of people: lines for their list of tasks, and for the organiser's desk."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import N_
from app.core.permissions import Permission, Role, allowed
from app.core.tasks import Task, register_source
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.readiness import Line, register_blocker, register_left
from app.cycles.services.scope import place_of
from app.proposals.models import Proposal
from app.review.models import MergeOffer
from app.review.services import incompatibility, lists, merging
from app.review.services.lists import OfficeView


@register_source
def missing_verdicts(account: Any) -> Iterable[Task]:
    """Tell an officer what lies with the department without a verdict, by cycle."""
    if not any(grant.role is Role.officer for grant in account.grants_in_force):
        return
    for cycle, left, due_at in lists.missing_by_cycle(account):
        url = url_for("review.desk", cycle=cycle.slug, show="missing")
        yield Task(N_("Give verdicts"), url, of=cycle.slug, due_at=due_at, left=left)


@register_source
def merge_questions(account: Any) -> Iterable[Task]:
    """Tell a proposer which merges wait for an answer."""
    if not allowed(account.grants_in_force, Permission.propose):
        return
    for offer in merging.offers_to(account.id):
        mine = offer.child if offer.child.proposer_id == account.id else offer.parent
        yield Task(
            N_("Answer whether two proposals may be merged"),
            url_for("review.answer_merge", offer_id=offer.id),
            of=mine.current.title,
        )


@register_source
def unassigned_proposals(account: Any) -> Iterable[Task]:
    """Tell an organiser how many proposals lie with nobody, in cycles whose intake has closed."""
    if not any(grant.role is Role.organiser for grant in account.grants_in_force):
        return
    for cycle, left, due_at in lists.unassigned_by_cycle():
        if allowed(account.grants_in_force, Permission.assign, place_of(cycle)):
            url = url_for("review.assign_page", slug=cycle.slug)
            yield Task(N_("Assign proposals"), url, of=cycle.slug, due_at=due_at, left=left)


@register_left
def left_in_review(cycle: Cycle) -> Iterable[Line]:
    """Say how much of the review is left, by role."""
    counts, values = lists.office_counts(cycle.id), {"slug": cycle.slug}
    for title, view, role in (
        (N_("Proposals to assign"), OfficeView.unassigned, Role.organiser),
        (N_("Proposals without a verdict"), OfficeView.missing, Role.officer),
        (N_("Verdicts overdue"), OfficeView.overdue, Role.officer),
    ):
        yield Line(title, endpoint="review.assign_page", values=values | {"show": view}, role=role, count=counts[view])
    yield Line(
        N_("Merge questions without an answer"),
        endpoint="review.merge",
        values=values,
        role=Role.citizen,
        count=_open_offers(cycle),
    )


def missing_before_committee(cycle: Cycle) -> Iterable[Line]:
    """Say how many proposals the committee would not get because no verdict is given."""
    counts = lists.office_counts(cycle.id)
    for title, view in (
        (N_("Proposals that lie with nobody: %(count)s"), OfficeView.unassigned),
        (N_("Proposals without a verdict: %(count)s"), OfficeView.missing),
    ):
        if counts[view]:
            values = {"slug": cycle.slug, "show": view}
            yield Line(title, {"count": counts[view]}, endpoint="review.assign_page", values=values)


def unsettled_pairs(cycle: Cycle) -> Iterable[Line]:
    """Say which pairs keep a selection from opening."""
    for pair in incompatibility.unsettled(cycle.id):
        yield Line(
            N_("%(one)s and %(other)s exclude each other: choose one."),
            {"one": pair.one.receipt_no, "other": pair.other.receipt_no},
            endpoint="review.pairs",
            values={"slug": cycle.slug},
        )


for kind in (PhaseKind.review, PhaseKind.screening):
    register_blocker(kind, missing_before_committee)
for kind in (PhaseKind.screening, PhaseKind.selection):
    register_blocker(kind, unsettled_pairs)


def _open_offers(cycle: Cycle) -> int:
    found = select(func.count()).select_from(MergeOffer).join(Proposal, Proposal.id == MergeOffer.child_id)
    open_ones = (Proposal.cycle_id == cycle.id, MergeOffer.merged_at.is_(None), MergeOffer.refused_at.is_(None))
    return db.session.scalar(found.where(*open_ones)) or 0
