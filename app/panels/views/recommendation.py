"""The organiser's page of the recommendation."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.panels.forms.recommendation import RecommendationForm
from app.panels.services import recommending
from app.panels.views.area import blueprint, office_panel


@blueprint.route("/office/panels/<slug>/recommendation", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def recommendation(slug: str) -> Response | str:
    """Write the recommendation and the minority view, and publish them."""
    panel = office_panel(slug)
    form = RecommendationForm(obj=panel)
    if form.validate_on_submit():
        texts = {name: form.values[name] or "" for name in recommending.TEXTS}
        seen = str(form.revision.data or "")
        revision = int(seen) if seen.isdecimal() else 0
        try:
            recommending.save(panel, texts, revision=revision, publish=bool(form.publish.data), by=actor())
        except RuleError as error:
            form.refuse(error)
        else:
            flash(_("The recommendation is saved."), "success")
            return redirect(url_for("panels.recommendation", slug=slug))
    return render_template("panels/recommendation.html", form=form, panel=panel, synthetic=panel.synthetic)
