import datetime as dt

from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db, transaction
from app.core.jobs.models import Job


def test_a_live_site_is_alive_and_ready(client: FlaskClient):
    assert client.get("/healthz").json == {"alive": True}
    assert client.get("/readyz").status_code == 200


def test_a_job_that_nobody_takes_makes_the_site_unready(client: FlaskClient):
    with transaction():
        db.session.add(Job(id="a" * 32, kind="x", arguments={}, queued_at=clock.now() - dt.timedelta(hours=1)))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["jobs"]) == (503, {"ok": False, "late": 1})
