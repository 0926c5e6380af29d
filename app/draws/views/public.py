"""A draw as everybody sees it: by cells and hashes, with the files to make it again."""

from typing import Any

from flask import Response, abort, render_template, request
from flask_login import current_user

from app.core.permissions import Permission, needs
from app.draws.labels import VALUES
from app.draws.models import Draw, DrawState
from app.draws.services import attempts, chances, finding, records, sealing, subjects
from app.draws.views.area import blueprint

FILES = {"prepared": records.PREPARED, "transcript": records.TRANSCRIPT}


@blueprint.get("/draws")
@needs(Permission.anyone)
def index() -> str:
    return render_template("draws/index.html", draws=finding.all_draws())


@blueprint.get("/draws/<int:draw_id>")
@needs(Permission.anyone)
def show(draw_id: int) -> str:
    draw = finding.draw_numbered(draw_id)
    subject = subjects.subject_of(draw)
    return render_template(
        "draws/show.html", draw=draw, figures=draw.figures or {}, values=VALUES, attempts=attempts.attempts_of(draw),
        cells=finding.seats_by_cell(draw) if draw.state is DrawState.drawn else [], synthetic=draw.synthetic,
        subject=subject.address(draw.subject_id) if subject else None, steps=steps_of(draw),
        targets=sealing.open_targets(draw), sealed=sealing.is_sealed(draw),
    )  # fmt: skip


def steps_of(draw: Draw) -> list[dict[str, Any]]:
    """Return the steps of a draw with their times, for the timeline."""
    order = [DrawState.preparing, DrawState.committed, DrawState.drawn]
    at = {DrawState.preparing: draw.made_at, DrawState.committed: draw.committed_at, DrawState.drawn: draw.drawn_at}
    reached = [state for state in order if at[state] is not None]
    now = DrawState.committed if draw.state in (DrawState.preparing, DrawState.computing) else DrawState.drawn
    return [
        {
            "state_code": state,
            "at": at[state],
            "state": "done" if state in reached else "now" if state is now else "next",
        }
        for state in order
    ]


@blueprint.get("/draws/<int:draw_id>/me")
@needs(Permission.anyone)
def me(draw_id: int) -> str:
    """Tell a person of the pool the own chance, and why drawn or not: known by the account or by a secret link."""
    draw = finding.draw_numbered(draw_id)
    account = current_user if current_user.is_authenticated else None
    ref = subjects.ref_of(draw, request.args.get("token"), account)
    return render_template(
        "draws/me.html",
        draw=draw,
        mine=chances.mine(draw, ref) if ref is not None else None,
        figures=draw.figures or {},
        sealed=sealing.is_sealed(draw),
    )


@blueprint.get("/draws/<int:draw_id>/<name>.json")
@needs(Permission.anyone)
def download(draw_id: int, name: str) -> Response:
    """Give the prepared record or the transcript out as it was published."""
    if name not in FILES:
        abort(404)
    draw = finding.draw_numbered(draw_id)
    sealing.require_open(draw)
    content = records.content_of(draw, FILES[name])
    answer = Response(content, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{draw_id}-{name}.json"'
    return answer
