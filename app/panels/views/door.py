"""At the door: who is here, by badge or list; personal links for who has none or has lost it; badges to print."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock, mail
from app.core.actor import actor
from app.core.languages import chosen
from app.core.paging import page_number
from app.core.permissions import Permission, needs
from app.core.qr import on_page
from app.panels.models import PanelistState, PanelPart
from app.panels.services import attendance, checking_in, entering, seating, tables
from app.panels.views.area import blueprint, office_panel
from app.panels.views.standing import crew_here, personal

BADGES = 24  # of one page


@blueprint.get("/panels/<slug>/desk")
@needs(Permission.signed_in)
def door(slug: str) -> Any:
    """List the members with who is here today; find one by number."""
    panel = crew_here(slug, PanelPart.helper)
    members, wanted = seating.panelists(panel, PanelistState.accepted), request.args.get("number", "").strip()
    shown = [one for one in members if not wanted or str(one.number) == wanted]
    here = attendance.present(panel, clock.today())
    page = render_template(
        "panels/door.html", panel=panel, members=shown, all=len(members), here=here, wanted=wanted, day=clock.today(),
        days=attendance.days_of(panel), synthetic=panel.synthetic,
    )  # fmt: skip
    return personal(page)


@blueprint.get("/panels/<slug>/badge/<code>")
@needs(Permission.signed_in)
def badge(slug: str, code: str) -> Any:
    """Where the QR code of a badge leads on the telephone of a helper: one button, "is here"."""
    panel = crew_here(slug, PanelPart.helper)
    panelist = checking_in.with_badge(panel, code)
    here = attendance.is_present(panelist, clock.today())
    return personal(
        render_template("panels/badge.html", panel=panel, panelist=panelist, here=here, synthetic=panel.synthetic)
    )


@blueprint.post("/panels/<slug>/desk/<int:number>")
@needs(Permission.signed_in)
def check_in(slug: str, number: int) -> Any:
    """Note that a member is here, or take that back."""
    panel = crew_here(slug, PanelPart.helper)
    panelist = seating.panelist_numbered(panel, number)
    if request.form.get("here") == "no":
        checking_in.take_back(panelist, by=actor())
        flash(_("Number %(number)s is not here.", number=number), "success")
    else:
        done = checking_in.check_in(panelist, by=actor())
        flash(_said(number, done), "success")
    return redirect(url_for("panels.door", slug=slug))


@blueprint.post("/panels/<slug>/desk/<int:number>/link")
@needs(Permission.signed_in)
def new_link(slug: str, number: int) -> Any:
    """Make a new personal link and show it as a QR code, for the camera of the member's own telephone."""
    panel = crew_here(slug, PanelPart.helper)
    panelist = seating.panelist_numbered(panel, number)
    code = entering.new_link(panelist, by=actor())
    address = mail.address(f"/i/me/{code}", chosen())
    page = render_template(
        "panels/new_link.html", panel=panel, number=number, code=entering.grouped(code), address=address,
        picture=on_page(address, _("Personal link of number %(number)s", number=number)), synthetic=panel.synthetic,
    )  # fmt: skip
    return personal(page)


@blueprint.post("/office/panels/<slug>/links")
@needs(Permission.keep_panel)
def send_links(slug: str) -> Any:
    """Send everybody who has none a personal link."""
    unreached = entering.send_links(office_panel(slug), by=actor())
    flash(_("The personal links are on their way."), "success")
    if unreached:
        numbers = ", ".join(map(str, unreached))
        text = ngettext("%(num)s member is reached by the desk only: %(numbers)s", "%(num)s members are reached by the desk only: %(numbers)s", len(unreached), numbers=numbers)  # fmt: skip
        flash(text, "warning")
    return redirect(url_for("panels.days", slug=slug))


@blueprint.get("/office/panels/<slug>/badges")
@needs(Permission.keep_panel)
def badges(slug: str) -> Any:
    """Badges to print, so many a page."""
    panel = office_panel(slug)
    last = max(tables.seating_numbers(panel), default=0)
    pages = max(1, -(-last // BADGES))
    page = min(page_number(), pages)
    coded = checking_in.badges(panel, range(BADGES * (page - 1) + 1, BADGES * page + 1))
    panel = office_panel(slug)
    shown = [
        (number, on_page(mail.address(f"/panels/{slug}/badge/{code}"), _("Badge of number %(number)s", number=number)))
        for number, code in coded
    ]
    return personal(
        render_template(
            "panels/badges.html", panel=panel, badges=shown, page=page, pages=pages, synthetic=panel.synthetic
        )
    )


def _said(number: int, done: checking_in.CheckedIn) -> str:
    if done.before:
        return _("Number %(number)s was here already.", number=number)
    if done.tables:
        places = ", ".join(_("round %(round)s: table %(table)s", round=r, table=t) for r, t in done.tables.items())
        return _("Number %(number)s is here, and sits at: %(places)s.", number=number, places=places)
    return _("Number %(number)s is here.", number=number)
