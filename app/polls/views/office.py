"""The organiser runs a poll: key and freeze, voters, turnout, count with two shares, public number, bundle."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core import secret_files
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import named
from app.core.permissions import Permission, may, needs
from app.polls import labels
from app.polls.forms.running import CallOffForm, CodesForm, CountForm, KeyForm, NumberForm, VoidForm, VoterListForm
from app.polls.models import Poll
from app.polls.services import (
    cancelling,
    closing,
    counting,
    freezing,
    keys,
    listing,
    publishing,
    roll,
    subjects,
    turnout,
)
from app.polls.services.finding import state_of
from app.polls.services.subjects import THE_WHOLE_CITY
from app.polls.services.voter_sources import voter_sources
from app.polls.views.area import blueprint, office_poll, poll_page


@blueprint.get("/office/polls")
@needs(Permission.run_poll)
def office_index() -> str:
    if not may(Permission.run_poll, THE_WHOLE_CITY):
        abort(403)
    return render_template("polls/office_index.html", polls=listing.of_office(), labels=labels, state_of=state_of)


@blueprint.get("/office/polls/<slug>")
@needs(Permission.run_poll)
def desk(slug: str) -> str:
    """Where a poll stands and what is to be done next."""
    return desk_page(office_poll(slug))


def desk_page(poll: Poll, **forms: Any) -> str:
    choices = [(row.code, named(row)) for row in poll.electorates]
    made = {
        "key": KeyForm(formdata=None), "voters": VoterListForm(formdata=None), "codes_form": CodesForm(formdata=None),
        "count_form": CountForm(formdata=None), "number": NumberForm(formdata=None), "call_off": CallOffForm(formdata=None),
        "void_form": VoidForm(formdata=None),
    } | forms  # fmt: skip
    made["voters"].electorate.choices = [
        c for c, row in zip(choices, poll.electorates, strict=True) if row.eligibility != "codes"
    ]
    listable = poll.opened_at is None and not subjects.fills_roll(poll)
    bodies = voter_sources.choices() if listable else []
    made["voters"].members.choices = [("", _("of no body")), *((key, _(said, **of)) for key, said, of in bodies)]
    made["codes_form"].electorate.choices = [
        c for c, row in zip(choices, poll.electorates, strict=True) if row.eligibility == "codes"
    ]
    return poll_page(
        "desk", poll, **made, form=next(iter(forms.values()), made["key"]), places=listing.districts(),
        sizes={} if poll.opened_at else roll.sizes(poll), turnout=turnout.of(poll) if poll.opened_at else None,
        about=subjects.about(poll), fills_roll=subjects.fills_roll(poll),
        demonstration=secret_files.may_be_kept_together(),
    )  # fmt: skip


def back(poll: Poll) -> Response:
    return redirect(url_for("polls.desk", slug=poll.slug))


@blueprint.post("/office/polls/<slug>/dry-run")
@needs(Permission.run_poll)
def dry_run(slug: str) -> Response:
    """Try the whole poll with made-up ballots."""
    test = freezing.dry_run(office_poll(slug), by=actor())
    flash(_("The dry run is counted. Nothing of it is a real vote."), "success")
    return redirect(url_for("polls.result", slug=test.slug))


@blueprint.post("/office/polls/<slug>/freeze")
@needs(Permission.run_poll)
def freeze(slug: str) -> Any:
    poll, form = office_poll(slug), KeyForm()
    if form.validate_on_submit():
        try:
            poll = freezing.freeze(poll, form.box_public.data or "", by=actor())
            flash(_("Frozen: question, options, rule, times and keys. Check %(hash)s.", hash=(poll.definition_hash or "")[:12]), "success")  # fmt: skip
            return back(poll)
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_poll(slug), key=form)


@blueprint.post("/office/polls/<slug>/freeze/demonstration")
@needs(Permission.run_poll)
def freeze_demonstration(slug: str) -> Response:
    """Freeze with a key whose halves both stay on this machine: refused in production."""
    poll = office_poll(slug)
    poll = freezing.freeze(poll, keys.demonstration_box(poll), by=actor())
    flash(_("Frozen with a demonstration key: both halves lie on this machine."), "warning")
    return back(poll)


@blueprint.post("/office/polls/<slug>/close")
@needs(Permission.run_poll)
def close(slug: str) -> Response:
    """Close at once what the worker closes within a minute."""
    poll = closing.close(office_poll(slug))
    flash(_("The log is closed."), "success")
    return back(poll)


@blueprint.post("/office/polls/<slug>/count")
@needs(Permission.run_poll)
def count(slug: str) -> Any:
    """Open the box with both shares and count."""
    poll, form = office_poll(slug), CountForm()
    if form.validate_on_submit():
        try:
            return _counted(counting.count(poll, form.share_a.data or "", form.share_b.data or "", by=actor()))
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_poll(slug), count_form=form)


@blueprint.post("/office/polls/<slug>/count/demonstration")
@needs(Permission.run_poll)
def count_demonstration(slug: str) -> Response:
    poll = office_poll(slug)
    one, other = keys.demonstration_shares(poll)
    return _counted(counting.count(poll, one, other, by=actor()))


def _counted(poll: Poll) -> Response:
    flash(_("The votes are counted. Draw the public number next."), "success")
    return back(poll)


@blueprint.post("/office/polls/<slug>/void")
@needs(Permission.run_poll)
def void(slug: str) -> Any:
    """Take out a ballot that cannot be opened, by a decision on record."""
    poll, form = office_poll(slug), VoidForm()
    if form.validate_on_submit():
        try:
            counting.void(poll, form.leaf.data or "", form.decision.data or "", by=actor())
            flash(_("The ballot is declared void; the decision stands in the log."), "success")
            return back(poll)
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_poll(slug), void_form=form)


@blueprint.post("/office/polls/<slug>/number")
@needs(Permission.run_poll)
def draw(slug: str) -> Any:
    """Note the public number, which decides what everybody can check of the ballots."""
    poll, form = office_poll(slug), NumberForm()
    if form.validate_on_submit():
        try:
            publishing.draw(poll, form.number.data or "", by=actor())
            flash(_("The number is noted and the bundle is published."), "success")
            return back(poll)
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_poll(slug), number=form)


@blueprint.post("/office/polls/<slug>/cancel")
@needs(Permission.run_poll)
def cancel(slug: str) -> Any:
    """Call a poll off, with a public reason."""
    poll, form = office_poll(slug), CallOffForm()
    if form.validate_on_submit():
        try:
            cancelling.cancel(poll, why=form.why.data or "", by=actor())
            flash(_("The vote is called off."), "success")
            return back(poll)
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_poll(slug), call_off=form)
