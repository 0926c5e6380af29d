"""Paper: a card is handed out after the roll was marked; each card is read by two people, and a tray is a batch of the log."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import audit
from app.core.db import after_commit, db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.polls.models import BoxedBallot, Channel, Leaf, PaperCard, PaperTray, Poll, RollRow, RollState
from app.polls.services import ballot_paper, casting, errors, instant, locks, log, roll, sweeping
from app.polls.services.definitions import definition_of
from app.polls.services.voters import Voter
from voting.ledger import sealing
from voting.ledger.canonical import Json, parse
from voting.ledger.casting import prepare_paper
from voting.ledger.leaves import void_leaf
from voting.ledger.slots import slot_values
from voting.ledger.words import Refused

USED_NUMBER = "used_number"  # the person had voted otherwise: the roll holds no mark for this card, and no leaf is due
INVALID = ("unsigned", "late", "unreadable", "too_many", "not_returned", "other", USED_NUMBER)
MOST_CARDS = 1000
INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class TrayInvalid(RuleError):
    code = "tray_invalid"
    sentence = N_("A tray holds 1 to %(most)s cards of one electorate of this poll.")
    field = "cards"
    status = 422


class TrayDone(RuleError):
    code = "tray_done"
    sentence = N_("This tray is in the log already. Its cards can no longer be changed.")


class CardUnknown(RuleError):
    code = "card_unknown"
    sentence = N_("This tray holds cards 1 to %(cards)s.")
    field = "number"
    status = 422


class ReasonUnknown(RuleError):
    code = "reason_unknown"
    sentence = N_("Say with a reason of the list why the card is invalid.")
    field = "invalid_why"
    status = 422


class TwoReaders(RuleError):
    code = "two_readers"
    sentence = N_("Two people have begun to enter this tray. A third one cannot take part.")


class TrayUnfinished(RuleError):
    code = "tray_unfinished"
    sentence = N_("Two people must enter every card of the tray, each alone. %(missing)s readings are missing.")


class CardsDiffer(RuleError):
    code = "cards_differ"
    sentence = N_("The two readings differ at these cards: %(numbers)s. Look at them together and enter them again.")


class MoreCardsThanHandedOut(RuleError):
    code = "more_cards_than_handed_out"
    sentence = N_("In this electorate %(handed)s cards were handed out; with this tray there would be %(cards)s.")


class PaperMissing(RuleError):
    code = "paper_missing"
    sentence = N_(
        "In electorate %(electorate)s %(handed)s cards were handed out and %(entered)s are entered. "
        "Enter the rest; a card that did not come back is entered as not returned."
    )


@dataclass(frozen=True)
class Comparison:
    """How far two readings of a tray agree; numbers are those on the cards."""

    readers: tuple[int, ...]
    missing: dict[int, list[int]]  # account -> cards
    differ: list[int]


def hand_out(poll: Poll, voter: Voter) -> None:
    """Mark the roll for a voter who is handed a card. No record says who or when.

    Raises ``NotOpenYet``, ``PollClosed``, ``PollCancelled``, ``AlreadyVoted``.
    """
    poll_id = poll.id
    with transaction():
        poll = db.session.get_one(Poll, poll_id, populate_existing=True)
        locks.share_poll(poll)
        casting.require_open(poll, instant.now())
        marks = {"state": RollState.paper, "channel": str(Channel.paper)}
        mine = (RollRow.poll_id == poll_id) & (RollRow.pseud == voter.pseud)
        if voter.listed:
            marked: Any = update(RollRow).where(mine, RollRow.state == RollState.listed).values(marks)
        else:
            line = {"poll_id": poll_id, "pseud": voter.pseud, "electorate": voter.electorate, "cell": voter.cell}
            written = INSERT[db.session.get_bind().dialect.name](RollRow).values(line | marks)
            marked = written.on_conflict_do_nothing()
        if (
            db.session.connection().execute(marked.returning(RollRow.pseud)).first() is None
        ):  # an INSERT tells no rowcount
            raise errors.AlreadyVoted()


def make_tray(poll: Poll, electorate: str, cards: int, by: Any = None) -> PaperTray:
    """Begin a tray of so many cards. Raises ``TrayInvalid``, ``PollClosed``, ``NotOpenYet``."""
    poll_id = poll.id
    if not 1 <= cards <= MOST_CARDS:
        raise TrayInvalid(most=MOST_CARDS)
    with transaction():
        poll = locked(Poll, poll_id)
        _require_counting_time(poll)
        roll.electorate_of(poll, electorate)
        number = (db.session.scalar(select(func.max(PaperTray.number)).where(PaperTray.poll_id == poll_id)) or 0) + 1
        tray = PaperTray(poll_id=poll_id, number=number, electorate=electorate, cards=cards)
        db.session.add(tray)
        db.session.flush()
        audit.record("poll.tray", of=("poll", poll_id), by=by, after={"tray": number, "cards": cards})
    return tray


def enter(
    tray: PaperTray, number: int, *, chosen: Sequence[str] = (), points: Sequence[int] | None = None,
    invalid_why: str | None = None, by: Any,
) -> PaperCard:  # fmt: skip
    """Note how one person reads a card; entered again, the later reading holds.

    Raises ``TrayDone``, ``CardUnknown``, ``ReasonUnknown``, ``TwoReaders``, ``BallotInvalid``.
    """
    tray_id, account_id = tray.id, by.id
    with transaction():
        tray = _open_tray(tray_id)
        if not 1 <= number <= tray.cards:
            raise CardUnknown(cards=tray.cards)
        readers = {card.account_id for card in tray.entries}
        if len(readers) > 1 and account_id not in readers:
            raise TwoReaders()
        if invalid_why is not None and invalid_why not in INVALID:
            raise ReasonUnknown()
        marks = None if invalid_why else _marks(db.session.get_one(Poll, tray.poll_id), chosen, points)
        card = db.session.merge(PaperCard(tray_id=tray_id, number=number, account_id=account_id))
        card.marks = null() if marks is None else marks  # no value, not JSON's null
        card.invalid_why = invalid_why
        db.session.flush()
    return card


def _marks(poll: Poll, chosen: Sequence[str], points: Sequence[int] | None) -> list[Any]:
    """Return the marks of a card, sorted unless their order says something. Raises ``BallotInvalid``: such a card is entered as invalid."""
    definition = definition_of(poll)
    chosen, points = ballot_paper.filled_out(definition, chosen, points)
    try:
        slot_values(definition, chosen, points)
    except Refused as fault:
        raise casting.ballot_invalid(definition, chosen, points, fault) from None
    if definition.form.kind == "ordinal":
        return list(chosen)
    return sorted(chosen) if points is None else sorted(list(mark) for mark in zip(chosen, points, strict=True))


def compare(tray: PaperTray) -> Comparison:
    """Return what is missing and where the readings differ, card by card."""
    read: dict[int, dict[int, tuple[Any, str | None]]] = {}
    for card in tray.entries:
        read.setdefault(card.account_id, {})[card.number] = (card.marks, card.invalid_why)
    numbers = range(1, tray.cards + 1)
    missing = {reader: [n for n in numbers if n not in cards] for reader, cards in read.items()}
    pair = list(read.values())
    differ = [n for n in numbers if len(pair) == 2 and n in pair[0] and n in pair[1] and pair[0][n] != pair[1][n]]
    return Comparison(tuple(read), missing, differ)


def log_tray(tray: PaperTray, by: Any = None) -> PaperTray:
    """Put the cards of a tray that two people read alike into box and log, as one batch, and delete the readings.

    Raises ``TrayDone``, ``TrayUnfinished``, ``CardsDiffer``, ``MoreCardsThanHandedOut``.
    """
    tray_id = tray.id
    with transaction():
        tray = _open_tray(tray_id)
        poll = locked(Poll, tray.poll_id)
        locks.log(poll)
        cards = _agreed(tray)
        due = [card for card in cards if card.invalid_why != USED_NUMBER]
        handed, entered = handed_out(poll)[tray.electorate], logged(poll)[tray.electorate]
        if entered + len(due) > handed:
            raise MoreCardsThanHandedOut(handed=handed, cards=entered + len(due))
        bodies, boxed = _leaves(poll, tray.electorate, due)
        if bodies:
            log.append(poll, bodies, instant.now())
        if boxed:
            db.session.execute(insert(BoxedBallot), sorted(boxed, key=lambda row: row["leaf"]))
        tray.entries.clear()
        tray.logged = True
        db.session.flush()
        reasons = dict(Counter(card.invalid_why for card in cards if card.invalid_why))
        audit.record("poll.tray-log", of=("poll", poll.id), by=by, after={"tray": tray.number, "invalid": reasons})
        after_commit(sweeping.after_batch)
    return tray


def _agreed(tray: PaperTray) -> list[PaperCard]:
    """Return one reading of each card. Raises ``TrayUnfinished``, ``CardsDiffer``."""
    found = compare(tray)
    missing = sum(map(len, found.missing.values())) + tray.cards * (2 - len(found.readers))
    if missing:
        raise TrayUnfinished(missing=missing)
    if found.differ:
        raise CardsDiffer(numbers=", ".join(map(str, found.differ)))
    return [card for card in tray.entries if card.account_id == found.readers[0]]


def _leaves(poll: Poll, electorate: str, cards: list[PaperCard]) -> tuple[list[Json], list[dict[str, Any]]]:
    """Return leaves for the log and rows for the box."""
    definition, bodies, boxed = definition_of(poll), [], []
    for card in cards:
        if card.invalid_why:
            reason = card.invalid_why.replace("_", "-")
            bodies.append(void_leaf(poll.number, electorate, secrets.token_bytes(16), reason))
            continue
        with_points = any(isinstance(mark, list) for mark in card.marks)
        chosen = [mark[0] if with_points else mark for mark in card.marks]
        made = prepare_paper(definition, electorate, chosen, [m[1] for m in card.marks] if with_points else None)
        bodies.append(made.body)
        boxed.append({"leaf": made.leaf, "poll_id": poll.id, "sealed": sealing.seal(definition, made)})
    return bodies, boxed


def handed_out(poll: Poll) -> Counter[str]:
    """Return for each electorate how many cards were handed out."""
    query = select(RollRow.electorate, func.count()).where(RollRow.poll_id == poll.id)
    return Counter(
        dict(db.session.execute(query.where(RollRow.state == RollState.paper).group_by(RollRow.electorate)).all())
    )  # type: ignore[arg-type]


def logged(poll: Poll) -> Counter[str]:
    """Return for each electorate how many cards stand in the log, valid or not."""
    query = select(Leaf.body).where(Leaf.poll_id == poll.id, Leaf.kind.in_(("paper", "void")), Leaf.displaces.is_(None))
    return Counter(parse(body.encode())["electorate"] for body in db.session.scalars(query))


def require_complete(poll: Poll) -> None:
    """Raise ``PaperMissing`` where not every card that was handed out stands in the log."""
    entered = logged(poll)
    for electorate, handed in handed_out(poll).items():
        if entered[electorate] != handed:
            raise PaperMissing(electorate=electorate, handed=handed, entered=entered[electorate])


def _open_tray(tray_id: int) -> PaperTray:
    tray = locked(PaperTray, tray_id)
    if tray is None:
        raise NotFound()
    if tray.logged:
        raise TrayDone()
    _require_counting_time(db.session.get_one(Poll, tray.poll_id, populate_existing=True))
    return tray


def _require_counting_time(poll: Poll) -> None:
    """Paper is entered from the opening until the log is closed, which may be after the last vote."""
    if poll.cancelled_at is not None:
        raise errors.PollCancelled(why=poll.cancelled_why)
    if poll.opened_at is None:
        raise errors.NotOpenYet(opens_at=poll.opens_at)
    if poll.closed_at is not None:
        raise errors.PollClosed(closed_at=poll.closes_at)
