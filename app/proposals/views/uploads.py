"""Files of a form: kept at once, so that a form that is refused does not ask for them again."""

from typing import Any

from flask import request
from sqlalchemy import select

from app.core.db import db
from app.core.errors import RuleError
from app.core.files import File, store_upload
from app.proposals.forms.proposal import ProposalForm


def keep_uploads(form: ProposalForm, by: Any) -> bool:
    """Store what was sent and note its ids in the form; say whether all could be taken."""
    kept, taken = list(form.kept_files.data or []), True
    for upload in request.files.getlist("files"):
        if not upload.filename:
            continue
        try:
            kept.append(store_upload(upload.stream, name=upload.filename, by=by).id)  # type: ignore[arg-type]
        except RuleError as error:
            error.field = "files"  # type: ignore[misc]
            form.refuse(error)
            taken = False
    form.kept_files.data = kept
    return taken


def files_of(form: ProposalForm, by: Any, *, besides: frozenset[int] = frozenset()) -> list[File]:
    """Return the files that the form keeps: those the person has sent herself, and ``besides``."""
    ids = form.kept_files.data or []
    found = db.session.scalars(select(File).where(File.id.in_(ids)).order_by(File.id)) if ids else ()
    return [file for file in found if file.uploaded_by == by.id or file.id in besides]
