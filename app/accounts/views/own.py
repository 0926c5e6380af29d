"""One's own account: name, address, password, consents, data, leaving."""

import json

from flask import Response, redirect, render_template, url_for
from flask_login import logout_user

from app.accounts.consents import PURPOSES
from app.accounts.forms import ChangeEmailForm, ChangePasswordForm, ClaimFields, CloseForm, PlainForm, ProfileForm
from app.accounts.limits import guesses_limited
from app.accounts.models import ClaimKind
from app.accounts.services import closing, credentials, personal, profile
from app.accounts.services.places import residences
from app.accounts.sessions import sign_in, sign_out_everywhere
from app.accounts.views.blueprint import blueprint
from app.accounts.views.registering import told
from app.accounts.views.signing import Page, flashed
from app.core import clock
from app.core.actor import actor
from app.core.errors import N_, RuleError
from app.core.permissions import Permission, needs


@blueprint.get("/account")
@needs(Permission.signed_in)
def account() -> str:
    return render_template(
        "accounts/account.html",
        account=actor(),
        consents=personal.consents_in_force(actor()),
        purposes=PURPOSES,
        form=PlainForm(),
    )


@blueprint.route("/account/name", methods=["GET", "POST"])
@needs(Permission.signed_in)
def change_name() -> Page:
    form = ProfileForm(obj=actor())
    if form.validate_on_submit():
        profile.change(actor(), **form.values)
        flashed(N_("Saved."))
        return redirect(url_for("accounts.account"))
    return render_template("accounts/change_name.html", form=form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@needs(Permission.signed_in)
@guesses_limited
def change_password() -> Page:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            credentials.change_password(actor(), **form.values)
            sign_in(actor())
            flashed(N_("Your password is changed. Everywhere else you are signed out."))
            return redirect(url_for("accounts.account"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/change_password.html", form=form)


@blueprint.route("/account/email", methods=["GET", "POST"])
@needs(Permission.signed_in)
@guesses_limited
def change_email() -> Page:
    form = ChangeEmailForm()
    if form.validate_on_submit():
        try:
            credentials.ask_change_of_email(actor(), **form.values)
            return redirect(url_for("accounts.letter_sent"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/change_email.html", form=form)


@blueprint.route("/account/consents", methods=["GET", "POST"])
@needs(Permission.signed_in)
def consents() -> Page:
    me = actor()
    held = {consent.purpose for consent in personal.consents_in_force(me)}
    form = ClaimFields(
        residences(),
        data={
            "residence": personal.claimed(me, ClaimKind.residence),
            "birth_band": personal.claimed(me, ClaimKind.birth_band),
            **{f"agree_{purpose}": purpose in held for purpose in personal.OPTIONAL},
        },
    )
    if form.validate_on_submit():
        try:
            personal.tell(me, told(form))
            flashed(N_("Saved."))
            return redirect(url_for("accounts.account"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/consents.html", form=form, purposes=PURPOSES)


@blueprint.get("/account/export")
@needs(Permission.signed_in)
def export() -> Response:
    body = json.dumps(closing.export(actor()), ensure_ascii=False, indent=1, default=str)
    name = f"minhoe-{clock.today().isoformat()}.json"
    return Response(
        body, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.post("/account/sign-out-everywhere")
@needs(Permission.signed_in)
def sign_out_everywhere_act() -> Page:
    sign_out_everywhere(actor())
    logout_user()
    flashed(N_("You are signed out on every device."))
    return redirect(url_for("accounts.sign_in_page"))


@blueprint.route("/account/close", methods=["GET", "POST"])
@needs(Permission.signed_in)
@guesses_limited
def close() -> Page:
    form = CloseForm()
    if form.validate_on_submit():
        try:
            closing.close(actor(), **form.values)
            logout_user()
            flashed(N_("Your account is closed and your data is erased."))
            return redirect(url_for("accounts.sign_in_page"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/close.html", form=form)
