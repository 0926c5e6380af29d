"""Pages of the review: the office assigns and merges, officers conclude, proposers answer."""

from app.review import tasks
from app.review.views import answers, assigning, desk, merging, pairs, templates
from app.review.views.area import blueprint

__all__ = ["answers", "assigning", "blueprint", "desk", "merging", "pairs", "tasks", "templates"]
