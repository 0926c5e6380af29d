"""How much a request may bring: 1 MB, and a file of 20 MB where a route declares that it takes files."""

from flask import Flask, abort, current_app, request

from app.core.permissions import takes_files

READ_AT_A_TIME = 64 * 1024  # bytes


def limit() -> None:
    """Refuse a body over the limit of its route before anything of it is looked at."""
    most = current_app.config["MAX_CONTENT_LENGTH"]  # of any request; the server takes no more
    if not takes_files(current_app, request.endpoint):
        most = current_app.config["MAX_FORM_LENGTH"]
    if request.headers.get("Transfer-Encoding"):
        abort(411)  # its length is not told, and a part of it could pass for the whole
    if (request.content_length or 0) > most:
        _drain(min(request.content_length or 0, current_app.config["MAX_CONTENT_LENGTH"]))
        abort(413)


def _drain(length: int) -> None:
    """Take in and forget what was sent: a browser reads no answer while it still sends."""
    stream = request.environ["wsgi.input"]
    while length > 0 and (part := stream.read(min(READ_AT_A_TIME, length))):
        length -= len(part)


def register(app: Flask) -> None:
    app.before_request(limit)
