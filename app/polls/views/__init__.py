"""Pages of a poll: public, the voter's, the secretary's."""

from app.polls.views import ballot, office, public
from app.polls.views.area import blueprint

__all__ = ["ballot", "blueprint", "office", "public"]
