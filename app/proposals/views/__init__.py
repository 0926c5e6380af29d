"""Pages about proposals for those who write, support and look after them."""

from app.proposals.services import personal, reading  # register what the area knows and shows
from app.proposals.views import (
    again,
    comments,
    consents,
    mine,
    moderation,
    office,
    posters,
    propose,
    reporting,
    support,
    tasks,
)
from app.proposals.views.blueprint import blueprint

__all__ = [
    "again",
    "blueprint",
    "comments",
    "consents",
    "mine",
    "moderation",
    "office",
    "personal",
    "posters",
    "propose",
    "reading",
    "reporting",
    "support",
    "tasks",
]
