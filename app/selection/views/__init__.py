"""Pages of a poll: public, the voter's, the secretary's."""

from app.selection.views import ballot, office, public
from app.selection.views.area import blueprint

__all__ = ["ballot", "blueprint", "office", "public"]
