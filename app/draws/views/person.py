"""The page for one person: my chance, why drawn or not. Known by account, letter link or its code, never by a number."""

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.core.permissions import Permission, needs
from app.draws.forms import CodeForm
from app.draws.models import Draw
from app.draws.services import chances, finding, sealing, subjects
from app.draws.services.chances import Mine
from app.draws.views.area import blueprint
from app.extensions import limiter


@blueprint.get("/draws/<int:draw_id>/me")
@needs(Permission.anyone)
def me(draw_id: int) -> str:
    draw = finding.draw_numbered(draw_id)
    return _page(draw, _mine(draw, request.args.get("token")), CodeForm(formdata=None))


@blueprint.post("/draws/<int:draw_id>/me")
@needs(Permission.anyone)
@limiter.limit("30 per hour")
def me_by_code(draw_id: int) -> str:
    draw, form = finding.draw_numbered(draw_id), CodeForm()
    mine = _mine(draw, form.token.data.strip()) if form.validate_on_submit() else None
    if mine is None and not form.token.errors:
        form.token.errors = [_("Nobody in this draw has this code. Check it against your letter.")]
    return _page(draw, mine, form)


def _mine(draw: Draw, token: str | None) -> Mine | None:
    account = current_user if current_user.is_authenticated else None
    ref = subjects.ref_of(draw, token, account)
    return chances.mine(draw, ref) if ref is not None else None


def _page(draw: Draw, mine: Mine | None, form: CodeForm) -> str:
    return render_template(
        "draws/me.html", draw=draw, mine=mine, figures=draw.figures or {}, form=form, sealed=sealing.is_sealed(draw),
        synthetic=draw.synthetic,
    )  # fmt: skip
