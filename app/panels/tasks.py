"""What a panel asks of a member who has bound an account: lines for the list of tasks."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.errors import N_
from app.core.languages import chosen
from app.core.tasks import Task, register_source_of_list
from app.panels.models import Panel, Panelist, PanelistState, Survey, SurveyAnswer
from app.panels.services import closing_vote
from app.polls.models import Poll


@register_source_of_list
def of_the_member(account: Any) -> Iterable[Task]:
    """Return a line for each survey that is open to the member, for a vote that runs, else for the page itself."""
    at = clock.now()
    answered = exists().where(SurveyAnswer.survey_id == Survey.id, SurveyAnswer.panelist_id == Panelist.id)
    is_open = (
        (Survey.panel_id == Panelist.panel_id) & Survey.of_members & (Survey.opens_at <= at) & (Survey.closes_at > at)
    )
    query = (
        select(Panelist, Survey)
        .join(Panel, Panel.id == Panelist.panel_id)
        .outerjoin(Survey, is_open & ~answered)
        .where(Panelist.account_id == account.id, Panelist.state == PanelistState.accepted)
        .where(or_(Panel.last_day >= clock.today(), Survey.id.is_not(None)))
        .options(joinedload(Panelist.panel))
    )
    lines: dict[str, Task] = {}
    for panelist, survey in db.session.execute(query):
        lines |= {task.url: task for task in _lines(panelist, survey)}
    return lines.values()


def _lines(panelist: Panelist, survey: Survey | None) -> Iterable[Task]:
    panel, vote = panelist.panel, closing_vote.for_member(panelist)
    title, url = getattr(panel, f"title_{chosen()}"), f"/panels/{panel.slug}/me"
    if survey is not None:
        yield Task(
            N_("Answer the survey of the panel"), f"{url}/survey/{survey.wave}", of=title, due_at=survey.closes_at
        )
    if isinstance(vote, Poll):
        yield Task(N_("Vote on the panel"), f"{url}/vote", of=title, due_at=vote.closes_at)
    elif survey is None:
        yield Task(N_("My page of the panel"), url, of=title)
