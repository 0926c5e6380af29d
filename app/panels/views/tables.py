"""Tables: planned by the organiser, led by moderators who note what was said and hand questions in."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import actor
from app.core.db import db
from app.core.errors import EditedByAnother, NotFound, RuleError
from app.core.permissions import Permission, needs
from app.panels.forms.days import NoteForm, QuestionForm, TablesForm
from app.panels.models import Item, ItemKind, Panel, TablePlan
from app.panels.services import agenda, asking, finding, moderating, tables
from app.panels.views.area import blueprint, office_panel
from app.panels.views.standing import personal


@blueprint.route("/office/panels/<slug>/tables", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def keep_tables(slug: str) -> Any:
    """Plan the tables, and show what the seating achieves."""
    panel = office_panel(slug)
    plan = db.session.get(TablePlan, panel.id)
    form = TablesForm(obj=plan, data=None if plan else {"tables": 25, "features": ["sex", "age", "district", "stance"]})
    if form.validate_on_submit():
        try:
            plan = tables.plan_tables(panel, **form.values, by=actor())
            return redirect(url_for("jobs.show", job_id=plan.job_id))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
            plan = db.session.get(TablePlan, panel.id)
    rounds = [item for item in agenda.items(panel) if item.kind is ItemKind.tables]
    page = render_template(
        "panels/keep_tables.html", panel=panel, plan=plan, form=form, rounds=rounds, synthetic=panel.synthetic,
        moderators=moderating.moderators(panel),
    )  # fmt: skip
    return personal(page)


@blueprint.get("/office/panels/<slug>/tables/<int:round_no>")
@needs(Permission.keep_panel)
def round_plan(slug: str, round_no: int) -> Any:
    """Show who sits where in a round, to print."""
    panel = office_panel(slug)
    item = next((item for item in agenda.items(panel) if item.round == round_no), None)
    if item is None:
        raise NotFound()
    page = render_template(
        "panels/round_plan.html", panel=panel, item=item, tables=tables.tables_of(item), synthetic=panel.synthetic,
        moderators=moderating.moderators(panel),
    )  # fmt: skip
    return personal(page)


@blueprint.route("/office/panels/<slug>/moderators", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def keep_moderators(slug: str) -> Any:
    """Give each table its moderator."""
    panel, refusal = office_panel(slug), None
    plan = db.session.get(TablePlan, panel.id)
    numbers, able = range(1, (plan.tables if plan else 0) + 1), moderating.who_can(panel)
    if request.method == "POST":
        typed = {number: request.form.get(f"table-{number}", "") for number in numbers}
        try:
            chosen = {number: int(value) for number, value in typed.items() if value.isascii() and value.isdigit()}
            moderating.assign(panel, chosen, by=actor())
            flash(_("The moderators are written down."), "success")
            return redirect(url_for("panels.keep_tables", slug=slug))
        except RuleError as error:
            refusal, panel = error, office_panel(slug)
            able = moderating.who_can(panel)
    page = render_template(
        "panels/moderators.html", panel=panel, numbers=numbers, able=able, refusal=refusal, synthetic=panel.synthetic,
        now={number: role.id for number, role in moderating.moderators(panel).items()},
    )  # fmt: skip
    return personal(page)


@blueprint.route("/panels/<slug>/tables/<int:table_no>", methods=["GET", "POST"])
@needs(Permission.signed_in)
def table(slug: str, table_no: int) -> Any:
    """The moderator's page: rounds, who sits here (numbers, no names), the note of a round, questions."""
    panel = _my_table(slug, table_no)
    item = _round(panel, request.args.get("round", ""))
    form, theirs = _note_form(panel, table_no, item), None
    if item is not None and form.validate_on_submit():
        seen = str(form.revision.data or "0")
        try:
            revision = int(seen) if seen.isascii() and seen.isdigit() else 0
            moderating.write_note(item, table_no, text=form.text.data or "", revision=revision, by=actor())
            flash(_("The note is kept."), "success")
            return redirect(url_for("panels.table", slug=slug, table_no=table_no, round=request.args.get("round")))
        except RuleError as error:
            form.refuse(error)
            panel = _my_table(slug, table_no)
            item = _round(panel, request.args.get("round", ""))
            if isinstance(error, EditedByAnother) and item is not None:
                theirs = moderating.notes_of(panel, table_no).get(item.id)
                form.revision.data = str(theirs.revision if theirs else 0)  # who has compared both may save over it
    return _table_page(panel, table_no, item, form, QuestionForm(formdata=None, prefix="question-"), theirs)


@blueprint.post("/panels/<slug>/tables/<int:table_no>/questions")
@needs(Permission.signed_in)
def ask_from_table(slug: str, table_no: int) -> Any:
    """Take a question of a table."""
    panel, form = _my_table(slug, table_no), QuestionForm(prefix="question-")
    item = _round(panel, request.args.get("round", ""))
    if form.validate_on_submit():
        try:
            asking.ask(panel, **form.values, item=item, table_no=table_no, by=actor())
            flash(_("The question of the table is in."), "success")
            return redirect(url_for("panels.table", slug=slug, table_no=table_no, round=request.args.get("round")))
        except RuleError as error:
            form.refuse(error)
            panel = _my_table(slug, table_no)
            item = _round(panel, request.args.get("round", ""))
    return _table_page(panel, table_no, item, _note_form(panel, table_no, item, formdata=None), form, None)


def _note_form(panel: Panel, table_no: int, item: Item | None, **more: Any) -> NoteForm:
    """Return the form of a round's note with what is written so far."""
    note = moderating.notes_of(panel, table_no).get(item.id) if item else None
    text, revision = (note.text, note.revision) if note else ("", 0)
    return NoteForm(data={"text": text, "revision": str(revision)}, **more)


def _my_table(slug: str, table_no: int) -> Panel:
    panel = finding.panel_called(slug)
    moderating.require_table(panel, table_no, actor())
    return panel


def _round(panel: Panel, asked: str) -> Item | None:
    """Return the round asked for, else the one that runs or ran last, else the first."""
    rounds = [item for item in agenda.items(panel) if item.kind is ItemKind.tables]
    begun = [item for item in rounds if item.starts_at <= clock.now()]
    chosen = next((item for item in rounds if str(item.round) == asked), None)
    return chosen or (begun[-1] if begun else next(iter(rounds), None))


def _table_page(
    panel: Panel, table_no: int, item: Item | None, form: NoteForm, question_form: QuestionForm, theirs: Any
) -> Any:
    rounds = [one for one in agenda.items(panel) if one.kind is ItemKind.tables]
    here = next((t.people for t in tables.tables_of(item) if t.number == table_no), []) if item else []
    page = render_template(
        "panels/table.html", panel=panel, table_no=table_no, rounds=rounds, item=item, here=here, form=form, theirs=theirs,
        question_form=question_form, synthetic=panel.synthetic,
        asked=[one for one in asking.asked(panel) if one.question.table_no == table_no],
    )  # fmt: skip
    return personal(page)
