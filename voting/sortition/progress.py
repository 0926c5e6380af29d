"""How long work says how far it is, and how it is called off."""

import time
from collections.abc import Callable

Progress = Callable[[str], None]


class Cancelled(Exception):
    """The work was called off; nothing is published."""


def silent(message: str) -> None:
    """Report nothing."""


def unhurried(
    tell: Progress,
    every_s: float = 1.0,
    is_cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Progress:
    """Return a progress callback that speaks and asks at most once in ``every_s`` seconds.

    The search reports at every panel it finds, hundreds of times a minute: too often for a terminal
    or a database.

    Parameters
    ----------
    tell
        Told the first message at once, then one at a time.
    is_cancelled
        Asked each time after telling; when true the callback raises ``Cancelled``, which ends the work.
    clock
        Seconds, rising.
    """
    last: list[float] = []

    def report(message: str) -> None:
        now = clock()
        if last and now - last[0] < every_s:
            return
        last[:] = [now]
        tell(message)
        if is_cancelled is not None and is_cancelled():
            raise Cancelled(message)

    return report
