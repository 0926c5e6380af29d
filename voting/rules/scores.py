"""What projects are ranked by when a rule only adds up ballots."""

import numpy as np

from voting.ballots.election import Election
from voting.ballots.project import Amount


def scores_of(election: Election) -> dict[str, Amount]:
    """Return the score of each project as cities publish it.

    Votes; points where ballots have points; for rankings the sum of (max_length - position), position 0 first, with
    ``max_length`` as the file declares it, else the number of projects (Pabulib's column ``score``).
    """
    ballots = election.ballots
    if ballots.form != "ordinal":
        return election.points
    declared = election.meta.get("max_length", "").strip()
    longest = int(declared) if declared.isdigit() else len(election.projects)
    totals = np.zeros(len(election.projects), dtype=np.int64)
    np.add.at(totals, ballots.project_b, (longest - ballots.levels) * ballots.weight_g[ballots.group_b])
    return {project.id: int(totals[i]) for i, project in enumerate(election.projects)}
