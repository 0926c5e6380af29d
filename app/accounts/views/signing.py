"""Signing in and out, and getting in without the password."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.forms import EmailForm, SignInForm
from app.accounts.limits import letters_limited, tries_limited
from app.accounts.redirects import relative
from app.accounts.services import credentials
from app.accounts.sessions import sign_in, sign_out
from app.accounts.views.blueprint import blueprint
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.extensions import login

Page = str | Response


@blueprint.route("/sign-in", methods=["GET", "POST"])
@needs(Permission.anyone)
@tries_limited
def sign_in_page() -> Page:
    onwards = relative(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(onwards or url_for("accounts.my"))
    form = SignInForm()
    if form.validate_on_submit():
        try:
            sign_in(credentials.authenticate(**form.values))
            return redirect(onwards or url_for("accounts.my"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/sign_in.html", form=form, onwards=onwards)


@blueprint.post("/sign-out")
@needs(Permission.signed_in)
def sign_out_act() -> Response:
    sign_out()
    return redirect(f"{request.script_root}/")


@blueprint.route("/forgot", methods=["GET", "POST"])
@needs(Permission.anyone)
@letters_limited
def forgot() -> Page:
    form = EmailForm()
    if form.validate_on_submit():
        credentials.ask_reset(**form.values)
        return redirect(url_for("accounts.letter_sent"))
    return render_template("accounts/forgot.html", form=form)


@blueprint.get("/letter-sent")
@needs(Permission.anyone)
def letter_sent() -> str:
    """The same page for known and unknown addresses."""
    return render_template("accounts/letter_sent.html")


@login.unauthorized_handler
def sign_in_first() -> Response:
    """Lead to the sign-in page and back."""
    here = f"{request.script_root}{request.full_path.rstrip('?')}"
    return redirect(url_for("accounts.sign_in_page", next=here))


def flashed(sentence: str) -> None:
    """Say on the next page what was done."""
    flash(gettext(sentence), "success")
