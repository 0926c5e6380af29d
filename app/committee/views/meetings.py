"""Meetings: anyone reads date, agenda, who was there and the minutes; the secretary keeps them."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.committee import forms
from app.committee.models import Body, Meeting
from app.committee.services import bodies, meetings
from app.committee.views.area import blueprint, office_committee
from app.core import clock
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.files.models import File
from app.core.files.reading import register_reader
from app.core.files.store import store_upload
from app.core.permissions import Permission, allowed, needs


@register_reader
def papers_of_meetings(file: File, account: Any) -> bool:
    """Published minutes are public; before that those read them who keep them."""
    meeting = meetings.meeting_with(file)
    if meeting is None:
        return False
    kept_here = account is not None and allowed(
        account.grants_in_force, Permission.keep_committee, bodies.place_of(meeting.body.parent or meeting.body)
    )
    return meeting.published_at is not None or kept_here


@blueprint.get("/meetings/<int:meeting_id>")
@needs(Permission.anyone)
def meeting(meeting_id: int) -> str:
    """One meeting: when, where, about what; once published who was there, what was said and decided."""
    found = meetings.meeting_numbered(meeting_id)
    whole = found.body.parent or found.body
    return render_template(
        "committee/meeting.html", meeting=found, whole=whole, present=meetings.present_at(found), at=clock.now(),
        cycle=bodies.cycle_of(whole, found.held_at), needed=meetings.quorum_of(found), due_at=meetings.due_at(found),
        called_in_time=found.held_at - found.called_at >= meetings.CALLED_BEFORE, synthetic=whole.synthetic,
    )  # fmt: skip


@blueprint.get("/office/committees/<slug>/meetings")
@needs(Permission.keep_committee)
def keep_meetings(slug: str) -> str:
    """All meetings with what is still to be done about each."""
    body = office_committee(slug)
    return render_template(
        "committee/meetings.html", body=body, meetings=meetings.meetings_of(body), at=clock.now(),
        due_at=meetings.due_at, needed=meetings.quorum_of, synthetic=body.synthetic,
    )  # fmt: skip


@blueprint.route("/office/committees/<slug>/meetings/new", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def call_meeting(slug: str) -> Response | str:
    body = office_committee(slug)
    form, parts = forms.MeetingForm(), bodies.subcommittees(body)
    form.body_id.choices = forms.body_choices([body, *parts])
    if form.validate_on_submit():
        values = form.values
        of = next(one for one in (body, *parts) if one.id == values.pop("body_id"))
        values.pop("revision")
        meetings.call_meeting(of, **values, by=actor())
        flash(_("The meeting is called. It stands on the committee's page."), "success")
        return _home(body)
    return _form_page(
        body,
        form,
        title=_("Call a meeting"),
        submit=_("Call the meeting"),
        note=_(
            "Members are to be told 7 days before, and have the papers 3 days before (ordinance on committees, art. 9)."
        ),
    )


@blueprint.route("/office/committees/<slug>/meetings/<int:meeting_id>", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def move_meeting(slug: str, meeting_id: int) -> Response | str:
    """Change date, place or agenda."""
    body, found = _kept(slug, meeting_id)
    form = forms.MeetingForm(obj=found)
    del form.body_id
    if form.validate_on_submit():
        try:
            meetings.move_meeting(found, **form.values | {"revision": form.seen_revision}, by=actor())
            return _home(body)
        except RuleError as error:
            form.refuse(error)
            body, found = _kept(slug, meeting_id)
            form.revision.data = found.revision
    return _form_page(body, form, title=_("Date, place and agenda"), submit=_("Save"), note="")


@blueprint.route("/office/committees/<slug>/meetings/<int:meeting_id>/attendance", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def take_attendance(slug: str, meeting_id: int) -> Response | str:
    body, found = _kept(slug, meeting_id)
    form = forms.AttendanceForm(data={"present": [seat.id for seat in meetings.present_at(found)]})
    if found.published_at is None:
        del form.why
    form.present.choices = [(seat.id, seat.account.name) for seat in meetings.enrolled_at(found)]
    if form.validate_on_submit():
        try:
            meetings.take_attendance(found, **form.values | {"present": form.present.data or []}, by=actor())
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    return _form_page(
        body,
        form,
        title=_("Who was there"),
        submit=_("Save"),
        note=_("Enrolled is who held a seat at the time of the meeting."),
    )


@blueprint.route("/office/committees/<slug>/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@needs(Permission.keep_committee, files=True)
def write_minutes(slug: str, meeting_id: int) -> Response | str:
    body, found = _kept(slug, meeting_id)
    form, saved_first = forms.MinutesForm(obj=found), False
    if found.published_at is None:
        del form.why
    if form.validate_on_submit():
        values = form.values | {"revision": form.seen_revision}
        upload = values.pop("file")
        try:
            document = store_upload(upload.stream, name=upload.filename, by=actor()) if upload else None
            meetings.write_minutes(found, **values, document=document, by=actor())
            flash(_("The minutes are kept."), "success")
            return _home(body)
        except RuleError as error:
            form.refuse(error)
            body, found = _kept(slug, meeting_id)
            saved_first = form.seen_revision != found.revision
            form.revision.data = found.revision  # who has compared both may save over it
    return render_template("committee/minutes.html", body=body, meeting=found, form=form, saved_first=saved_first)


@blueprint.post("/office/committees/<slug>/meetings/<int:meeting_id>/publish")
@needs(Permission.keep_committee)
def publish_minutes(slug: str, meeting_id: int) -> Response:
    body, found = _kept(slug, meeting_id)
    meetings.publish(found, by=actor())
    flash(_("The minutes are public now."), "success")
    return _home(body)


def _kept(slug: str, meeting_id: int) -> tuple[Body, Meeting]:
    body, found = office_committee(slug), meetings.meeting_numbered(meeting_id)
    if body.id not in (found.body_id, found.body.parent_id):
        abort(404)
    return body, found


def _home(body: Body) -> Response:
    return redirect(url_for("committee.keep_meetings", slug=body.slug))


def _form_page(body: Body, form: forms.Form, *, title: str, submit: str, note: str) -> str:
    return render_template("committee/form.html", body=body, form=form, title=title, submit=submit, note=note)
