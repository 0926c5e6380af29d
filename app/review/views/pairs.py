"""Proposals that exclude each other: noted, settled."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle
from app.review.forms import PairForm, SettleForm
from app.review.services import incompatibility
from app.review.views.area import blueprint, office_cycle, proposal_of


@blueprint.route("/office/cycles/<slug>/pairs", methods=["GET", "POST"])
@needs(Permission.merge)
def pairs(slug: str) -> Any:
    """List the pairs, and note another."""
    cycle, form = office_cycle(slug, Permission.merge), PairForm()
    if form.validate_on_submit():
        try:
            one, other = proposal_of(cycle, form.one.data), proposal_of(cycle, form.other.data)
            incompatibility.note(one_id=one.id, other_id=other.id, why=form.why.data or "", by=actor())
            flash(_("Noted. One of the two must be chosen before the vote opens."), "success")
            return redirect(url_for("review.pairs", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _page(office_cycle(slug, Permission.merge), form, SettleForm(formdata=None))


@blueprint.route("/office/cycles/<slug>/pairs/settle", methods=["POST"])
@needs(Permission.merge)
def settle_pair(slug: str) -> Any:
    """Keep one of a pair."""
    cycle, form = office_cycle(slug, Permission.merge), SettleForm()
    try:
        known = {(pair.one_id, pair.other_id) for pair in incompatibility.pairs(cycle.id)}
        if (form.one_id.data, form.other_id.data) not in known or not form.validate():
            raise NotFound()
        incompatibility.settle(by=actor(), **form.values)
        flash(_("Settled."), "success")
        return redirect(url_for("review.pairs", slug=slug))
    except RuleError as error:
        form.refuse(error)
    return _page(office_cycle(slug, Permission.merge), PairForm(formdata=None), form)


def _page(cycle: Cycle, form: PairForm, settle_form: SettleForm) -> str:
    return render_template(
        "review/pairs.html", cycle=cycle, form=form, settle_form=settle_form, pairs=incompatibility.pairs(cycle.id)
    )
