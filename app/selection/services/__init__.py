"""The select stage behind one door: freeze, open, cast, close, outcome. What lies inside may be replaced."""

from app.selection.services.casting import cast
from app.selection.services.closing import close, differences
from app.selection.services.freezing import freeze
from app.selection.services.roll import open_poll, step_aside, turnout

__all__ = ["cast", "close", "differences", "freeze", "open_poll", "step_aside", "turnout"]
