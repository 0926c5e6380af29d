"""The select stage: a list put to the vote, and what its outcome does. The vote itself is a poll."""

from app.selection.services.deciding import differences
from app.selection.services.membership import step_aside
from app.selection.services.preparing import prepare

__all__ = ["differences", "prepare", "step_aside"]
