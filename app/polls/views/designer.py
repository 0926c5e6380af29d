"""The organiser designs a poll: one form, saved as a draft until it is frozen."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import EditedByAnother, RuleError
from app.core.permissions import Permission, needs
from app.polls import labels
from app.polls.forms import designer, options_text
from app.polls.forms.designer import PollForm
from app.polls.models import Poll
from app.polls.services import listing, making
from app.polls.services.making import ElectorateRow, OptionRow
from app.polls.services.option_sources import option_sources
from app.polls.views.area import blueprint, office_poll


@blueprint.route("/office/polls/new", methods=["GET", "POST"])
@needs(Permission.run_poll)
def new() -> Any:
    """Make a poll."""
    form = PollForm(places=listing.districts())
    if helped := _helped(form):
        return helped
    if form.validate_on_submit():
        try:
            poll = making.make_poll(**_values(form), by=actor())
            flash(_("The draft is saved."), "success")
            return redirect(url_for("polls.desk", slug=poll.slug))
        except RuleError as error:
            form.refuse(error)
    return _page(None, form)


@blueprint.route("/office/polls/<slug>/edit", methods=["GET", "POST"])
@needs(Permission.run_poll)
def edit(slug: str) -> Any:
    """Change a draft."""
    poll = office_poll(slug)
    theirs, form = None, PollForm(obj=designer.shown(poll), places=listing.districts())
    del form.slug
    if helped := _helped(form, poll):
        return helped
    if form.validate_on_submit():
        try:
            making.change_poll(poll, revision=int(form.revision.data or 0), **_values(form), by=actor())
            flash(_("Saved."), "success")
            return redirect(url_for("polls.desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
            if isinstance(error, EditedByAnother):
                theirs = designer.shown(poll := office_poll(slug))
                form.revision.data = str(poll.revision)
    return _page(poll, form, theirs)


def _helped(form: PollForm, poll: Poll | None = None) -> str | None:
    """Take options over, or add a body of voters: nothing is saved, what was typed stays."""
    if request.method != "POST" or not {"take", "more"} & request.form.keys():
        return None
    if "more" in request.form and len(form.electorates) < 8:
        form.electorates.append_entry()
        form.name_places()
    if request.form.get("take") and form.source.data:
        form.options.data = options_text.write(option_sources.of(form.source.data))
        form.options.raw_data = None
    return _page(poll, form)


def _values(form: PollForm) -> dict[str, Any]:
    options = [
        OptionRow(
            code=line.code, title_ko=line.title_ko, title_en=line.title_en, text_ko=line.text_ko, text_en="",
            cost_won=line.cost_won, labels=line.labels, address=line.address,
        )
        for line in form.lines
    ]  # fmt: skip
    electorates = [ElectorateRow(**row) for row in form.named_electorates]
    return form.service_values | {"options": options, "electorates": electorates}


def _page(poll: Poll | None, form: PollForm, theirs: Any = None) -> str:
    form.source.choices = [("", _("typed below"))] + [
        (key, _(sentence, **params)) for key, sentence, params in option_sources.choices()
    ]
    return render_template(
        "polls/designer.html", poll=poll, form=form, labels=labels, theirs=theirs,
        title=_("Edit the vote") if poll else _("New vote"), synthetic=poll.synthetic if poll else False,
    )  # fmt: skip
