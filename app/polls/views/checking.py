"""What anybody checks: a receipt, by POST so that no address and no log keeps it; the log, its heads and proofs."""

from typing import Any

from flask import Response, flash, make_response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.polls.forms.checking import ConfirmationForm, ReceiptForm
from app.polls.services import confirming, log, log_pages, receipts
from app.polls.services.receipts import ReceiptState
from app.polls.views.area import blueprint, poll_page, public_poll, unkept
from voting.ledger.canonical import canonical


@blueprint.route("/polls/<slug>/check", methods=["GET", "POST"])
@needs(Permission.anyone)
def check(slug: str) -> Any:
    """Look a receipt up."""
    poll, form = public_poll(slug), ReceiptForm()
    found = None
    if form.validate_on_submit():
        try:
            found = receipts.look_up(poll, form.receipt.data or "")
        except RuleError as error:
            form.refuse(error)
    return unkept(poll_page("check", poll, form=form, found=found, states=ReceiptState))


@blueprint.get("/polls/<slug>/log")
@needs(Permission.anyone)
def log_of(slug: str) -> str:
    """The log: its heads, its leaves, how to keep them."""
    poll = public_poll(slug)
    return poll_page("log", poll, heads=log_pages.newest_heads(poll), kinds=log_pages.kinds(poll))


@blueprint.get("/polls/<slug>/head.json")
@needs(Permission.anyone)
def head_file(slug: str) -> Response:
    """The newest signed head, as a file to keep."""
    newest = log.head(public_poll(slug))
    if newest is None:
        raise NotFound()
    return _file(canonical(newest.as_json()), "application/json")


@blueprint.get("/polls/<slug>/heads.jsonl")
@needs(Permission.anyone)
def heads_file(slug: str) -> Response:
    heads = log.heads(public_poll(slug))
    return _file(b"".join(canonical(one.as_json()) + b"\n" for one in heads), "application/jsonl")


@blueprint.get("/polls/<slug>/leaves.jsonl")
@needs(Permission.anyone)
def leaves_file(slug: str) -> Response:
    return _file(b"".join(line + b"\n" for line in log.lines(public_poll(slug))), "application/jsonl")


@blueprint.route("/polls/<slug>/auditors", methods=["GET", "POST"])
@needs(Permission.anyone)
def auditors(slug: str) -> Any:
    """Who confirmed what of this poll; an auditor hands a confirmation in, which its signature alone vouches for."""
    poll, form = public_poll(slug), ConfirmationForm()
    if form.validate_on_submit():
        try:
            confirming.take(poll, form.document.data or "")
            flash(_("The confirmation holds and stands here from now on."), "success")
            return redirect(url_for("polls.auditors", slug=slug))
        except RuleError as error:
            form.refuse(error)
            poll = public_poll(slug)
    return poll_page("auditors", poll, form=form, auditors=confirming.auditors_of(poll))


@blueprint.get("/polls/<slug>/confirmations.jsonl")
@needs(Permission.anyone)
def confirmations_file(slug: str) -> Response:
    return _file(confirming.file_of(public_poll(slug)), "application/jsonl")


def _file(content: bytes, kind: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
