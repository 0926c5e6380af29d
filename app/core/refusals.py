"""What a person sees when a rule refuses, a page is missing, or the program failed."""

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.core.errors import N_, RuleError
from app.core.languages import sentence_of
from app.core.logs import route

log = structlog.get_logger()

SENTENCES = {
    400: N_("The form was not complete or too old. Go back, load the page again and send it once more."),
    401: N_("Please sign in first."),
    403: N_("This page is for people with another role."),
    404: N_("There is no such page, or it is not yours to see."),
    405: N_("This address takes no such request."),
    413: N_("This is too large: at most 20 MB where a page asks for files, 1 MB elsewhere. Nothing was kept."),
    429: N_("Too many tries. Please wait a few minutes and try again."),
    500: N_("Something broke on our side. Nothing was changed. Please try again, or call us with the number below."),
    503: N_("The database cannot be reached right now. Nothing was changed. Please try again in a minute."),
}


def page(status: int, sentence: str) -> Response:
    """Return an error page (or JSON for the API) that says what happened and whom to call."""
    number = g.get("request_id", "")
    if request.path.startswith("/api/"):
        return make_response({"error": sentence, "id": number}, status)
    return make_response(
        render_template("errors/refused.html", status=status, sentence=sentence, number=number), status
    )


def refused(error: RuleError) -> Response:
    return page(error.status, sentence_of(error))


def http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    answer = page(status, gettext(SENTENCES.get(status, SENTENCES[400])))
    retry = getattr(error, "retry_after", None)
    if retry:
        answer.headers["Retry-After"] = str(retry)
    return answer


def csrf(error: CSRFError) -> Response:
    return page(400, gettext(SENTENCES[400]))


def unreachable(error: OperationalError) -> Response:
    """The database does not answer, or another writer keeps it longer than one can wait (a large import on SQLite)."""
    log.exception("database", route=route())
    return page(503, gettext(SENTENCES[503]))


def broken(error: Exception) -> Response:
    log.exception("unexpected", route=route())
    return page(500, gettext(SENTENCES[500]))


def register(app: Flask) -> None:
    app.register_error_handler(RuleError, refused)
    app.register_error_handler(CSRFError, csrf)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OperationalError, unreachable)
    app.register_error_handler(Exception, broken)
