"""Elections: projects, limits, ballots."""

from voting.ballots.errors import BadInput
from voting.ballots.limits import Limits
from voting.ballots.project import Amount, Label, Project

__all__ = ["Amount", "BadInput", "Label", "Limits", "Project"]
