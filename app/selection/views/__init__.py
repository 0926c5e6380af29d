"""Pages of the select stage: everybody's, a member's, the secretary's. Voting itself is on the pages of polls."""

from app.selection.services import following  # register what a poll of a select stage is about
from app.selection.views import member, office, public
from app.selection.views.area import blueprint

__all__ = ["blueprint", "following", "member", "office", "public"]
