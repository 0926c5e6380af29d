"""The select stage behind one door: freeze, open, cast, close, outcome. What lies inside may be replaced."""

from app.polls.services.casting import cast
from app.polls.services.closing import close, differences
from app.polls.services.freezing import freeze
from app.polls.services.roll import open_poll, step_aside, turnout

__all__ = ["cast", "close", "differences", "freeze", "open_poll", "step_aside", "turnout"]
