"""Words of execution."""

from app.core.errors import N_
from app.execution.models import Progress

PROGRESS: dict[Progress, tuple[str, str]] = {
    Progress.done: (N_("Work finished"), "success"),
    Progress.on_track: (N_("On track"), "success"),
    Progress.push_needed: (N_("Needs a push"), "warning"),
    Progress.carried_over: (N_("Carried over"), "warning"),
}
