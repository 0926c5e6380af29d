"""The administrator's pages: people and their roles, letters that did not go out."""

import math

from flask import current_app, redirect, render_template, request, url_for

from app.accounts.forms import FindForm, GrantForm, PlainForm
from app.accounts.labels import ROLES, SCOPES
from app.accounts.models import Account
from app.accounts.services import grants, people
from app.accounts.views.blueprint import blueprint
from app.accounts.views.signing import Page, flashed
from app.core import clock
from app.core.actor import actor
from app.core.db import db
from app.core.errors import N_, NotFound, RuleError
from app.core.mail import delivery
from app.core.permissions import Permission, Scope, needs
from app.core.scopes import choices_of


@blueprint.get("/admin")
@needs(Permission.manage_accounts)
def admin() -> str:
    form = FindForm(formdata=request.args)
    page, size = max(1, request.args.get("page", 1, type=int)), current_app.config["PAGE_SIZE"]
    found = people.find(form.text.data or "", form.role.data or "", page=page, page_size=size)
    pages = max(1, math.ceil(found.total / size))
    return render_template(
        "accounts/admin/people.html",
        form=form,
        found=found,
        page=page,
        pages=pages,
        roles=ROLES,
        unsent=delivery.unsent(),
    )


@blueprint.route("/admin/people/<int:account_id>", methods=["GET", "POST"])
@needs(Permission.manage_accounts)
def person(account_id: int) -> Page:
    """One person and her roles; the form gives another."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound()
    form = GrantForm()
    if form.validate_on_submit():
        try:
            grants.grant(account, by=actor(), **form.values)
            flashed(N_("The role is given. The person was told and has to sign in again."))
            return redirect(url_for("accounts.person", account_id=account_id))
        except RuleError as refusal:
            form.refuse(refusal)
    names = {scope: choices_of(scope) for scope in Scope}
    return render_template(
        "accounts/admin/person.html", account=account, form=form, roles=ROLES, scopes=SCOPES, names=names, at=clock.now(),
        button=PlainForm(),
    )  # fmt: skip


@blueprint.post("/admin/grants/<int:grant_id>/end")
@needs(Permission.manage_accounts)
def end_grant(grant_id: int) -> Page:
    grants.end_grant(grant_id, by=actor())
    flashed(N_("The role is ended. The person was told and has to sign in again."))
    return redirect(url_for("accounts.admin"))


@blueprint.get("/admin/letters")
@needs(Permission.manage_accounts)
def unsent_letters() -> str:
    return render_template("accounts/admin/letters.html", unsent=delivery.unsent())


@blueprint.post("/admin/letters/<int:message_id>/again")
@needs(Permission.manage_accounts)
def send_again(message_id: int) -> Page:
    sent = delivery.try_again(message_id)
    flashed(N_("The letter is sent.") if sent else N_("The letter could not be sent. The reason stands beside it."))
    return redirect(url_for("accounts.unsent_letters"))
