"""A panel after its closing vote, seated without the lottery: ten members of each first stance, all figures by hand."""

from typing import Any

from app.core import clock
from app.core.db import db, transaction
from app.panels.models import Attendance, ClosingCount, DecisionRule, Panel, SurveyAnswer
from app.panels.services import waves
from tests.panels.builders import DAY
from tests.panels.days_builders import a_panel_today, members

SATISFIED = "5432"  # cycle over the members, in the order of their numbers


def a_voted_panel(
    *, unsealed: bool = True, votes: tuple[int, int] = (19, 8), stayed_away: int = 0, blank_sheets: int = 0, undecided_split: bool = False,
    rule: DecisionRule = DecisionRule.simple_majority, size: int = 30, **more: Any,
) -> Panel:  # fmt: skip
    """All undecided have turned to "for", or every second of them to "against"; ``stayed_away`` members against did not come and answered nothing.

    Satisfaction cycles 5, 4, 3, 2; whoever is for accepts another outcome, whoever is against does not.
    """
    panel, now = a_panel_today(members=size, **more), clock.now()
    survey = waves.plan(panel, opens_at=now - DAY, closes_at=now + DAY, asked=["satisfaction", "acceptance"], by=None)
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.rule = rule
        panel.unsealed_at = now if unsealed else None
        stances = {stance.code: stance.id for stance in panel.stances}
        against = [one for one in members(panel) if one.respondent.stance_id == stances["against"]]
        came = [one for one in members(panel) if one not in against[:stayed_away]]
        for at, one in enumerate(came):
            before = one.respondent.stance_id
            turned = "against" if undecided_split and at % 2 else "for"
            after = stances[turned] if before == stances["undecided"] else before
            answers = {
                "satisfaction": SATISFIED[at % len(SATISFIED)],
                "acceptance": "no" if after == stances["against"] else "yes",
            }
            db.session.add(Attendance(panelist_id=one.id, day=panel.first_day, at=now))
            if at % 2 == 0:
                db.session.add(Attendance(panelist_id=one.id, day=panel.last_day, at=now))
            sheet = {} if at < blank_sheets else answers
            db.session.add(
                SurveyAnswer(
                    survey_id=survey.id, panelist_id=one.id, stance_id=after, answers=sheet, answered_at=now
                )
            )  # fmt: skip
        counts = {"for": votes[0], "against": votes[1], "blank": 0}
        db.session.add(
            ClosingCount(panel_id=panel.id, enrolled=sum(votes), voted=sum(votes), closed_at=now, counts=counts)
        )
    return panel
