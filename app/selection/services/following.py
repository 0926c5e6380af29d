"""What follows from the poll of a select stage, step by step: its subject."""

from sqlalchemy.orm import joinedload

from app.committee.services import bodies
from app.core.db import db, locked
from app.core.errors import N_, RuleError
from app.core.permissions import Place
from app.polls.models import Poll
from app.polls.services import cancelling, subjects, turnout
from app.selection.models import SelectionPoll
from app.selection.services import asking, deciding, membership
from app.selection.services.counting import Tally, quorum
from app.selection.services.rule import fingerprint, on_ballot, rule_of

NO_QUORUM = (
    "정족수에 못 미쳤습니다. {enrolled}명 가운데 {voted}명 투표, {needed}명 필요. / "
    "No quorum: {voted} of {enrolled} voted, {needed} were needed."
)


class ChangedSinceFrozen(RuleError):
    code = "changed_since_frozen"
    sentence = N_("Plan or proposals have changed since the list was put to the vote. The secretary must do it anew.")


def _of(vote: Poll) -> SelectionPoll:
    poll = locked(SelectionPoll, vote.subject_id)
    if poll is None or poll.vote_id != vote.id:  # another poll has taken its place
        raise ChangedSinceFrozen()
    return poll


def require_unchanged(vote: Poll) -> None:
    """Raise ``ChangedSinceFrozen`` where plan, proposals or poll are no longer what was put to the vote."""
    poll = _of(vote)
    now = rule_of(poll.cycle, poll.body, on_ballot(poll.cycle), poll.opens_at, poll.closes_at)
    if not (fingerprint(now) == fingerprint(poll.rule) == poll.frozen_hash and asking.is_asked(vote, poll)):
        raise ChangedSinceFrozen()


def on_opening(vote: Poll) -> None:
    """Draw up the roll from the seats in force; nothing opens that has changed meanwhile. Raises ``NobodyToVote``."""
    require_unchanged(vote)
    membership.draw_up(_of(vote), vote)


def on_closed(vote: Poll) -> None:
    """Call a round off that has no quorum: its box is never opened (operating ordinance, art. 16-2)."""
    poll, counted = _of(vote), turnout.of(vote)
    found = quorum(poll.rule, Tally(counted.enrolled, counted.voted, {}, {}))
    if not found["met"]:
        cancelling.cancel(vote, why=NO_QUORUM.format(**found))


def on_cancelled(vote: Poll) -> None:
    """End the round as void; one that had not opened is put to the vote anew."""
    poll = locked(SelectionPoll, vote.subject_id)
    if poll is not None and poll.vote_id == vote.id and poll.closed_at is None and poll.opened_at is not None:
        counted = turnout.of(vote)
        deciding.call_void(poll, counted.enrolled, counted.voted)


def on_counted(vote: Poll) -> None:
    """Decide, inside the transaction of the count."""
    deciding.decide(_of(vote), vote)


def kept_from(vote: Poll, person: str) -> frozenset[str]:
    return membership.kept_from(_read(vote.subject_id), person)


def title(poll_id: int) -> str:
    return asking.subject_ko(_read(poll_id))


def address(poll_id: int) -> str:
    return f"/selections/{_read(poll_id).slug}"


def place(poll_id: int) -> Place:
    return bodies.place_of(_read(poll_id).body)


def _read(poll_id: int | None) -> SelectionPoll:
    whole = (joinedload(SelectionPoll.body), joinedload(SelectionPoll.cycle))
    return db.session.get_one(SelectionPoll, poll_id, options=whole)


subjects.register(
    asking.SUBJECT,
    subjects.Subject(
        title, address, on_counted, on_cancelled, on_frozen=require_unchanged, on_opening=on_opening,
        on_closed=on_closed, kept_from=kept_from, aside=address, place=place,
    ),
)  # fmt: skip
