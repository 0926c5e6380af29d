"""Who was drawn: invited, coming or not, replaced; attempts to reach them, allowance, make-up of the panel."""

import datetime as dt
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.forms import Form
from app.core.paging import one_page
from app.core.permissions import Permission, needs
from app.core.sheets.writing import csv_of
from app.panels.forms.members import AttemptForm, InviteForm, LeaveForm, LettersForm, LotteryForm
from app.panels.models import Panel, Panelist, PanelistState
from app.panels.services import (
    allowance,
    composition,
    contacts,
    drawing,
    inviting,
    replacing,
    seating,
    showing_up,
)
from app.panels.views.area import blueprint, form_page, office_panel

ANSWER_DAYS = 7


@blueprint.get("/office/panels/<slug>/members")
@needs(Permission.keep_panel)
def members(slug: str) -> str:
    """List the members by state, with what is to be done."""
    panel = office_panel(slug)
    return _members_page(panel, InviteForm(formdata=None), LettersForm(formdata=None, prefix="letters-"))


@blueprint.post("/office/panels/<slug>/members/invite")
@needs(Permission.keep_panel)
def invite(slug: str) -> Any:
    """Invite by mail and text message."""
    panel, form = office_panel(slug), InviteForm()
    if form.validate_on_submit():
        try:
            done = inviting.invite(panel, **form.values, by=actor())
            flash(_("Invited: %(mail)s by e-mail, %(sms)s by text message. %(letters)s can only be reached by letter.",
                    mail=done.mail, sms=done.sms, letters=len(done.by_letter_only)), "success")  # fmt: skip
            return redirect(url_for("panels.members", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _members_page(panel, form, LettersForm(formdata=None, prefix="letters-"))


@blueprint.post("/office/panels/<slug>/members/letters.pdf")
@needs(Permission.keep_panel)
def letters(slug: str) -> Any:
    """Hand out the letters to print."""
    panel, form = office_panel(slug), LettersForm(prefix="letters-")
    if form.validate_on_submit():
        try:
            return _download(
                inviting.letters(panel, **form.values, by=actor()), f"{slug}-letters.pdf", "application/pdf"
            )
        except RuleError as error:
            form.refuse(error)
    return _members_page(panel, InviteForm(formdata=None), form)


@blueprint.get("/office/panels/<slug>/members/<int:number>")
@needs(Permission.keep_panel)
def member(slug: str, number: int) -> str:
    """Show one member: state, needs, attempts, what can be done."""
    panel = office_panel(slug)
    return _member_page(
        panel,
        seating.panelist_numbered(panel, number),
        AttemptForm(formdata=None),
        LeaveForm(formdata=None, prefix="leave-"),
    )


@blueprint.post("/office/panels/<slug>/members/<int:number>/attempts")
@needs(Permission.keep_panel)
def log_attempt(slug: str, number: int) -> Any:
    """Write down an attempt to reach somebody."""
    panel, form = office_panel(slug), AttemptForm()
    one = seating.panelist_numbered(panel, number)
    if form.validate_on_submit():
        contacts.log(one, **form.values, by=actor())
        return redirect(url_for("panels.member", slug=slug, number=number))
    return _member_page(panel, one, form, LeaveForm(formdata=None, prefix="leave-"))


@blueprint.post("/office/panels/<slug>/members/<int:number>/unreachable")
@needs(Permission.keep_panel)
def give_up(slug: str, number: int) -> Any:
    """Give a seat free after enough attempts."""
    panel = office_panel(slug)
    contacts.give_up(seating.panelist_numbered(panel, number), by=actor())
    return redirect(url_for("panels.member", slug=slug, number=number))


@blueprint.post("/office/panels/<slug>/members/<int:number>/leave")
@needs(Permission.keep_panel)
def leave(slug: str, number: int) -> Any:
    """Record that somebody gives up the seat, told by telephone or letter."""
    panel, form = office_panel(slug), LeaveForm(prefix="leave-")
    one = seating.panelist_numbered(panel, number)
    if form.validate_on_submit():
        try:
            seating.leave(one, **form.values, by=actor())
            flash(_("The seat is free."), "success")
            return redirect(url_for("panels.member", slug=slug, number=number))
        except RuleError as error:
            form.refuse(error)
    return _member_page(panel, one, AttemptForm(formdata=None), form)


@blueprint.post("/office/panels/<slug>/members/<int:number>/accept")
@needs(Permission.keep_panel)
def accept_for(slug: str, number: int) -> Any:
    """Record a yes told by telephone."""
    panel = office_panel(slug)
    seating.move(seating.panelist_numbered(panel, number), PanelistState.accepted, by=actor())
    return redirect(url_for("panels.member", slug=slug, number=number))


@blueprint.post("/office/panels/<slug>/members/<int:number>/reserve")
@needs(Permission.keep_panel)
def call_reserve(slug: str, number: int) -> Any:
    """Seat the next reserve of the same cell."""
    panel = office_panel(slug)
    called = replacing.call_reserve(seating.panelist_numbered(panel, number), by=actor())
    flash(_("Number %(number)s has the seat now. Invite next.", number=called.number), "success")
    return redirect(url_for("panels.member", slug=slug, number=called.number))


@blueprint.route("/office/panels/<slug>/members/lottery", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def lottery(slug: str) -> Any:
    """Begin a draw for the free seats."""
    panel, form = office_panel(slug), LotteryForm()
    if form.validate_on_submit():
        try:
            return redirect(f"/office/draws/{replacing.lottery(panel, **form.values, by=actor()).id}")
        except RuleError as error:
            form.refuse(error)
    note = ngettext("%(num)d seat is free.", "%(num)d seats are free.", seating.free_seats(panel))
    return form_page(panel, form, title=_("Draw for the free seats"), submit=_("Prepare the draw"), note=note)


@blueprint.get("/office/panels/<slug>/members/allowance.csv")
@needs(Permission.keep_panel)
def allowance_list(slug: str) -> Response:
    """Hand out the list by which allowances are paid."""
    panel = office_panel(slug)
    head = [_("No."), _("Name"), _("Contact"), _("Days attended"), _("Allowance (won)"), _("Paid on")]
    return _download(csv_of(head, allowance.rows(panel)), f"{slug}-allowance.csv", "text/csv; charset=utf-8")


@blueprint.get("/office/panels/<slug>/composition")
@needs(Permission.keep_panel)
def make_up(slug: str) -> str:
    """Show the panel beside the population."""
    panel = office_panel(slug)
    found = composition.composition(panel)
    return render_template("panels/composition.html", panel=panel, found=found, synthetic=panel.synthetic)


def _members_page(panel: Panel, invite_form: InviteForm, letters_form: LettersForm) -> str:
    until = clock.now().replace(second=0, microsecond=0) + dt.timedelta(days=ANSWER_DAYS)
    for form in (invite_form, letters_form):
        form.until.data = form.until.data or until
    people = one_page(seating.panelists(panel))
    count = seating.by_state(panel)
    coming = count.get(PanelistState.accepted, 0)
    return render_template(
        "panels/members.html", panel=panel, people=people, count=count, free=seating.free_of(panel, count),
        form=_wrong(letters_form, invite_form), invite_form=invite_form, letters_form=letters_form, coming=coming,
        expected=showing_up.expected(coming), published=showing_up.PUBLISHED, draw=drawing.latest_drawn(panel),
        channel_of=inviting.channel_of, synthetic=panel.synthetic,
    )  # fmt: skip


def _member_page(panel: Panel, one: Panelist, attempt_form: AttemptForm, leave_form: LeaveForm) -> str:
    free = one.id in {left.id for left in seating.unfilled(panel)}
    return render_template(
        "panels/member.html", panel=panel, one=one, attempts=contacts.of_member(one.id), is_free=free,
        form=_wrong(leave_form, attempt_form), attempt_form=attempt_form, leave_form=leave_form, SEATED=seating.SEATED,
        PanelistState=PanelistState, channel=inviting.channel_of(one), synthetic=panel.synthetic,
    )  # fmt: skip


def _wrong(first: Form, second: Form) -> Form:
    """Return the form that something is wrong with, for the page's title and summary."""
    return first if first.errors else second


def _download(content: bytes, name: str, kind: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
