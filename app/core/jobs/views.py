"""The page of a job: how far it is; it refreshes itself, with or without JavaScript."""

from flask import Blueprint, render_template

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound, kept_refusal
from app.core.jobs.models import Job
from app.core.permissions import Permission, needs

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("/<job_id>")
@needs(Permission.signed_in)
def show(job_id: str) -> str:
    job = db.session.get(Job, job_id)
    if job is None or job.started_by != actor().id:
        raise NotFound()
    result = job.result or {}
    refusal = kept_refusal(result["refusal"]) if "refusal" in result else None
    return render_template("jobs/show.html", job=job, refusal=refusal, leads_to=result.get("next"))
