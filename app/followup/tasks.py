"""What matters ask of people: lines for their list of tasks."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from app.core import clock
from app.core.errors import N_
from app.core.permissions import Permission, Role, allowed
from app.core.tasks import Task, register_source, register_source_of_list
from app.followup.services import lists
from app.followup.services.lists import DeskView


@register_source
def matters_to_answer(account: Any) -> Iterable[Task]:
    """Tell an officer what is overdue, what is due within a week, and which replies wait."""
    if not any(grant.role is Role.officer for grant in account.grants_in_force):
        return
    counted, due_on = lists.nearest_due(lists.theirs(account))
    for title, view in (
        (N_("Answer matters that are overdue"), DeskView.overdue),
        (N_("Answer matters that are due within a week"), DeskView.soon),
        (N_("Answer replies of proposers"), DeskView.replies),
    ):
        if counted[view]:
            end = (
                clock.seoul(due_on.year, due_on.month, due_on.day, 23, 59) if view is DeskView.soon and due_on else None
            )
            yield Task(title, url_for("followup.desk", show=view), due_at=end, left=counted[view])


@register_source_of_list
def matters_with_nobody(account: Any) -> Iterable[Task]:
    """Tell the office how many matters lie with no department of the city hall."""
    if not allowed(account.grants_in_force, Permission.keep_matters):
        return
    left = lists.with_nobody(lists.kept_by(account))
    if left:
        yield Task(N_("Give matters to a department"), url_for("followup.office", show="nobody"), left=left)
