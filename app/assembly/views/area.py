"""The one blueprint of the area; each file of this folder adds its routes."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask_babel import gettext
from wtforms import IntegerField, StringField, TextAreaField

from app.assembly import labels
from app.assembly.models import Assembly, Policy
from app.assembly.services import finding
from app.core.db import db
from app.core.errors import EditedByAnother, RuleError
from app.core.forms import Form
from app.core.languages import chosen
from app.core.permissions import Permission, may

blueprint = Blueprint("assembly", __name__)


def office_assembly(year: int) -> Assembly:
    """Return an assembly that the person at the browser keeps; 403 where the role does not hold for its place."""
    assembly = finding.assembly_of(year, unpublished=True)
    if not may(Permission.keep_assembly, finding.scope_of(assembly)):
        abort(403)
    return assembly


def form_page(
    form: Form, *, title: str, submit: str, crumbs: list[tuple[str, str]], note: str = "", **more: Any
) -> str:
    """Return a page that is one form."""
    more.setdefault("theirs", getattr(form, "theirs", None))
    return render_template(
        "assembly/form.html", form=form, title=title, submit=submit, crumbs=crumbs, note=note, **more
    )


def done(form: Form, act: Callable[..., object], *given: Any, row: Any = None, **more: Any) -> bool:
    """Let a form that was sent and is whole act; say whether it did. What refuses stands on the form.

    Where somebody else saved ``row`` first, the form tells both texts apart and its next sending is about the later one.
    """
    if not form.validate_on_submit():
        return False
    values = form.values
    if "revision" in values:
        values["revision"] = int(values["revision"] or 0)
    try:
        act(*given, **values, **more)
    except RuleError as error:
        form.refuse(error)
        if isinstance(error, EditedByAnother):
            db.session.refresh(row)
            form.theirs = _theirs(form, row)  # type: ignore[attr-defined]
            form["revision"].data = str(row.revision)
        return False
    return True


def _theirs(form: Form, row: Any) -> list[tuple[str, Any]]:
    texts = (StringField, TextAreaField, IntegerField)
    return [
        (field.label.text, getattr(row, field.name))
        for field in form
        if isinstance(field, texts) and field.type != "HiddenField"
    ]


def handed_out(content: bytes, kind: str, name: str) -> Response:
    """Return a file to keep: a calendar, a PDF."""
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    inline = "inline" if kind == "application/pdf" else "attachment"
    answer.headers["Content-Disposition"] = f'{inline}; filename="{name}"'
    return answer


CALENDAR, PDF = "text/calendar; charset=utf-8", "application/pdf"


@blueprint.app_template_filter()
def in_assembly_words(code: Any, table: str) -> str:
    """Write a code of an assembly in words: ``stage.kind | in_assembly_words("STAGE_KINDS")``."""
    return gettext(getattr(labels, table)[code])


@blueprint.app_template_filter()
def called(thing: Any, what: str) -> str:
    """Write what a row has in two languages, in the reader's: ``assembly | called("title")``."""
    return str(getattr(thing, f"{what}_{chosen()}"))


@blueprint.app_template_global()
def policy_url(policy: Policy, year: int) -> str:
    """Return the address of a policy: ``/assemblies/2017/policies/017``."""
    return f"{request.script_root}/assemblies/{year}/policies/{policy.code}"
