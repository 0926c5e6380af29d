"""A poll: what is asked of whom; the roll, the box and the log of secret ballots; paper."""

from app.polls.models.booth import BoothTicket
from app.polls.models.confirming import Confirmation
from app.polls.models.motion import Motion, MotionVote, OpenVote, Presence
from app.polls.models.paper import PaperCard, PaperTray
from app.polls.models.poll import Channel, Electorate, Form, Poll, PollOption, Publish, TurnoutMark
from app.polls.models.records import (
    RECORDS,
    BoxedBallot,
    BurnedLeaf,
    Intake,
    Leaf,
    LogHead,
    RollRow,
    RollState,
)

__all__ = [
    "RECORDS", "BoothTicket", "BoxedBallot", "BurnedLeaf", "Channel", "Confirmation", "Electorate", "Form", "Intake", "Leaf", "LogHead", "Motion", "MotionVote", "OpenVote", "PaperCard",
    "PaperTray", "Poll", "PollOption", "Presence", "Publish", "RollRow", "RollState", "TurnoutMark",
]  # fmt: skip
