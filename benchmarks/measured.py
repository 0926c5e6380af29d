"""The application under gunicorn, each answer saying how long it took on the server and how many queries it ran."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from app import create_app


class Measured:
    """Put the time, the processor's time and the number of queries of each answer into its headers."""

    def __init__(self, app: Flask) -> None:
        self.app, self.queries = app, 0
        event.listen(Engine, "before_cursor_execute", self._count)

    def _count(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self.queries += not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE"))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.queries, began, worked = 0, time.perf_counter(), time.process_time()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            taken, cpu = time.perf_counter() - began, time.process_time() - worked
            told = [
                ("X-Ms", f"{taken * 1000:.2f}"),
                ("X-Cpu-Ms", f"{cpu * 1000:.2f}"),
                ("X-Queries", str(self.queries)),
            ]
            return start_response(status, [*headers, *told], *rest)

        return self.app(environ, start)


def served() -> Measured:
    """Return the application of the environment's database, measured."""
    return Measured(create_app(RATELIMIT_ENABLED=False))
