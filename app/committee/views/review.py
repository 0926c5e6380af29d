"""The committee's review: what was said on the proposals of a member's subcommittee, the newest first."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from app.committee.forms import CommentForm
from app.committee.services import bodies, discussion, news, screening
from app.committee.views.area import blueprint
from app.core import clock
from app.core.actor import actor
from app.core.db import db
from app.core.errors import N_, RuleError
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.finding import cycle_called
from app.cycles.services.phases import phase_of
from app.proposals.labels import COMMENT_KINDS, ROLES
from app.proposals.models import Comment, CommentKind, Proposal, Status
from app.proposals.services import comments

KIND_WORDS = {CommentKind.comment: N_("comment")} | COMMENT_KINDS
TONES = {CommentKind.question: "warning", CommentKind.change: "primary", CommentKind.answer: "success"}
READ = (Status.received, Status.in_review, *screening.RANKED)


@blueprint.get("/cycles/<slug>/review")
@needs(Permission.score)
def news_of_mine(slug: str) -> str:
    """What is new for my subcommittee."""
    cycle = cycle_called(slug)
    seat = bodies.seat_looking_back(actor(), cycle, screening.looking_at(cycle, PhaseKind.review))
    items = news.under_review(cycle, seat.subcommittee, READ) if seat.subcommittee else []
    phase = phase_of(cycle, PhaseKind.review)
    return render_template(
        "committee/review.html",
        cycle=cycle,
        seat=seat,
        items=items,
        phase=phase,
        is_open=phase is not None and phase.is_open(clock.now()),
        synthetic=cycle.synthetic,
    )


@blueprint.route("/cycles/<slug>/review/<int:number>", methods=["GET", "POST"])
@needs(Permission.review_in_committee)
def discuss(slug: str, number: int) -> Response | str:
    """Read what was said on a proposal; ask, comment, propose a change, answer."""
    cycle = cycle_called(slug)
    proposal = screening.proposal_numbered(cycle, number)
    answered = _answered(proposal)
    form = CommentForm(data={"parent_id": answered.id if answered else ""})
    form.kind.choices = _kinds(answered)
    if form.validate_on_submit():
        try:
            discussion.contribute(
                proposal,
                kind=CommentKind(form.kind.data),
                body=form.body.data or "",
                parent_id=answered.id if answered else None,
                by=actor(),
            )
            return redirect(url_for("committee.discuss", slug=slug, number=number))
        except RuleError as error:
            form.refuse(error)
    return _discussion(cycle, proposal, form, answered)


def _answered(proposal: Proposal) -> Comment | None:
    """Return the question or change that is being answered, if the address or the form names one."""
    named = request.args.get("answer") or request.form.get("parent_id") or ""
    found = db.session.get(Comment, int(named)) if named.isdecimal() else None
    return found if found is not None and found.proposal_id == proposal.id else None


def _kinds(answered: Comment | None) -> list[tuple[str, str]]:
    shown = [CommentKind.answer] if answered else [CommentKind.question, CommentKind.change, CommentKind.comment]
    return [(kind.value, gettext(KIND_WORDS[kind])) for kind in shown]


def _discussion(cycle: Cycle, proposal: Proposal, form: CommentForm, answered: Comment | None) -> str:
    phase = phase_of(cycle, PhaseKind.review)
    return render_template(
        "committee/discuss.html",
        cycle=cycle,
        proposal=proposal,
        said=comments.comment_page(proposal.id, request.args.get("page", type=int)),
        form=form,
        answered=answered,
        kinds=KIND_WORDS,
        tones=TONES,
        roles=ROLES,
        is_open=phase is not None and phase.is_open(clock.now()),
        synthetic=cycle.synthetic,
    )
