"""Pages of draws: the office's, and everybody's."""

from app.draws.views import office, person, public, steps
from app.draws.views.area import blueprint

__all__ = ["blueprint", "office", "person", "public", "steps"]
