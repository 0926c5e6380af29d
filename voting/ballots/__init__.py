"""Elections: projects, limits, ballots."""

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.grouped import Ballots, from_lists
from voting.ballots.limits import Limits
from voting.ballots.project import Amount, Label, Project

__all__ = ["Amount", "BadInput", "Ballots", "Election", "Label", "Limits", "Project", "from_lists"]
