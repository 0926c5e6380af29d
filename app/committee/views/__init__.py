"""Pages of the committee: public, its members', its secretary's."""

from app.committee.services import personal, scopes  # register what the area knows, and its bodies
from app.committee.views import meetings, members, office, public, review, screening
from app.committee.views.area import blueprint

__all__ = ["blueprint", "meetings", "members", "office", "personal", "public", "review", "scopes", "screening"]
