"""What a panel asks of a member who has bound an account, and where the crew works: lines for the list of tasks."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.errors import N_
from app.core.languages import chosen
from app.core.tasks import Task, register_source
from app.panels.models import ClosingRoll, Panel, Panelist, PanelistState, Survey, SurveyAnswer


@register_source
def vote_open(account: Any) -> Iterable[Task]:
    """Return a line for each panel of the member whose closing vote runs, and one for the page of every other."""
    at = clock.now()
    voted = exists().where(ClosingRoll.panelist_id == Panelist.id, ClosingRoll.voted)
    query = (
        select(Panelist, voted)
        .join(Panel, Panel.id == Panelist.panel_id)
        .where(Panelist.account_id == account.id, Panelist.state == PanelistState.accepted)
        .where(Panel.last_day >= clock.today())
        .options(joinedload(Panelist.panel))
    )
    for panelist, has_voted in db.session.execute(query):
        panel = panelist.panel
        title, url = getattr(panel, f"title_{chosen()}"), f"/panels/{panel.slug}/me"
        runs = panel.vote_opens_at and panel.vote_closes_at and panel.vote_opens_at <= at < panel.vote_closes_at
        if runs and not has_voted:
            yield Task(N_("Vote on the panel"), f"{url}/vote", of=title, due_at=panel.vote_closes_at)
        else:
            yield Task(N_("My page of the panel"), url, of=title)


@register_source
def waves_open(account: Any) -> Iterable[Task]:
    """Return a line for each survey that the member has not answered."""
    at = clock.now()
    answered = exists().where(SurveyAnswer.survey_id == Survey.id, SurveyAnswer.panelist_id == Panelist.id)
    query = (
        select(Survey)
        .join(Panelist, Panelist.panel_id == Survey.panel_id)
        .where(Panelist.account_id == account.id, Panelist.state == PanelistState.accepted, ~answered)
        .where(Survey.of_members, Survey.opens_at <= at, Survey.closes_at > at)
        .options(joinedload(Survey.panel))
    )
    for survey in db.session.scalars(query):
        title = getattr(survey.panel, f"title_{chosen()}")
        url = f"/panels/{survey.panel.slug}/me/survey/{survey.wave}"
        yield Task(N_("Answer the survey of the panel"), url, of=title, due_at=survey.closes_at)
