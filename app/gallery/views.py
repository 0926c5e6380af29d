"""Every part of the pages in every state: for those who build pages, and for the checks that walk them."""

from flask import Blueprint, render_template, request

from app.core.permissions import Permission, needs
from app.gallery import examples
from app.gallery.forms import EveryControl

blueprint = Blueprint("gallery", __name__, url_prefix="/gallery")


@blueprint.get("")
@needs(Permission.anyone)
def index() -> str:
    return render_template("gallery/index.html", examples=examples)


@blueprint.get("/pictures")
@needs(Permission.anyone)
def pictures() -> str:
    return render_template("gallery/pictures.html", examples=examples)


@blueprint.route("/form", methods=["GET", "POST"])
@needs(Permission.anyone, files=True)
def form() -> str:
    every = EveryControl()
    if every.validate_on_submit():
        return render_template("gallery/done.html", examples=examples)
    return render_template("gallery/form.html", form=every)


@blueprint.get("/ballot")
@needs(Permission.anyone)
def ballot() -> str:
    return render_template("gallery/ballot.html", options=examples.BALLOT, chosen=request.args.getlist("option"))


@blueprint.get("/done")
@needs(Permission.anyone)
def done() -> str:
    return render_template("gallery/done.html", examples=examples)


@blueprint.get("/job")
@needs(Permission.anyone)
def job() -> str:
    """A job of three steps; each look at it is a step."""
    step = min(request.args.get("step", 0, type=int), 3)
    return render_template("gallery/job.html", step=step)
