"""Pages of the committee: public, its members', its secretary's."""

from app.committee.views import members, office, public, review, screening
from app.committee.views.area import blueprint

__all__ = ["blueprint", "members", "office", "public", "review", "screening"]
