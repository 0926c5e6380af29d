"""What a poll is about: the area that asked for it tells its name and address, who votes, what follows from the count."""

from collections.abc import Callable
from dataclasses import dataclass

from app.core.permissions import Place
from app.polls.models import Poll

THE_WHOLE_CITY = Place(frozenset())  # a vote is not of one district or body: the role must hold everywhere


@dataclass(frozen=True)
class Subject:
    """What another area says of its polls. What begins with ``on`` runs inside the deciding transaction and may refuse it.

    ``on_opening`` comes before the first leaf, so that it can fill the roll; ``kept_from`` returns the codes of the options
    that a person (``person:7``) takes no part in, ``aside`` the page on which a voter says so, ``place`` where it is run.

    Where the voters have no account here, ``voters_page`` is the path from which they come, and ``voter`` tells,
    at each step anew, whom a pass of that page lets vote, as the roll names them; it raises the refusals of its area.
    """

    title: Callable[[int], str]
    address: Callable[[int], str]
    on_counted: Callable[[Poll], None]
    on_cancelled: Callable[[Poll], None] | None = None
    on_frozen: Callable[[Poll], None] | None = None
    on_opening: Callable[[Poll], None] | None = None
    on_closed: Callable[[Poll], None] | None = None
    kept_from: Callable[[Poll, str], frozenset[str]] | None = None
    aside: Callable[[int], str] | None = None
    place: Callable[[int], Place] | None = None
    voters_page: Callable[[int], str] | None = None
    voter: Callable[[Poll, str], str] | None = None


_subjects: dict[str, Subject] = {}


def register(code: str, subject: Subject) -> None:
    """Make a kind of subject known, once, when its area is loaded."""
    _subjects[code] = subject


def is_known(code: str) -> bool:
    return code in _subjects


def of(poll: Poll) -> Subject | None:
    """Return the subject of a poll, if it has one; a dry run has none."""
    return _subjects.get(poll.subject) if poll.subject and not poll.is_test else None


def voters_page(poll: Poll) -> str | None:
    """Return the path of the page from which the voters come, where the subject knows them."""
    subject = of(poll)
    return subject.voters_page(poll.subject_id) if subject and subject.voters_page and poll.subject_id else None


def counted(poll: Poll) -> None:
    """Tell the subject, inside the caller's transaction."""
    if subject := of(poll):
        subject.on_counted(poll)


def cancelled(poll: Poll) -> None:
    """Tell the subject, inside the caller's transaction."""
    subject = of(poll)
    if subject and subject.on_cancelled:
        subject.on_cancelled(poll)


def frozen(poll: Poll) -> None:
    """Ask the subject, inside the caller's transaction, whether this is what it wants to be asked."""
    subject = of(poll)
    if subject and subject.on_frozen:
        subject.on_frozen(poll)


def opening(poll: Poll) -> None:
    """Let the subject fill the roll, inside the caller's transaction."""
    subject = of(poll)
    if subject and subject.on_opening:
        subject.on_opening(poll)


def closed(poll: Poll) -> None:
    """Tell the subject, inside the caller's transaction."""
    subject = of(poll)
    if subject and subject.on_closed:
        subject.on_closed(poll)


def fills_roll(poll: Poll) -> bool:
    """Say whether the subject itself puts the voters on the roll."""
    subject = of(poll)
    return subject is not None and subject.on_opening is not None


def place(poll: Poll) -> Place:
    """Return where a poll is run."""
    subject = of(poll)
    return subject.place(poll.subject_id) if subject and subject.place and poll.subject_id else THE_WHOLE_CITY


def about(poll: Poll) -> tuple[str, str] | None:
    """Return title and address of what a poll is about."""
    subject = of(poll)
    return (subject.title(poll.subject_id), subject.address(poll.subject_id)) if subject and poll.subject_id else None


def kept_from(poll: Poll, person: str) -> frozenset[str]:
    """Return the options that a person takes no part in."""
    subject = of(poll)
    return subject.kept_from(poll, person) if subject and subject.kept_from else frozenset()


def aside(poll: Poll) -> str | None:
    """Return the page on which a voter steps aside from an option, where the subject knows that."""
    subject = of(poll)
    return subject.aside(poll.subject_id) if subject and subject.aside and poll.subject_id else None
