"""Pages of matters: the public list and page, what I follow, the desk of those who answer, the office."""

from app.followup.views import desk, mine, office, public, sheet
from app.followup.views.area import blueprint

__all__ = ["blueprint", "desk", "mine", "office", "public", "sheet"]
