"""The floor: the state of the day for organiser and observers, the big screen, the clock of the cross-examination."""

from typing import Any

from flask import redirect, render_template, request, url_for

from app.core import clock
from app.core.actor import actor
from app.core.permissions import Permission, needs
from app.panels.models import Panel, PanelPart, QuestionState, Side
from app.panels.services import agenda, asking, crew, floor_clock, live, published
from app.panels.views.area import blueprint, office_panel
from app.panels.views.standing import crew_here, personal


@blueprint.get("/office/panels/<slug>/days")
@needs(Permission.keep_panel)
def days(slug: str) -> Any:
    """The organiser's page of the days."""
    panel = office_panel(slug)
    page = render_template(
        "panels/days.html", panel=panel, state=live.state_of(panel), synthetic=panel.synthetic,
    )  # fmt: skip
    return personal(page)


@blueprint.get("/panels/<slug>/live")
@needs(Permission.signed_in)
def watch(slug: str) -> Any:
    """What observers, verifiers and the committee see: everything but people, and nothing to press."""
    panel = crew_here(slug, *crew.WATCHING)
    page = render_template(
        "panels/live.html", panel=panel, state=live.state_of(panel), synthetic=panel.synthetic,
        questions=asking.asked(panel, states=[QuestionState.put, QuestionState.answered, QuestionState.set_aside]),
    )  # fmt: skip
    return personal(page)


@blueprint.get("/panels/<slug>/screen")
@needs(Permission.anyone)
def screen(slug: str) -> Any:
    """The screen in the hall: what runs, what comes next, the clock."""
    panel = published.published_panel(slug)
    running, following = agenda.now_and_next(agenda.items(panel))
    page = render_template(
        "panels/screen.html", panel=panel, running=running, following=following, synthetic=panel.synthetic,
        put=asking.asked(panel, states=[QuestionState.put]), at=clock.now(), **_clock(panel),
    )  # fmt: skip
    return personal(page)


@blueprint.get("/panels/<slug>/clock.json")
@needs(Permission.anyone)
def clock_json(slug: str) -> dict[str, Any]:
    """Tell screens and telephones the clock, so that all show the server's time."""
    item = floor_clock.on_the_floor(published.published_panel(slug))
    if item is None:
        return {"item": None}
    read = floor_clock.reading(item)
    return {
        "item": read.item_id, "side": read.side, "turn_ms": read.turn_ms, "limit_ms": read.limit_ms, "used_ms": read.used_ms,
    }  # fmt: skip


@blueprint.route("/panels/<slug>/floor", methods=["GET", "POST"])
@needs(Permission.signed_in)
def keep_clock(slug: str) -> Any:
    """Give a side the floor, stop, set back: the organiser and every moderator, on any telephone."""
    panel = crew_here(slug, PanelPart.moderator)
    if request.method == "POST":
        _press(panel, request.form.get("press", ""), request.form.get("item", ""))
        return redirect(url_for("panels.keep_clock", slug=slug))
    timed = [item for item in agenda.items(panel) if item.kind in floor_clock.TIMED]
    return personal(
        render_template("panels/clock.html", panel=panel, timed=timed, synthetic=panel.synthetic, **_clock(panel))
    )


def _press(panel: Panel, button: str, item_id: str) -> None:
    item = agenda.item_numbered(panel, int(item_id) if item_id.isascii() and item_id.isdigit() else 0)
    match button:
        case "favour" | "against":
            floor_clock.give_floor(item, Side(button), by=actor())
        case "stop":
            floor_clock.stop(item, by=actor())
        case "back":
            floor_clock.set_back(item, by=actor())


def _clock(panel: Panel) -> dict[str, Any]:
    item = floor_clock.on_the_floor(panel)
    return {"timed_item": item, "reading": floor_clock.reading(item) if item is not None else None}
