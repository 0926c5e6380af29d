"""Roll-call votes of a meeting: everybody reads them by name; members say that they are here and vote; chair or secretary run them."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from app.committee.models import Meeting
from app.committee.services import meetings
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import sentence_of
from app.core.permissions import Permission, may, needs
from app.polls import labels
from app.polls.forms.motions import ExcludeForm, MotionForm
from app.polls.models.motion import Motion, OpenVote
from app.polls.services import roll_call
from app.polls.views.area import blueprint


@blueprint.get("/meetings/<int:meeting_id>/votes")
@needs(Permission.anyone)
def motions(meeting_id: int) -> str:
    return _page(meetings.meeting_numbered(meeting_id))


def _page(meeting: Meeting, **forms: Any) -> str:
    enrolled = meetings.enrolled_at(meeting)
    here = roll_call.in_the_room(meeting)
    mine = next((s for s in enrolled if current_user.is_authenticated and s.account_id == current_user.id), None)
    standings = [roll_call.standing_of(motion, here) for motion in roll_call.motions_of(meeting)]
    runs = _runs(meeting)
    made = {"motion_form": MotionForm(formdata=None), "exclude_form": ExcludeForm(formdata=None)} | forms
    made["exclude_form"].seat_id.choices = [(seat.id, seat.account.name) for seat in enrolled]
    return render_template(
        "polls/motions.html", meeting=meeting, enrolled=enrolled, here=here, mine=mine, standings=standings, runs=runs,
        labels=labels, synthetic=meeting.body.synthetic, form=next(iter(forms.values()), made["motion_form"]), **made,
    )  # fmt: skip


@blueprint.post("/meetings/<int:meeting_id>/votes/here")
@needs(Permission.signed_in)
def here(meeting_id: int) -> Response:
    """Say that one is in the room, or leaves it."""
    meeting = meetings.meeting_numbered(meeting_id)
    seat = roll_call.seat_of(meeting, actor())
    roll_call.come_or_go(meeting, seat, here=request.form.get("here") == "yes", by=actor())
    return _back(meeting)


@blueprint.post("/meetings/<int:meeting_id>/votes/<int:number>")
@needs(Permission.signed_in)
def vote_openly(meeting_id: int, number: int) -> Response:
    """Vote by name, or correct one's vote."""
    meeting = meetings.meeting_numbered(meeting_id)
    value = request.form.get("vote", "")
    if value not in set(OpenVote):
        abort(400)
    roll_call.vote(roll_call.motion_numbered(meeting, number), value=OpenVote(value), by=actor())
    flash(_("Your vote is noted. You can correct it until the result is announced."), "success")
    return _back(meeting)


@blueprint.post("/office/meetings/<int:meeting_id>/votes")
@needs(Permission.signed_in)
def put_motion(meeting_id: int) -> Any:
    meeting, form = _run(meeting_id), MotionForm()
    if form.validate_on_submit():
        try:
            roll_call.put(meeting, title=form.title.data or "", text=form.text.data or "", by=actor())
            return _back(meeting)
        except RuleError as error:
            form.refuse(error)
    return _page(_run(meeting_id), motion_form=form)


@blueprint.post("/office/meetings/<int:meeting_id>/presence")
@needs(Permission.signed_in)
def presence(meeting_id: int) -> Response:
    """The secretary notes who came or left."""
    meeting = _run(meeting_id)
    wanted = set(request.form.getlist("seat", type=int))
    now = roll_call.in_the_room(meeting)
    for seat in meetings.enrolled_at(meeting):
        if (seat.id in wanted) != (seat.id in now):
            roll_call.come_or_go(meeting, seat, here=seat.id in wanted, by=actor())
    return _back(meeting)


@blueprint.post("/office/meetings/<int:meeting_id>/attendance")
@needs(Permission.signed_in)
def attendance(meeting_id: int) -> Response:
    """Enter into the meeting's record, as present, whoever came; published minutes are corrected with a reason elsewhere."""
    meeting = _run(meeting_id)
    try:
        meetings.take_attendance(meeting, present=roll_call.came(meeting), by=actor())
        flash(_("Entered as the attendance of this meeting."), "success")
    except RuleError as error:
        flash(sentence_of(error), "error")
    return _back(meeting)


@blueprint.post("/office/meetings/<int:meeting_id>/votes/<int:number>/exclude")
@needs(Permission.signed_in)
def exclude(meeting_id: int, number: int) -> Any:
    meeting, form = _run(meeting_id), ExcludeForm()
    form.seat_id.choices = [(seat.id, seat.account.name) for seat in meetings.enrolled_at(meeting)]
    if form.validate_on_submit():
        try:
            roll_call.exclude(_motion(meeting, number), form.seat_id.data, why=form.why.data or "", by=actor())
            return _back(meeting)
        except RuleError as error:
            form.refuse(error)
    return _page(_run(meeting_id), exclude_form=form)


@blueprint.post("/office/meetings/<int:meeting_id>/votes/<int:number>/<any(announce, withdraw):act>")
@needs(Permission.signed_in)
def finish_motion(meeting_id: int, number: int, act: str) -> Response:
    """Announce the result, or take the motion off the table."""
    meeting = _run(meeting_id)
    try:
        {"announce": roll_call.announce, "withdraw": roll_call.withdraw}[act](_motion(meeting, number), by=actor())
    except RuleError as error:
        flash(sentence_of(error), "error")
    return _back(meeting)


def _motion(meeting: Meeting, number: int) -> Motion:
    return roll_call.motion_numbered(meeting, number)


def _run(meeting_id: int) -> Meeting:
    meeting = meetings.meeting_numbered(meeting_id)
    if not _runs(meeting):
        abort(403)
    return meeting


def _runs(meeting: Meeting) -> bool:
    """Say whether the person at the browser runs the votes: the office of the committee, or who presides."""
    if may(Permission.keep_committee, roll_call.place_of(meeting)):
        return True
    return current_user.is_authenticated and roll_call.presides(meeting, current_user)


def _back(meeting: Meeting) -> Response:
    return redirect(url_for("polls.motions", meeting_id=meeting.id))
