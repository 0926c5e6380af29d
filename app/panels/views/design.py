"""Designs of the panel side by side, and the draw that one of them becomes."""

from typing import Any

from flask import redirect, render_template
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.draws.models import DrawState
from app.panels.forms.setup import ChooseDesignForm
from app.panels.models import Panel
from app.panels.services import comparing, drawing, pools
from app.panels.views.area import blueprint, office_panel


@blueprint.route("/office/panels/<slug>/design", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def design(slug: str) -> Any:
    """Compare the designs; choosing one prepares the draw. Stances are letters until the seal is opened."""
    panel = office_panel(slug)
    form = ChooseDesignForm()
    if form.validate_on_submit():
        try:
            draw = drawing.prepare(panel, **form.values, by=actor())
            return redirect(f"/office/draws/{draw.id}")
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    return _page(panel, form)


def _page(panel: Panel, form: ChooseDesignForm) -> str:
    compared, refusal = None, None
    try:
        compared = comparing.compare(panel)
    except RuleError as error:
        refusal = error
    draws = drawing.draws_of(panel)
    standing = next((d for d in draws if d.state is not DrawState.abandoned and not d.is_test), None)
    return render_template(
        "panels/design.html", panel=panel, form=form, compared=compared, refusal=refusal, draws=draws, why=pools.WHY,
        standing=standing, DrawState=DrawState, synthetic=panel.synthetic, left_out=_("Left out"),
    )  # fmt: skip
