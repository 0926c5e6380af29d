"""The area's lines of the list of what a person must do."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from app.core.errors import N_
from app.core.permissions import Permission, allowed
from app.core.tasks import Task, register_source, register_source_of_list
from app.cycles.services.scope import place_of
from app.proposals.services import reports
from app.proposals.services.office import cycles_where
from app.proposals.services.tasks import unfinished_drafts


@register_source_of_list
def reported_comments(account: Any) -> Iterator[Task]:
    """Tell a moderator how many reported comments wait."""
    if not allowed(account.grants_in_force, Permission.moderate):
        return
    waiting = reports.open_by_cycle()
    for cycle in (
        cycles_where(lambda cycle: allowed(account.grants_in_force, Permission.moderate, place_of(cycle)))
        if waiting
        else ()
    ):
        if left := waiting.get(cycle.id):
            yield Task(
                N_("Decide on reported comments"),
                url_for("proposals.moderation", show="reported"),
                of=cycle.slug,
                left=left,
            )


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
