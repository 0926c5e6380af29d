"""Signing in and out, and getting in without the password."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.forms import EmailForm, SignInForm
from app.accounts.limits import letters_limited, tries_limited
from app.accounts.redirects import relative
from app.accounts.services import credentials
from app.accounts.sessions import account_of, sign_in, sign_out
from app.accounts.views.blueprint import blueprint
from app.core import stash
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
            if stash.waits():
                flash(
                    gettext("What you typed is back. Look at it and send it once more; files must be chosen again."),
                    "warning",
                )
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
    """Lead to the sign-in page and back; what was typed when the session ran out is kept."""
    here = request.full_path.rstrip("?")
    if request.method == "POST":
        here = stash.page_of_form()
        account_id = account_of(session.get("_user_id", ""))
        if account_id is not None and stash.keep(account_id, here):
            flash(
                gettext("You were signed out after a time without use. Your text is saved: sign in to go on."),
                "warning",
            )
    return redirect(url_for("accounts.sign_in_page", next=f"{request.script_root}{here}"))


def flashed(sentence: str) -> None:
    """Say on the next page what was done."""
    flash(gettext(sentence), "success")
