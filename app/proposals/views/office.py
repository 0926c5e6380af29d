"""Pages of the office: the list with filters, proxy entry, the mark for safety, the way to the import."""

import secrets
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.core.actor import actor
from app.core.db import db, transaction
from app.core.errors import RuleError
from app.core.permissions import Permission, may, needs
from app.cycles.models import Cycle
from app.cycles.services.scope import place_of
from app.proposals.forms.filters import filters_from
from app.proposals.forms.proposal import ProxyForm
from app.proposals.forms.small import SafetyForm
from app.proposals.labels import CHANNELS, STATUSES
from app.proposals.models import Proposal
from app.proposals.services import imports, proxy, safety, similar
from app.proposals.services.find import cycle_with_choices
from app.proposals.services.office import office_list
from app.proposals.views.blueprint import blueprint
from app.proposals.views.uploads import files_of, keep_uploads


@blueprint.route("/office/cycles/<slug>/proposals")
@needs(Permission.assign)
def office(slug: str) -> str:
    """List all proposals of a cycle, narrowed by filters in the address."""
    cycle = _cycle(slug, Permission.assign)
    filters = filters_from(request.args)
    found = office_list(cycle.id, filters, request.args.get("page", 1, type=int))
    return render_template(
        "proposals/office.html", cycle=cycle, found=found, filters=filters, statuses=STATUSES, channels=CHANNELS,
        form=SafetyForm(formdata=None),
    )  # fmt: skip


@blueprint.route("/office/cycles/<slug>/proposals/new", methods=["GET", "POST"])
@needs(Permission.enter_by_proxy, files=True)
def enter(slug: str) -> Any:
    """Enter a proposal for somebody, with the scan of the original."""
    cycle, form = _cycle(slug, Permission.enter_by_proxy), ProxyForm()
    form.offer(cycle)
    form.offer_channels(CHANNELS, proxy.BY_PROXY)
    if request.method == "GET":
        form.submit_key.data = secrets.token_hex(16)
        return _enter_page(cycle, form)
    act = request.form.get("act", "enter")
    valid = form.validate() if act == "enter" else False
    taken = keep_uploads(form, actor())
    if act.startswith("more:"):
        form.more(act.removeprefix("more:"))
    elif valid and taken:
        try:
            proposal = proxy.enter_by_proxy(
                cycle, form.content, by=actor(), channel=form.channel.data, proposer_name=form.proposer_name.data or "",
                scan_ids=form.kept_files.data or [], submit_key=form.submit_key.data or secrets.token_hex(16),
            )  # fmt: skip
            flash(_("Entered under the number %(receipt_no)s.", receipt_no=proposal.receipt_no), "success")
            return redirect(url_for("proposals.office", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _enter_page(_cycle(slug, Permission.enter_by_proxy), form)


@blueprint.route("/office/cycles/<slug>/proposals/safety", methods=["POST"])
@needs(Permission.assign)
def mark_safety(slug: str) -> Any:
    """Mark the chosen proposals as preventing accidents, or take the mark off."""
    cycle, form = _cycle(slug, Permission.assign), SafetyForm()
    if not form.validate_on_submit() or not form.numbers.data:
        flash(_("Choose proposals and write why."), "warning")
        return redirect(url_for("proposals.office", slug=slug))
    marked = request.form.get("to") != "off"
    with transaction():
        wanted = select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.number.in_(form.numbers.data))
        for proposal in list(db.session.scalars(wanted)):
            safety.mark_safety(proposal, safety=marked, by=actor(), why=form.why.data or "")
    count = len(form.numbers.data)
    flash(ngettext("%(num)d proposal was marked.", "%(num)d proposals were marked.", count), "success")
    return redirect(url_for("proposals.office", slug=slug))


@blueprint.route("/office/cycles/<slug>/proposals/import")
@needs(Permission.import_rows)
def import_proposals(slug: str) -> Any:
    """Lead to the import of this cycle's proposals."""
    cycle = _cycle(slug, Permission.import_rows)
    return redirect(url_for("imports.new", kind=imports.PROPOSALS.code, cycle_id=cycle.id))


def _enter_page(cycle: Cycle, form: ProxyForm) -> str:
    found = similar.similar_proposals(cycle.id, title=form.title.data or "")
    return render_template("proposals/proxy.html", cycle=cycle, form=form, files=files_of(form, actor()), similar=found)


def _cycle(slug: str, permission: Permission) -> Cycle:
    cycle = cycle_with_choices(slug)
    if not may(permission, place_of(cycle)):
        abort(403)
    return cycle
