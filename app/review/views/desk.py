"""An officer's desk: the lists, one proposal, many at once."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.actor import actor
from app.core.db import db
from app.core.errors import EditedByAnother, NotFound, RuleError
from app.core.paging import page_number
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle
from app.proposals.models import Lineage, Proposal
from app.review.forms import BulkVerdictForm, VerdictForm
from app.review.services import lists, verdicts
from app.review.services.answer_templates import templates_for
from app.review.services.appeals import replies_to
from app.review.services.cases import Case, case_called, cases_of
from app.review.services.lists import DeskView
from app.review.services.officers import speaks_for
from app.review.services.verdicts import Conclusion, Rules
from app.review.views.area import blueprint, chosen_ids, page_size


@blueprint.route("/desk")
@needs(Permission.give_verdict)
def desk() -> str:
    """List what lies with the officer's departments."""
    cycles = lists.cycles_with_work(actor())
    wanted = request.args.get("cycle")
    cycle = next((cycle for cycle in cycles if cycle.slug == wanted), cycles[0] if cycles else None)
    if cycle is None:
        return render_template("desk/index.html", cycle=None)
    return _desk_page(cycles, cycle, _bulk_form(cycle))


@blueprint.route("/desk/bulk/<slug>", methods=["POST"])
@needs(Permission.give_verdict)
def bulk(slug: str) -> Any:
    """Show what the same verdict on several proposals would do; with ``carry_out``, give it."""
    cycles = lists.cycles_with_work(actor())
    cycle = next((cycle for cycle in cycles if cycle.slug == slug), None)
    if cycle is None:
        raise NotFound()
    form, chosen = _bulk_form(cycle), chosen_ids()
    conclusion = Conclusion(form.kind.data or "", form.reason.data or "", form.exclusion.data or None)
    if not form.validate() or not chosen:
        if not chosen:
            form.form_errors.append(_("Choose at least one proposal."))
        return _desk_page(cycles, cycle, form, chosen)
    if request.form.get("carry_out"):
        try:
            given = verdicts.give_verdicts(proposal_ids=chosen, conclusion=conclusion, by=actor())
            flash(ngettext("%(num)d verdict was given.", "%(num)d verdicts were given.", len(given)), "success")
            return redirect(url_for("review.desk", cycle=slug))
        except RuleError as error:
            form.refuse(error)
            return _desk_page(lists.cycles_with_work(actor()), cycle, form, chosen)
    return _bulk_preview(cycle, form, chosen, conclusion)


@blueprint.route("/desk/<receipt_no>", methods=["GET", "POST"])
@needs(Permission.give_verdict)
def item(receipt_no: str) -> Any:
    """Read a proposal and conclude."""
    case = case_called(receipt_no)
    form, other = _verdict_form(case), None
    if form.insert.data:
        _insert_template(form)
    elif form.validate_on_submit():
        try:
            verdicts.give_verdict(
                proposal_id=case.proposal.id, conclusion=_conclusion(form), by=actor(),
                revision=_seen(form),
            )  # fmt: skip
            flash(_("The verdict on %(receipt_no)s was given.", receipt_no=receipt_no), "success")
            return redirect(url_for("review.desk", cycle=receipt_no.rpartition("-")[0]))
        except RuleError as error:
            form.refuse(error)
            case = case_called(receipt_no)
            if isinstance(error, EditedByAnother) and case.verdict is not None:
                other = case.verdict
                form.revision.data = other.revision
    return _item_page(case, form, other)


def _item_page(case: Case, form: VerdictForm, other: Any) -> str:
    merged = select(Lineage).where(Lineage.parent_id == case.proposal.id)
    mine = case.assignment is not None and speaks_for(actor(), case.assignment.department_id)
    return render_template(
        "desk/item.html", case=case, version=case.proposal.current, form=form, other=other, mine=mine, now=clock.now(),
        lineage=db.session.scalars(merged.options(joinedload(Lineage.child).joinedload(Proposal.current))).all(),
        replies=replies_to(case),
    )  # fmt: skip


def _verdict_form(case: Case) -> VerdictForm:
    verdict = case.verdict
    asked = {"safety": case.proposal.safety}
    if verdict is not None:
        asked |= {
            "revision": verdict.revision, "kind": verdict.kind.code, "reason": verdict.reason,
            "exclusion": verdict.exclusion.code if verdict.exclusion else "", "cost_won": verdict.cost_won,
        }  # fmt: skip
    form = VerdictForm(data=asked)
    form.offer(case.proposal.cycle, templates_for(actor()))
    return form


def _conclusion(form: VerdictForm) -> Conclusion:
    return Conclusion(
        form.kind.data or "", form.reason.data or "", form.exclusion.data or None, form.cost_won.data, form.safety.data
    )


def _seen(form: VerdictForm) -> int | None:
    """Return the revision that was on the screen, as it was sent: nothing where there was no verdict."""
    sent = (form.revision.raw_data or [""])[0]
    return int(sent) if sent.isdigit() else None


def _insert_template(form: VerdictForm) -> None:
    """Put the chosen text below what the officer has typed."""
    text = next((text for text in templates_for(actor()) if text.id == form.template.data), None)
    if text is not None:
        form.reason.data = "\n\n".join(part for part in ((form.reason.data or "").strip(), text.body) if part)


def _bulk_form(cycle: Cycle) -> BulkVerdictForm:
    form = BulkVerdictForm()
    form.offer(cycle)
    return form


def _bulk_preview(cycle: Cycle, form: BulkVerdictForm, chosen: list[int], conclusion: Conclusion) -> str:
    rules = Rules.of(cycle.id)
    rows = [(case, verdicts.refusal_of_first(case, conclusion, rules, by=actor())) for case in cases_of(chosen)]
    good = [case for case, refusal in rows if refusal is None]
    kind = rules.kinds.get(conclusion.kind)
    return render_template(
        "desk/bulk.html", cycle=cycle, form=form, rows=rows, good=good, kind=kind,
        exclusion=rules.exclusions.get(conclusion.exclusion or "") if kind and kind.needs_exclusion else None,
    )  # fmt: skip


def _desk_page(cycles: list[Cycle], cycle: Cycle, form: BulkVerdictForm, chosen: list[int] | None = None) -> str:
    counts = lists.desk_counts(actor(), cycle.id)
    first = DeskView.mine if counts[DeskView.mine] else DeskView.missing
    view = next((view for view in DeskView if view == request.args.get("show")), first)
    return render_template(
        "desk/index.html", cycle=cycle, cycles=cycles, form=form, view=view, counts=counts,
        listed=lists.desk_list(
            actor(), cycle.id, view, total=counts[view], page=page_number(), size=page_size()
        ), chosen=chosen or [],
        now=clock.now(), names=_view_names(),
    )  # fmt: skip


def _view_names() -> dict[DeskView, str]:
    return {
        DeskView.mine: _("Mine"),
        DeskView.missing: _("Missing"),
        DeskView.overdue: _("Overdue"),
        DeskView.done: _("Done by us"),
    }
