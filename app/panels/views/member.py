"""The member's own pages: by a personal link and without an account."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.extensions import limiter
from app.panels.forms.days import CodeForm, QuestionForm
from app.panels.models import Panelist, QuestionState
from app.panels.services import agenda, asking, closing_vote, entering, learning, lessons, published, tables, waves
from app.panels.views.area import blueprint
from app.panels.views.standing import is_booth, keep, leave, member_here, personal, secret_kept
from app.polls.models import Poll


@blueprint.route("/i/me/<code>", methods=["GET", "POST"])
@needs(Permission.anyone)
@limiter.limit("30 per minute")
def enter(code: str) -> Response:
    """Open the personal link. Only pressing the button binds it to this browser: a preview of the link does not."""
    panelist = entering.shown_by(code)
    panel, secret = panelist.panel, secret_kept(panelist.panel)
    if request.method == "GET" and not (secret and entering.is_browser_of(panelist, secret)):
        entering.require_unused(panelist)
        return personal(render_template("panels/enter.html", panel=panel, panelist=panelist, synthetic=panel.synthetic))
    entered = entering.enter(code, secret=secret)
    return keep(make_response(redirect(url_for("panels.me", slug=panel.slug))), entered)


@blueprint.route("/panels/<slug>/booth", methods=["GET", "POST"])
@needs(Permission.anyone)
@limiter.limit("30 per minute", methods=["POST"])
def booth(slug: str) -> Response:
    """Let a member without a telephone in on the panel's own device, by the code from the desk."""
    panel, form = published.published_panel(slug), CodeForm()
    if form.validate_on_submit():
        try:
            entered = entering.enter(form.code.data, panel=panel)
            return keep(make_response(redirect(url_for("panels.me", slug=slug))), entered, booth=True)
        except RuleError as error:
            error.field = "code"  # type: ignore[misc]
            form.refuse(error)
    return personal(render_template("panels/booth.html", panel=panel, form=form, synthetic=panel.synthetic))


@blueprint.post("/panels/<slug>/me/leave")
@needs(Permission.anyone)
def leave_booth(slug: str) -> Response:
    """Make the booth free for the next."""
    panel = published.published_panel(slug)
    return leave(make_response(redirect(url_for("panels.booth", slug=slug))), panel)


@blueprint.get("/panels/<slug>/me")
@needs(Permission.anyone)
def me(slug: str) -> Response:
    """What a member must know and do: time, place, tables, learning, questions, survey, vote."""
    return _page(member_here(slug), QuestionForm(formdata=None))


@blueprint.post("/panels/<slug>/me/questions")
@needs(Permission.anyone)
def ask(slug: str) -> Response:
    panelist, form = member_here(slug), QuestionForm()
    if form.validate_on_submit():
        try:
            asking.ask(panelist.panel, **form.values, panelist=panelist)
            flash(_("Your question is in. Others can agree that it be put."), "success")
            return personal(redirect(url_for("panels.me", slug=slug, _anchor="questions")))  # type: ignore[arg-type]
        except RuleError as error:
            form.refuse(error)
            panelist = member_here(slug)
    return _page(panelist, form)


@blueprint.post("/panels/<slug>/me/questions/<int:question_id>")
@needs(Permission.anyone)
def agree(slug: str, question_id: int) -> Any:
    """Agree that a question be put, or take that back."""
    panelist = member_here(slug)
    question = asking.question_numbered(panelist.panel, question_id)
    asking.agree(question, panelist, yes=request.form.get("agree") == "yes")
    return redirect(url_for("panels.me", slug=slug, _anchor="questions"))


@blueprint.post("/panels/<slug>/me/learning/<int:material_id>")
@needs(Permission.anyone)
def finish(slug: str, material_id: int) -> Any:
    """Note that the member has gone through a lesson."""
    panelist = member_here(slug)
    lessons.finish(learning.material_numbered(panelist.panel, material_id), panelist)
    flash(_("Noted: you have gone through this lesson."), "success")
    return redirect(url_for("panels.me", slug=slug))


@blueprint.post("/panels/<slug>/me/bind")
@needs(Permission.signed_in)
def bind(slug: str) -> Any:
    """Let the account that is signed in open the page too."""
    entering.bind(member_here(slug), actor())
    flash(_("This page now stands in your list of tasks too."), "success")
    return redirect(url_for("panels.me", slug=slug))


def _page(panelist: Panelist, form: QuestionForm) -> Response:
    panel = panelist.panel
    vote = closing_vote.for_member(panelist)
    items, my_tables = tables.my_agenda(panelist)
    running, following = agenda.now_and_next(items)
    page = render_template(
        "panels/me.html", panel=panel, panelist=panelist, items=items, running=running, following=following,
        tables=my_tables, lessons=lessons.still_to_do(panelist), waves=waves.open_for(panelist),
        questions=asking.asked(panel, states=[QuestionState.collected, QuestionState.put], viewer=panelist), form=form,
        poll=vote if isinstance(vote, Poll) else None, no_vote=vote, booth=is_booth(panel), synthetic=panel.synthetic,
        may_bind=current_user.is_authenticated and panelist.account_id is None and not is_booth(panel),
    )  # fmt: skip
    return personal(page)
