"""Paper ballots: trays of cards that two people enter, each alone; where they differ, both look again."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug import Response

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import named, sentence_of
from app.core.permissions import Permission, needs
from app.polls import labels, wording
from app.polls.forms.ballot import Marks, as_shown, read_marks
from app.polls.forms.desk import TrayForm
from app.polls.models import Poll
from app.polls.services import paper, paper_entry
from app.polls.services.errors import BallotInvalid
from app.polls.views.area import blueprint, office_poll, poll_page, unkept


@blueprint.route("/office/polls/<slug>/trays", methods=["GET", "POST"])
@needs(Permission.run_poll)
def trays(slug: str) -> Any:
    poll, form = office_poll(slug), TrayForm()
    form.electorate.choices = [(row.code, named(row)) for row in poll.electorates if "paper" in row.channels]
    if form.validate_on_submit():
        try:
            tray = paper.make_tray(poll, form.electorate.data, form.cards.data or 0, by=actor())
            return redirect(url_for("polls.card", slug=slug, tray=tray.number, number=1))
        except RuleError as error:
            form.refuse(error)
            poll = office_poll(slug)
    return poll_page(
        "trays", poll, form=form, trays=paper_entry.trays_of(poll), counts=paper_entry.counts(poll), me=actor()
    )


@blueprint.route("/office/polls/<slug>/trays/<int:tray>/<int:number>", methods=["GET", "POST"])
@needs(Permission.run_poll)
def card(slug: str, tray: int, number: int) -> Any:
    """One card as this person reads it."""
    poll = office_poll(slug)
    found = paper_entry.tray_numbered(poll, tray)
    if number > found.cards or number < 1:
        return _to_trays(slug)
    if request.method == "GET":
        kept = paper_entry.mine(found, actor()).get(number)
        marks = as_shown(paper_entry.as_sent(kept), poll.form)
        return _card_page(poll, found, number, marks, kept.invalid_why if kept else None)
    marks, why = read_marks(request.form, poll), request.form.get("invalid_why") or None
    said = [] if why else wording.unread(marks.unread, _titles(poll))
    if not said:
        try:
            paper.enter(found, number, chosen=marks.chosen, points=marks.points, invalid_why=why, by=actor())
            last = number == found.cards
            return _to_trays(slug) if last else redirect(url_for("polls.card", slug=slug, tray=tray, number=number + 1))
        except BallotInvalid as error:
            said = [wording.fault(one, _titles(poll)) for one in error.violations]
        except RuleError as error:
            said = [sentence_of(error)]
    return _card_page(office_poll(slug), paper_entry.tray_numbered(poll, tray), number, marks, why, said)


def _card_page(poll: Poll, tray: Any, number: int, marks: Marks, why: str | None, said: list[str] | None = None) -> Any:
    done = len(paper_entry.mine(tray, actor()))
    page = poll_page("card", poll, tray=tray, number=number, marks=marks, why=why, said=said or [], done=done)
    return unkept(page, 422 if said else 200)


@blueprint.post("/office/polls/<slug>/trays/<int:tray>/log")
@needs(Permission.run_poll)
def log_tray(slug: str, tray: int) -> Response:
    """Put a tray that two people read alike into the log."""
    poll = office_poll(slug)
    try:
        logged = paper.log_tray(paper_entry.tray_numbered(poll, tray), by=actor())
        flash(ngettext("%(num)s card is in the log.", "%(num)s cards are in the log.", logged.cards), "success")
    except RuleError as error:
        flash(sentence_of(error), "error")
    return _to_trays(slug)


def _to_trays(slug: str) -> Response:
    return redirect(url_for("polls.trays", slug=slug))


def _titles(poll: Poll) -> dict[str, str]:
    return {option.code: labels.text_of(option, "title") for option in poll.options}
