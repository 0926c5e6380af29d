"""The opinion map: members write and judge statements, the organiser lets them in, everybody sees the stored map."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.panels.forms.opinions import KeepOutForm, OfficeStatementForm, OpinionWindowForm, StatementForm
from app.panels.models import Panel, Panelist, Statement, StatementState
from app.panels.services import opinion_map, opinion_window, opinions, published
from app.panels.services.opinion_picture import ellipses
from app.panels.views.area import blueprint, form_page, office_panel
from app.panels.views.standing import is_booth, member_here, personal

NARROW, WIDE = (358, 300), (760, 380)  # the drawings of templates/panels/_opinion_map.html
BUTTONS = {"agree": opinions.AGREE, "pass": opinions.PASS, "disagree": opinions.DISAGREE}


@blueprint.get("/panels/<slug>/opinions")
@needs(Permission.anyone)
def show_opinions(slug: str) -> str:
    """Show the map that was made after the close; before it, when members judge and how many statements there are."""
    panel = published.published_panel(slug)
    row = opinion_window.window_of(panel)
    if row is None:
        raise NotFound()
    judged, figures = opinions.statements(panel, [StatementState.open]), row.figures if row.made_at else None
    groups = figures.get("groups", []) if figures else []
    return render_template(
        "panels/opinions.html", panel=panel, window=row, over=opinion_window.is_over(row), count=len(judged),
        map=figures, texts={one.statement.id: _text(one.statement) for one in judged}, synthetic=panel.synthetic,
        narrow=ellipses(groups, *NARROW), wide=ellipses(groups, *WIDE),
    )  # fmt: skip


@blueprint.get("/panels/<slug>/me/opinions")
@needs(Permission.anyone)
def my_opinions(slug: str) -> Response:
    """Show a member the next statement to judge, those judged already, and what she wrote."""
    return _member_page(member_here(slug), StatementForm(formdata=None))


@blueprint.post("/panels/<slug>/me/opinions")
@needs(Permission.anyone)
def write_statement(slug: str) -> Response:
    panelist, form = member_here(slug), StatementForm()
    if form.validate_on_submit():
        try:
            opinions.write(panelist.panel, form.text.data, panelist=panelist)
            flash(_("Your statement is in. The office reads it before others judge it."), "success")
            return personal(redirect(url_for("panels.my_opinions", slug=slug)))  # type: ignore[arg-type]
        except RuleError as error:
            form.refuse(error)
            panelist = member_here(slug)
    return _member_page(panelist, form)


@blueprint.post("/panels/<slug>/me/opinions/<int:statement_id>")
@needs(Permission.anyone)
def judge(slug: str, statement_id: int) -> Any:
    """Keep an answer; a later one replaces it."""
    panelist = member_here(slug)
    statement = opinions.statement_numbered(panelist.panel, statement_id)
    button = request.form.get("answer", "")
    if button not in BUTTONS:
        raise opinions.NoSuchAnswer()
    opinions.answer(panelist, statement, BUTTONS[button])
    return redirect(url_for("panels.my_opinions", slug=slug))


@blueprint.get("/office/panels/<slug>/opinions")
@needs(Permission.keep_panel)
def keep_opinions(slug: str) -> str:
    """List the statements of one state; who wrote them is not shown."""
    panel, asked = office_panel(slug), request.args.get("state", "")
    state = StatementState(asked) if asked in set(StatementState) else StatementState.waiting
    row = opinion_window.window_of(panel)
    return render_template(
        "panels/keep_opinions.html", panel=panel, state=state, states=list(StatementState),
        counts=opinions.counts(panel), judged=opinions.statements(panel, [state]), window=row,
        running=opinion_window.is_running(row), over=opinion_window.is_over(row), synthetic=panel.synthetic,
    )  # fmt: skip


@blueprint.route("/office/panels/<slug>/opinions/window", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def opinions_window(slug: str) -> Any:
    """Fix when members judge statements, or move the end."""
    panel = office_panel(slug)
    form = OpinionWindowForm(obj=opinion_window.window_of(panel))
    if form.validate_on_submit():
        try:
            opinion_window.set_window(panel, **form.values, by=actor())
            return redirect(url_for("panels.keep_opinions", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    note = _("Before the close nobody sees how members judge. The map is made by itself after it.")
    return form_page(panel, form, title=_("Time for statements"), submit=_("Save"), note=note)


@blueprint.route("/office/panels/<slug>/opinions/new", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def add_statement(slug: str) -> Any:
    """Write a statement of the office: it is open at once."""
    panel, form = office_panel(slug), OfficeStatementForm()
    if form.validate_on_submit():
        try:
            opinions.write(panel, **form.values, by=actor())
            return redirect(url_for("panels.keep_opinions", slug=slug, state="open"))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    note = _("One thought a statement, so that agreeing to it means one thing. Write both sides' thoughts.")
    return form_page(panel, form, title=_("Write a statement"), submit=_("Write"), note=note)


@blueprint.post("/office/panels/<slug>/opinions/<int:statement_id>/let-in")
@needs(Permission.keep_panel)
def let_statement_in(slug: str, statement_id: int) -> Any:
    opinions.let_in(opinions.statement_numbered(office_panel(slug), statement_id), by=actor())
    return redirect(url_for("panels.keep_opinions", slug=slug))


@blueprint.route("/office/panels/<slug>/opinions/<int:statement_id>/keep-out", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def keep_statement_out(slug: str, statement_id: int) -> Any:
    """Keep a statement out, with the reason that its writer sees."""
    panel, form = office_panel(slug), KeepOutForm()
    statement = opinions.statement_numbered(panel, statement_id)
    text = statement.text_ko
    if form.validate_on_submit():
        try:
            opinions.hide(statement, **form.values, by=actor())
            return redirect(url_for("panels.keep_opinions", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    return form_page(panel, form, title=_("Keep a statement out"), submit=_("Keep out"), note=text)


@blueprint.post("/office/panels/<slug>/opinions/map")
@needs(Permission.keep_panel)
def make_opinion_map(slug: str) -> Any:
    """Make the map now, or anew."""
    job = opinion_map.start(office_panel(slug), by=actor())
    return redirect(url_for("jobs.show", job_id=job.id))


def _member_page(panelist: Panelist, form: StatementForm) -> Response:
    panel: Panel = panelist.panel
    row = opinion_window.window_of(panel)
    found = [(statement, _text(statement), given) for statement, given in opinions.open_statements(panelist)]
    page = render_template(
        "panels/my_opinions.html", panel=panel, form=form, window=row, running=opinion_window.is_running(row),
        over=opinion_window.is_over(row), following=next((one for one in found if one[2] is None), None),
        judged=[one for one in found if one[2] is not None], left=sum(given is None for _s, _t, given in found),
        mine=opinions.written_by(panelist), named_answers={value: name for name, value in BUTTONS.items()},
        synthetic=panel.synthetic, booth=is_booth(panel),
    )  # fmt: skip
    return personal(page)


def _text(statement: Statement) -> str:
    """Return a statement in the reader's language where it has one."""
    return statement.text_en if chosen() == "en" and statement.text_en else statement.text_ko
