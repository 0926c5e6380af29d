"""Merging: the office asks, the proposers answer, the office can take a proposal out again."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound, RuleError
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle
from app.proposals.models import Lineage, LineageKind, Proposal
from app.review.forms import MergeAnswerForm, MergeForm, SplitForm
from app.review.models import MergeOffer
from app.review.services import merging
from app.review.views.area import blueprint, office_cycle, proposal_of

BOTH_TEXTS = tuple(joinedload(side).joinedload(Proposal.current) for side in (MergeOffer.child, MergeOffer.parent))


@blueprint.route("/office/cycles/<slug>/merge", methods=["GET", "POST"])
@needs(Permission.merge)
def merge(slug: str) -> Any:
    """List the questions and the merges, and ask anew."""
    cycle, form = office_cycle(slug, Permission.merge), MergeForm()
    if form.validate_on_submit():
        try:
            child = proposal_of(cycle, form.child.data)
            parent = proposal_of(cycle, form.parent.data)
            made = merging.offer(child_id=child.id, parent_id=parent.id, why=form.why.data or "", by=actor())
            flash(_("They are merged.") if made.merged_at else _("The proposers have been asked."), "success")
            return redirect(url_for("review.merge", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _merge_page(office_cycle(slug, Permission.merge), form, SplitForm(formdata=None))


@blueprint.route("/office/cycles/<slug>/merge/split", methods=["POST"])
@needs(Permission.merge)
def split(slug: str) -> Any:
    """Take a proposal out of a merge."""
    cycle, form = office_cycle(slug, Permission.merge), SplitForm()
    try:
        child = db.session.get(Proposal, form.child_id.data or 0)
        if child is None or child.cycle_id != cycle.id or not form.validate():
            raise NotFound()
        merging.split(child_id=child.id, why=form.why.data or "", by=actor())
        flash(_("It stands on its own again and is under review."), "success")
        return redirect(url_for("review.merge", slug=slug))
    except RuleError as error:
        form.refuse(error)
    return _merge_page(office_cycle(slug, Permission.merge), MergeForm(formdata=None), form)


@blueprint.route("/my/merges/<int:offer_id>", methods=["GET", "POST"])
@needs(Permission.signed_in)
def answer_merge(offer_id: int) -> Any:
    """Show both texts to a proposer, and take the answer."""
    offer, form = _offer(offer_id), MergeAnswerForm()
    if actor().id not in merging.missing_answers(offer, offer.child, offer.parent):
        raise merging.NotAsked()
    if form.validate_on_submit():
        try:
            answered = merging.answer(
                offer_id=offer_id, agrees=form.agrees.data == "yes", why=form.why.data or "", by=actor()
            )
            flash(_("They are merged. Your name stays.") if answered.merged_at else _("Thank you for your answer."))
            return redirect(url_for("review.merge_answered", offer_id=offer_id))
        except RuleError as error:
            form.refuse(error)
            offer = _offer(offer_id)
    return render_template("review/merge_question.html", offer=offer, form=form)


@blueprint.route("/my/merges/<int:offer_id>/answered")
@needs(Permission.signed_in)
def merge_answered(offer_id: int) -> str:
    """Say how the question stands."""
    offer = _offer(offer_id)
    if actor().id not in (offer.child.proposer_id, offer.parent.proposer_id):
        raise NotFound()
    return render_template(
        "review/merge_answered.html", offer=offer, waiting=merging.missing_answers(offer, offer.child, offer.parent)
    )


def _offer(offer_id: int) -> MergeOffer:
    found = select(MergeOffer).where(MergeOffer.id == offer_id)
    offer = db.session.scalar(found.options(*BOTH_TEXTS))
    if offer is None:
        raise NotFound()
    return offer


def _merge_page(cycle: Cycle, form: MergeForm, split_form: SplitForm) -> str:
    offers = select(MergeOffer).join(Proposal, Proposal.id == MergeOffer.child_id)
    offers = offers.where(Proposal.cycle_id == cycle.id).options(*BOTH_TEXTS).order_by(MergeOffer.offered_at.desc())
    links = select(Lineage).join(Proposal, Proposal.id == Lineage.child_id).where(Proposal.cycle_id == cycle.id)
    links = links.where(Lineage.kind == LineageKind.merged_into).options(
        selectinload(Lineage.child).joinedload(Proposal.current),
        selectinload(Lineage.parent).joinedload(Proposal.current),
    )
    return render_template(
        "review/merge.html", cycle=cycle, form=form, split_form=split_form, links=db.session.scalars(links).all(),
        offers=[(offer, merging.missing_answers(offer, offer.child, offer.parent)) for offer in db.session.scalars(offers)],
    )  # fmt: skip
