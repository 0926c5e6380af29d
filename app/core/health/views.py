"""Is the process alive, and can it serve: for the machine that watches, nothing secret in it."""

from flask import Blueprint, Response, jsonify

from app.core.health import checks
from app.core.permissions import Permission, needs

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@needs(Permission.anyone)
def alive() -> Response:
    return jsonify(alive=True)


@blueprint.get("/readyz")
@needs(Permission.anyone)
def ready() -> tuple[Response, int]:
    found = checks.all_checks()
    good = all(check["ok"] for check in found.values())
    return jsonify(ready=good, checks=found), 200 if good else 503
