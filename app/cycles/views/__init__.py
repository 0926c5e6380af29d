"""Pages of cycles: the organiser's desk and plan, and the public plan."""

from app.cycles import tasks
from app.cycles.views import desk, plan, public_plan
from app.cycles.views.area import blueprint

__all__ = ["blueprint", "desk", "plan", "public_plan", "tasks"]
