"""What a poll is about: the area that asked for it tells its name and address, and what follows from the count."""

from collections.abc import Callable
from dataclasses import dataclass

from app.polls.models import Poll


@dataclass(frozen=True)
class Subject:
    """What another area says of its polls. ``on_counted`` and ``on_cancelled`` run inside the deciding transaction."""

    title: Callable[[int], str]
    address: Callable[[int], str]
    on_counted: Callable[[Poll], None]
    on_cancelled: Callable[[Poll], None] | None = None


_subjects: dict[str, Subject] = {}


def register(code: str, subject: Subject) -> None:
    """Make a kind of subject known, once, when its area is loaded."""
    _subjects[code] = subject


def is_known(code: str) -> bool:
    return code in _subjects


def of(poll: Poll) -> Subject | None:
    """Return the subject of a poll, if it has one; a dry run has none."""
    return _subjects.get(poll.subject) if poll.subject and not poll.is_test else None


def counted(poll: Poll) -> None:
    """Tell the subject, inside the caller's transaction."""
    if subject := of(poll):
        subject.on_counted(poll)


def cancelled(poll: Poll) -> None:
    """Tell the subject, inside the caller's transaction."""
    subject = of(poll)
    if subject and subject.on_cancelled:
        subject.on_cancelled(poll)
