"""What draws are for: a call, a panel. Each says what it is called, where it stands, and what follows from a draw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.permissions import Place
from app.draws.models import Draw


@dataclass(frozen=True)
class Subject:
    """What a draw belongs to.

    ``title(subject_id)`` returns the Korean and the English title, ``address(subject_id)`` the path of its page.
    ``on_drawn(draw)`` is called inside the transaction that draws, never for a test draw. ``on_abandoned(draw)`` is
    called inside the one that gives up a draw already made and may refuse; without it such a draw stands.
    ``whose(subject_id, token, account)`` returns the ``ref`` of the person who holds a token or is signed in.
    ``sealed(subject_id)`` returns the features that no public page may tell yet; without it, all are told.
    ``place(subject_id)`` says where a role must hold to run the draw; without it, anywhere.
    """

    title: Callable[[int], tuple[str, str]]
    address: Callable[[int], str]
    on_drawn: Callable[[Draw], object]
    on_abandoned: Callable[[Draw], object] | None = None
    whose: Callable[[int, str | None, Any], int | None] | None = None
    place: Callable[[int], Place] | None = None
    sealed: Callable[[int], frozenset[str]] | None = None


_subjects: dict[str, Subject] = {}


def register(code: str, subject: Subject) -> None:
    """Declare a kind of subject; ``code`` is ``Draw.subject``."""
    _subjects[code] = subject


def subject_of(draw: Draw) -> Subject | None:
    """Return what a draw belongs to, or nothing where that area is not there."""
    return _subjects.get(draw.subject)


def place_of(draw: Draw) -> Place | None:
    """Return where a role must hold to run a draw."""
    subject = subject_of(draw)
    return subject.place(draw.subject_id) if subject is not None and subject.place is not None else None


def ref_of(draw: Draw, token: str | None, account: Any) -> int | None:
    """Return the key in the pool of who holds a token or is signed in; nobody is found by guessing numbers."""
    subject = subject_of(draw)
    return subject.whose(draw.subject_id, token, account) if subject is not None and subject.whose is not None else None
