"""Lists of meetings: by place, online, held; by a picture of the districts and their dongs; for a calendar."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.assembly.forms.choices import places
from app.assembly.models import MinhoeState
from app.assembly.services import finding, meetings
from app.assembly.views.area import CALENDAR, blueprint, handed_out
from app.core import mail
from app.core.languages import chosen
from app.core.paging import page_number
from app.core.permissions import Permission, needs

HOW = ("online", "on_site")


@blueprint.get("/minhoe")
@needs(Permission.anyone)
def list_minhoe() -> str:
    """List the meetings that are wanted, with a table and picture by place."""
    wanted, years = wanted_of(), [assembly.year for assembly in finding.assemblies()]
    found = meetings.shown(wanted, page_number())
    return render_template(
        "assembly/minhoe_list.html", wanted=wanted, found=found, by_place=meetings.by_place(wanted), years=years,
        places=places(), states=list(MinhoeState)[:2], synthetic=any(one.synthetic for one in found.rows),
    )  # fmt: skip


@blueprint.get("/minhoe.ics")
@needs(Permission.anyone)
def all_minhoe_ics() -> Response:
    """Hand the meetings that are wanted out for a calendar."""
    content = meetings.as_calendar(
        wanted_of(), name=_("Minhoe"), address=lambda one: mail.address(f"/minhoe/{one.id}", chosen())
    )
    return handed_out(content, CALENDAR, "minhoe.ics")


def wanted_of() -> meetings.Wanted:
    """Read from the address what is wanted; what cannot be read narrows nothing."""
    args = request.args
    year, how, state = args.get("year", ""), args.get("how", ""), args.get("state", "")
    return meetings.Wanted(
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        args.get("place", "")[:10],
        how if how in HOW else "",
        MinhoeState(state) if state in set(MinhoeState) else None,
    )
