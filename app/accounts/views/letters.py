"""Where the link of a letter leads. Opening it changes nothing (mail programs open links too); its button does."""

from flask import after_this_request, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts.forms import ConfirmForm, PlainForm, ResetForm
from app.accounts.limits import guesses_limited
from app.accounts.models import MailLinkPurpose
from app.accounts.services import credentials, registration
from app.accounts.sessions import sign_in
from app.accounts.views.blueprint import blueprint
from app.accounts.views.signing import Page, flashed
from app.core.errors import N_, RuleError
from app.core.permissions import Permission, needs


@blueprint.route("/i/<token>", methods=["GET", "POST"])
@needs(Permission.anyone)
@guesses_limited
def link(token: str) -> Page:
    after_this_request(_tell_no_other_site)
    return PAGES[credentials.purpose_of(token)](token)


def confirm(token: str) -> Page:
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            sign_in(registration.confirm(token, form.password.data or ""))
            flashed(N_("Your address is confirmed. Welcome!"))
            return redirect(url_for("accounts.my"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/link_confirm.html", form=form)


def reset(token: str) -> Page:
    form = ResetForm()
    if form.validate_on_submit():
        try:
            credentials.reset_password(token, form.password.data or "")
            flashed(N_("Your new password is set. Sign in with it."))
            return redirect(url_for("accounts.sign_in_page"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/link_reset.html", form=form)


def change_email(token: str) -> Page:
    form = PlainForm()
    if form.validate_on_submit():
        credentials.change_email(token)
        flashed(N_("From now on we write to your new address."))
        return redirect(url_for("accounts.account"))
    return render_template("accounts/link_change_email.html", form=form)


PAGES = {
    MailLinkPurpose.confirm: confirm,
    MailLinkPurpose.reset: reset,
    MailLinkPurpose.change_email: change_email,
}


def _tell_no_other_site(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
