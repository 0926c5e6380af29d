"""Voting: choose, look at it once more, cast, receipt. Each step works without script."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import sentence_of
from app.core.permissions import Permission, needs
from app.selection import services as selection
from app.selection.forms import AsideForm, fields_of, marks_from
from app.selection.models import SelectionPoll
from app.selection.services.casting import TooManyPicks, check
from app.selection.services.finding import poll_called
from app.selection.services.paper import Paper, paper_of
from app.selection.services.roll import AlreadyVoted, require_voting
from app.selection.views.area import blueprint


def _paper(slug: str) -> Paper:
    """Return the paper of the person at the browser; the first one after the opening draws up the roll."""
    poll = poll_called(slug)
    require_voting(poll)
    return paper_of(selection.open_poll(poll), actor())


@blueprint.route("/selections/<slug>/vote", methods=["GET", "POST"])
@needs(Permission.select)
def vote(slug: str) -> Response | str:
    """1 of 3: choose. A POST brings the marks back from the review."""
    paper = _paper(slug)
    if paper.voted:
        return redirect(url_for("selection.receipt", slug=slug))
    marks = paper.kept(marks_from(request.form, paper.poll.form)) if request.method == "POST" else {}
    return _page("selection/vote.html", paper, marks)


@blueprint.route("/selections/<slug>/review", methods=["GET", "POST"])
@needs(Permission.select)
def review(slug: str) -> Response | str:
    """2 of 3: 이렇게 투표할까요?"""
    paper = _paper(slug)
    if paper.voted:
        return redirect(url_for("selection.receipt", slug=slug))
    if request.method == "GET":
        return redirect(url_for("selection.vote", slug=slug))
    marks = paper.kept(marks_from(request.form, paper.poll.form))
    over = None
    try:
        check(paper.poll, paper.seat_id, marks)
    except TooManyPicks as error:
        over = sentence_of(error)
    return _page("selection/review.html", paper, marks, over=over)


@blueprint.post("/selections/<slug>/receipt")
@needs(Permission.select)
def cast(slug: str) -> Response:
    """3 of 3: cast. The second press of a double click finds the first ballot standing."""
    poll = poll_called(slug)
    try:
        selection.cast(poll, marks=marks_from(request.form, poll.form), by=actor())
    except AlreadyVoted as error:
        flash(sentence_of(error))
    return redirect(url_for("selection.receipt", slug=slug))


@blueprint.get("/selections/<slug>/receipt")
@needs(Permission.select)
def receipt(slug: str) -> Response | str:
    """What the roll says, which is all that is known: that one has voted."""
    poll = poll_called(slug)
    if poll.opened_at is None or not paper_of(poll, actor()).voted:
        return redirect(url_for("selection.show", slug=slug))
    return render_template("selection/receipt.html", poll=poll, cycle=poll.cycle, synthetic=poll.cycle.synthetic)


@blueprint.route("/selections/<slug>/aside/<int:proposal_id>", methods=["GET", "POST"])
@needs(Permission.select)
def aside(slug: str, proposal_id: int) -> Response | str:
    """Take a proposal off one's own ballot, before voting."""
    paper = _paper(slug)
    option = next((option for option in paper.options if option.id == proposal_id), None)
    if option is None or paper.voted:
        return redirect(url_for("selection.vote", slug=slug))
    form = AsideForm()
    if form.validate_on_submit():
        try:
            selection.step_aside(
                paper.poll, option.proposal, kind=form.kind.data, note=form.note.data or "", by=actor()
            )
            flash(_("The proposal is off your ballot. You stay enrolled and count for the quorum."), "success")
            return redirect(url_for("selection.vote", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return render_template("selection/aside.html", poll=paper.poll, option=option, form=form)


def _page(template: str, paper: Paper, marks: Mapping[int, str], **more: object) -> str:
    poll: SelectionPoll = paper.poll
    return render_template(
        template,
        poll=poll,
        cycle=poll.cycle,
        paper=paper,
        marks=marks,
        carried=fields_of(marks, poll.form),
        synthetic=poll.cycle.synthetic,
        **more,
    )
