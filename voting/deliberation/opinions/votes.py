"""Votes of participants on statements: 1 agree, -1 disagree, 0 pass, nothing where somebody did not vote."""

from collections.abc import Sequence

import numpy as np

from voting.deliberation.design_effect import Floats
from voting.deliberation.errors import BadInput, need_length

AGREE, PASS, DISAGREE = 1, 0, -1

Ballot = Sequence[int | None]


def vote_matrix(ballots: Sequence[Ballot], statements: Sequence[str]) -> Floats:
    """Return people x statements, NaN where there is no vote.

    Raises
    ------
    BadInput
        ``nobody`` (no people or no statements), ``different_lengths``, ``wrong_vote``, ``same_statement_twice``.

    Examples
    --------
    >>> vote_matrix([[1, None], [0, -1]], ["s1", "s2"]).tolist()
    [[1.0, nan], [0.0, -1.0]]
    """
    if not ballots or not statements:
        raise BadInput("nobody")
    if len(set(statements)) < len(statements):
        raise BadInput("same_statement_twice", statement=next(s for s in statements if list(statements).count(s) > 1))
    for number, ballot in enumerate(ballots, start=1):
        need_length(f"ballot {number}", ballot, len(statements))
        for vote in ballot:
            if vote is not None and vote not in (AGREE, PASS, DISAGREE):
                raise BadInput("wrong_vote", row=number, value=vote)
    return np.array([[np.nan if vote is None else vote for vote in ballot] for ballot in ballots], dtype=np.float64)
