"""Roll, intake, box and log of a secret poll.

No column here is a time, a sequence or a reference to a person, and the keys are hashes or drawn: nothing tells when, in
which order or beside whom somebody voted (docs/decisions/0211). Only the log has numbers, and only of whole batches.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Code, stored


class RollState(StrEnum):
    listed = "listed"  # may vote
    voted = "voted"  # on the web or in a booth
    paper = "paper"  # was handed a paper ballot


class RollRow(Base):
    """A person who may vote or has, under a pseudonym of this poll alone; ``tag`` recognises the change code."""

    __tablename__ = "poll_roll"
    __table_args__ = (
        CheckConstraint("state <> 'listed' OR tag IS NULL", name="no_tag_before_the_vote"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    pseud: Mapped[str] = mapped_column(String(64), primary_key=True)
    electorate: Mapped[Code]
    cell: Mapped[Code] = mapped_column(default="all")  # for turnout: age band and district
    state: Mapped[RollState] = stored(RollState, default=RollState.listed)
    channel: Mapped[str | None] = mapped_column(String(40))
    tag: Mapped[str | None] = mapped_column(String(64))


class Intake(Base):
    """A ballot that was acknowledged and waits for its batch."""

    __tablename__ = "poll_intake"
    __table_args__ = {"sqlite_with_rowid": False}

    leaf: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    body: Mapped[str] = mapped_column(Text)  # canonical
    sealed: Mapped[bytes]
    change: Mapped[str | None] = mapped_column(
        String(64), index=True, unique=True
    )  # of the body: it finds a leaf from its change code
    displaces: Mapped[str | None] = mapped_column(
        String(64), index=True, unique=True
    )  # of the body: the leaf that gives way to this


class BoxedBallot(Base):
    """A ballot in the box, sealed to a key that no single person holds."""

    __tablename__ = "poll_box"
    __table_args__ = {"sqlite_with_rowid": False}

    leaf: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)
    sealed: Mapped[bytes]


class Leaf(Base):
    """A leaf of the log, in its place."""

    __tablename__ = "poll_leaf"
    __table_args__ = {"sqlite_with_rowid": False}

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    kind: Mapped[Code]  # open, ballot, replace, paper, void, close, tally
    body: Mapped[str] = mapped_column(Text)  # canonical
    change: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    displaces: Mapped[str | None] = mapped_column(
        String(64), index=True, unique=True
    )  # the leaf replaced or made void by this one


class LogHead(Base):
    """A signed head of the log after a batch, with the frontier from which the next batch goes on."""

    __tablename__ = "poll_head"
    __table_args__ = {"sqlite_with_rowid": False}

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True)
    minute: Mapped[str] = mapped_column(String(17))  # as signed: 2026-11-01T00:00Z
    root: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    frontier: Mapped[str] = mapped_column(Text)  # hashes in hex, a comma between


class BurnedLeaf(Base):
    """A leaf that was tested, or whose time has passed: it can never be cast."""

    __tablename__ = "poll_burned"
    __table_args__ = {"sqlite_with_rowid": False}

    leaf: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), index=True)


RECORDS = (RollRow, Intake, BoxedBallot, Leaf, LogHead, BurnedLeaf)
"""What a test holds against the rule above: no time, no sequence, no reference to a person."""
