"""The auditor's page: the log with filters, and its head to be written down."""

import datetime as dt
import math
from typing import Any

from flask import Blueprint, current_app, render_template, request

from app.core.audit import reading
from app.core.audit.forms import FilterForm
from app.core.clock import seoul
from app.core.permissions import Permission, needs

blueprint = Blueprint("audit", __name__, url_prefix="/audit")


@blueprint.get("")
@needs(Permission.read_audit)
def index() -> str:
    form = FilterForm(formdata=request.args)
    filters = chosen(form) if form.validate() else {}
    page, size = max(1, request.args.get("page", 1, type=int)), current_app.config["PAGE_SIZE"]
    found = reading.find(**filters, page=page, page_size=size)
    pages = max(1, math.ceil(found.total / size))
    return render_template("audit/index.html", form=form, found=found, page=page, pages=pages, head=reading.head())


def chosen(form: FilterForm) -> dict[str, Any]:
    """Return the filters as the service takes them; a day begins at midnight in Gwangju."""
    first, last = form.first_day.data, form.last_day.data
    return {
        **{name: form[name].data or "" for name in ("action", "actor", "object_type", "object_key")},
        "since": seoul(first.year, first.month, first.day) if first else None,
        "until": seoul(last.year, last.month, last.day) + dt.timedelta(days=1) if last else None,
    }
