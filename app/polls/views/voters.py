"""Who is on the roll before the opening: from lists, and by one-time codes."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import named
from app.core.permissions import Permission, needs
from app.polls.forms.running import CodesForm, VoterListForm
from app.polls.services import codes, voter_lists
from app.polls.views.area import blueprint, office_poll, poll_page, unkept
from app.polls.views.office import back, desk_page


@blueprint.post("/office/polls/<slug>/voters")
@needs(Permission.run_poll, files=True)
def list_voters(slug: str) -> Any:
    """Enrol the accounts of a list."""
    poll, form = office_poll(slug), VoterListForm()
    voter_lists.require_listable(poll)
    try:
        done = voter_lists.enrol_from(
            poll, form.electorate.data or "", file=form.file.data.read() if form.file.data else b"",
            typed=form.typed.data or "", members=form.members.data or "", by=actor(),
        )  # fmt: skip
        flash(
            ngettext("%(num)s person is new on the roll.", "%(num)s people are new on the roll.", done.new), "success"
        )
        if done.known:
            flash(_("%(known)s stood on it already.", known=done.known))
        if done.unknown:
            flash(_("No account belongs to: %(who)s", who=", ".join(done.unknown[:20])), "warning")
        if done.ambiguous:
            flash(_("Several accounts have this name, so that none was taken. Give their addresses: %(names)s", names=", ".join(done.ambiguous[:20])), "warning")  # fmt: skip
        return back(poll)
    except RuleError as error:
        form.refuse(error)
    return desk_page(office_poll(slug), voters=form)


@blueprint.post("/office/polls/<slug>/codes")
@needs(Permission.run_poll)
def make_codes(slug: str) -> Any:
    """Make one-time codes, shown once, for printing."""
    poll, form = office_poll(slug), CodesForm()
    form.electorate.choices = [(row.code, named(row)) for row in poll.electorates]
    if form.validate_on_submit():
        try:
            made = codes.issue(poll, form.electorate.data, form.number.data or 0, by=actor())
            return unkept(poll_page("codes", poll, codes=made, electorate=form.electorate.data))
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_poll(slug), codes_form=form)
