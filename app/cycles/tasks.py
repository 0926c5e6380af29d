"""What the plan asks of an organiser: a line for the list of tasks."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from app.core.errors import N_
from app.core.permissions import Permission, Role, allowed
from app.core.tasks import Task, register_source
from app.cycles.services.opening import unpublished
from app.cycles.services.scope import place_of


@register_source
def plans_to_publish(account: Any) -> Iterable[Task]:
    """Tell an organiser which plans nobody can see yet."""
    if not any(grant.role is Role.organiser for grant in account.grants_in_force):
        return
    for cycle in unpublished():
        if allowed(account.grants_in_force, Permission.edit_plan, place_of(cycle)):
            yield Task(N_("Publish the operating plan"), url_for("cycles.edit_plan", slug=cycle.slug), of=cycle.slug)
