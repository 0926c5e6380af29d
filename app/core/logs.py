"""The program's own log: one JSON object a line, with the number of the request and nothing personal.

No address of the network, no name, no text that somebody typed, no path (it may hold a secret link): the
rule of the route, the account's number, the kind of a failure and where in the code it happened.
"""

import logging
import secrets
import sys
import time
import traceback
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.types import EventDict, Processor

log = structlog.get_logger()


def register(app: Flask) -> None:
    """Set the log up and give each request its number. Before all other parts, so that their refusals have one."""
    configure(app.config["LOG_LEVEL"])
    app.before_request(begin)
    app.after_request(end)


def configure(level: str, out: Any = None) -> None:
    """Write records of ``level`` and above to ``out`` (default: standard error), those of libraries too."""
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        failure_without_its_words,
    ]
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*common, render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out or sys.stderr),
    )
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(number, logging.WARNING))  # libraries tell at "info" what is nobody's business


def failure_without_its_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and the lines of code it passed: its words may be somebody's text."""
    info = event.pop("exc_info", None)
    if not info:
        return event
    kind, _value, where = info if isinstance(info, tuple) else sys.exc_info()
    if kind is not None:
        event["failure"] = kind.__name__
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(where)]
    return event


def begin() -> None:
    """Give the request its number; error pages show it, every record carries it."""
    g.request_id = secrets.token_hex(4).upper()
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def end(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers["X-Request-Id"] = g.request_id
    log.info(
        "request",
        method=request.method,
        route=route(),
        status=response.status_code,
        ms=round((time.perf_counter() - g.began) * 1000),
    )
    return response


def route() -> str:
    """Return the rule that the request matched, never the path itself."""
    return str(request.url_rule) if request.url_rule else "none"
