"""Who was drawn answers by the link of the letter, without an account."""

from flask import render_template, request
from werkzeug import Response

from app.calls.services import appointing
from app.calls.views.area import blueprint
from app.core.forms import Form
from app.core.permissions import Permission, needs
from app.extensions import limiter


@blueprint.route("/calls/answer/<token>", methods=["GET", "POST"])
@needs(Permission.anyone)
@limiter.limit("30 per minute")
def answer(token: str) -> Response | str:
    """Ask whether the seat is taken; a look at the page alone changes nothing."""
    form = Form()
    if form.validate_on_submit() and request.form.get("answer") in ("yes", "no"):
        takes = request.form["answer"] == "yes"
        one = appointing.answer(token, takes=takes)
        return render_template("calls/answered.html", call=one.call, takes=takes)
    one = appointing.asked_by(token)
    return render_template("calls/answer.html", form=form, one=one, call=one.call)
