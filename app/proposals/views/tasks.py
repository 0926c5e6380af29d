"""The area's lines of the list of what a person must do."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from app.core.errors import N_
from app.core.permissions import Permission, allowed
from app.core.tasks import Task, register_source
from app.proposals.services.tasks import unfinished_drafts


@register_source
def drafts_to_finish(account: Any) -> Iterator[Task]:
    if not allowed(account.grants_in_force, Permission.propose):
        return
    for draft in unfinished_drafts(account):
        yield Task(
            title=N_("Finish your proposal"),
            url=url_for("proposals.new", slug=draft.cycle_slug),
            of=draft.title,
            due_at=draft.closes_at,
        )
