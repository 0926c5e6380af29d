"""The organiser's desk: all cycles of the office, one cycle, a new one."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.labels import ROLES
from app.accounts.models import Account
from app.core import clock
from app.core.actor import actor
from app.core.audit import AuditEntry, AuditPayload
from app.core.db import db
from app.core.errors import RuleError
from app.core.languages import named
from app.core.permissions import Permission, may, needs
from app.cycles import labels
from app.cycles.forms.acts import OpenCycleForm
from app.cycles.models import Cycle, PhaseKind, PlanVersion
from app.cycles.services import drafts, readiness
from app.cycles.services.checks import intake_opens_at
from app.cycles.services.opening import open_cycle
from app.cycles.services.scope import place_of
from app.cycles.views.area import blueprint, office_cycle
from app.cycles.views.plan import bodies

LOGGED = 30


@blueprint.route("/office/cycles")
@needs(Permission.run_cycle)
def office() -> str:
    """List the cycles that the person runs."""
    return render_template("cycles/office.html", cycles=_mine(), labels=labels, now=clock.now())


@blueprint.route("/office/cycles/new", methods=["GET", "POST"])
@needs(Permission.edit_plan)
def new_cycle() -> Any:
    """Begin next year's cycle, as a copy of an earlier one or from what is offered."""
    mine = [cycle for cycle in _mine() if not cycle.recorded_only]
    latest = mine[0] if mine else None
    form = OpenCycleForm(
        data={
            "budget_year": latest.budget_year + 1 if latest else clock.today().year + 1,
            "copy_of": latest.id if latest else 0,
            "place_code": latest.place_code if latest else None,
        }
    )
    form.place_code.choices = bodies()
    copies = [(cycle.id, _("A copy of %(what)s", what=f"{cycle.budget_year} {named(cycle.place)}")) for cycle in mine]
    form.copy_of.choices = [*copies, (0, _("What is offered to a first cycle"))]
    if form.validate_on_submit():
        try:
            cycle = open_cycle(
                place_code=form.place_code.data,
                budget_year=form.budget_year.data,
                copy_of=form.copy_of.data or None,
                by=actor(),
            )
            flash(_("The cycle is open for writing. Nobody sees it before its plan is published."), "success")
            return redirect(url_for("cycles.edit_plan", slug=cycle.slug))
        except RuleError as error:
            form.refuse(error)
    return render_template("cycles/new.html", form=form)


@blueprint.route("/office/cycles/<slug>")
@needs(Permission.run_cycle)
def desk(slug: str) -> str:
    """What opens next and what blocks it, what is left to do, the times, the log."""
    cycle = office_cycle(slug, Permission.run_cycle)
    phase, unpublished = readiness.next_opening(cycle), not cycle.plans and not cycle.recorded_only
    kind = phase.kind if phase else PhaseKind.intake if unpublished else None
    opens_at = intake_opens_at(drafts.draft_of(cycle)) if unpublished and not phase else phase and phase.opens_at
    return render_template(
        "cycles/desk.html",
        cycle=cycle,
        kind=kind,
        opens_at=opens_at,
        blockers=readiness.blockers(cycle, kind) if kind else [],
        left=readiness.left(cycle),
        log=_log(cycle),
        labels=labels,
        roles=ROLES,
        now=clock.now(),
        draft=bool(cycle.plans) and drafts.has_draft(cycle),
    )


def _mine() -> list[Cycle]:
    plans = selectinload(Cycle.plans).defer(PlanVersion.content)
    found = select(Cycle).options(joinedload(Cycle.place), selectinload(Cycle.phases), plans)
    cycles = db.session.scalars(found.order_by(Cycle.budget_year.desc(), Cycle.slug)).all()
    return [cycle for cycle in cycles if may(Permission.run_cycle, place_of(cycle))]


def _log(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the latest entries of the log about a cycle, with who and why."""
    found = (
        select(AuditEntry, AuditPayload.why)
        .outerjoin(AuditPayload, AuditPayload.seq == AuditEntry.seq)
        .where(AuditEntry.object_type == "cycle", AuditEntry.object_key == str(cycle.id))
    )
    rows = db.session.execute(found.order_by(AuditEntry.seq.desc()).limit(LOGGED)).all()
    ids = {int(entry.actor.partition(":")[2]) for entry, _why in rows if entry.actor.startswith("account:")}
    people = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))) if ids else ()
    names = {f"account:{account_id}": name for account_id, name in people}
    return [
        {
            "at": entry.at,
            "who": names.get(entry.actor, _("the system")),
            "what": _(labels.ACTIONS[entry.action]) if entry.action in labels.ACTIONS else entry.action,
            "why": why,
        }
        for entry, why in rows
    ]
