"""Pages of polls: public, the voter's, the organiser's, the booth's, the auditor's; roll-call votes of meetings."""

from app.polls.views import (
    booth,
    changing,
    checking,
    designer,
    desk,
    motions,
    office,
    public,
    result,
    trays,
    voters,
    voting,
)
from app.polls.views.area import blueprint

__all__ = [
    "blueprint", "booth", "changing", "checking", "designer", "desk", "motions", "office", "public", "result", "trays", "voters", "voting",
]  # fmt: skip
