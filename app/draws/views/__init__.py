"""Pages of draws: the office's, and everybody's."""

from app.draws.views import office, public
from app.draws.views.area import blueprint

__all__ = ["blueprint", "office", "public"]
