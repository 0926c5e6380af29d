"""A draw as everybody sees it: by cells and hashes, with the files to make it again."""

from flask import Response, abort, render_template
from flask_login import current_user

from app.core.actor import actor
from app.core.permissions import Permission, may, needs
from app.draws.labels import VALUES
from app.draws.models import DrawState
from app.draws.services import attempts, finding, lottery, records, sealing, subjects
from app.draws.views.area import blueprint

NAMES = (records.PREPARED, records.TRANSCRIPT)


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
        job=lottery.job_of(draw) if draw.state is DrawState.computing else None, synthetic=draw.synthetic,
        subject=subject.address(draw.subject_id) if subject else None, full=_may_read_all(draw_id),
        sealed=sealing.is_sealed(draw),
    )  # fmt: skip


@blueprint.get("/draws/<int:draw_id>/<name>.json")
@needs(Permission.anyone)
def download(draw_id: int, name: str) -> Response:
    """Give the prepared record or the transcript out as it was published."""
    if name not in NAMES:
        abort(404)
    draw = finding.draw_numbered(draw_id)
    sealing.require_open(draw)
    return _file(records.content_of(draw, name), f"draw-{draw_id}-{name}.json")


@blueprint.get("/draws/<int:draw_id>/full/<name>.json")
@needs(Permission.signed_in)
def full(draw_id: int, name: str) -> Response:
    """Give the file with people's values to office and auditors."""
    if name not in NAMES:
        abort(404)
    draw = finding.draw_numbered(draw_id)
    if not _may_read_all(draw_id):
        abort(403)
    sealing.require_open(draw)
    return _file(records.full_content_of(draw, name), f"draw-{draw_id}-{name}-full.json")


def _may_read_all(draw_id: int) -> bool:
    if not current_user.is_authenticated or not actor():
        return False
    place = subjects.place_of(finding.draw_numbered(draw_id))
    return may(Permission.run_draw, place) or may(Permission.read_audit)


def _file(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
