"""Acts beside the request: nobody waits for them, and their time tells nothing about what was found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from flask import Flask, current_app

log = structlog.get_logger()
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")


def beside_the_request(act: Callable[..., object], *arguments: Any) -> None:
    """Do ``act`` in a thread, in its own transaction; under test at once. A failure is logged, not told."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.testing:
        act(*arguments)
    else:
        _thread.submit(_in_context, app, act, arguments)


def _in_context(app: Flask, act: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    with app.app_context():
        try:
            act(*arguments)
        except Exception:
            log.exception("beside the request", act=act.__name__)
