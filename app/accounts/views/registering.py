"""Asking for an account."""

from flask import redirect, render_template, url_for

from app.accounts.consents import PURPOSES
from app.accounts.forms import RegisterForm
from app.accounts.limits import letters_limited
from app.accounts.services.personal import Told
from app.accounts.services.places import residences
from app.accounts.services.registration import Registration, register
from app.accounts.views.blueprint import blueprint
from app.accounts.views.signing import Page
from app.core.errors import RuleError
from app.core.languages import chosen
from app.core.permissions import Permission, needs


@blueprint.route("/register", methods=["GET", "POST"])
@needs(Permission.anyone)
@letters_limited
def register_page() -> Page:
    form = RegisterForm(residences())
    if form.validate_on_submit():
        try:
            register(asked(form))
            return redirect(url_for("accounts.letter_sent"))
        except RuleError as refusal:
            form.refuse(refusal)
    return render_template("accounts/register.html", form=form, purposes=PURPOSES)


def asked(form: RegisterForm) -> Registration:
    """Return what the form says, as the service takes it."""
    return Registration(
        email=form.email.data or "",
        name=form.name.data or "",
        password=form.password.data or "",
        under_14=form.under_14.data == "yes",
        agree_terms=form.agree_terms.data,
        agree_privacy=form.agree_privacy.data,
        told=told(form),
        locale=chosen(),
    )


def told(form: RegisterForm) -> Told:
    return Told(
        residence=form.residence.data or "",
        birth_band=form.birth_band.data or "",
        agree_residence=form.agree_residence.data,
        agree_birth_band=form.agree_birth_band.data,
        agree_notices=form.agree_notices.data,
    )
