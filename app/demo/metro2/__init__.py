"""The deliberation on metro line 2 of 2018 whole: the published figures, and in between made-up people who add up to them.

Each step is done by the platform's own rules at its own time; only respondents, check-ins and sheets are put in together.
"""

from typing import Any

from app.core import clock
from app.core.clock import seoul
from app.core.db import db
from app.demo.metro2 import days, draw, opinions, survey, texts
from app.panels.models import DecisionRule, Panel, PanelPart, Side
from app.panels.services import deciding_rule, making, parts, recommending

SLUG = "metro-2"
COMMITTEE = ("위원장(시민권익위원회)", "법률", "조사 통계", "소통", "소통", "갈등 관리", "갈등 관리")


def load(by: Any) -> Panel:
    """Follow the panel from its committee in September to its recommendation in November 2018."""
    panel = _founded(by)
    survey.load(panel, by)
    draw.load(panel, by)
    opinions.load(panel, by)
    days.load(panel, by)
    with clock.replaying(seoul(2018, 11, 12, 10)):
        panel = db.session.get_one(Panel, panel.id)
        recommending.save(panel, dict(texts.RECOMMENDATION), revision=panel.revision, publish=True, by=by)
    return panel


def _founded(by: Any) -> Panel:
    with clock.replaying(seoul(2018, 9, 17, 10)):
        panel = making.make_panel(slug=SLUG, by=by, **texts.PANEL)
        for number, expertise in enumerate(COMMITTEE, start=1):
            role = parts.add_role(
                panel, part=PanelPart.committee, name=f"시연 위원 {number}", expertise=expertise, by=by
            )
            parts.declare(role, has_interest=False, declared="", by=by)
        for part, side, count in (
            (PanelPart.verifier, Side.neutral, 2),
            (PanelPart.observer, Side.favour, 3),
            (PanelPart.observer, Side.against, 3),
        ):
            for number in range(1, count + 1):
                parts.add_role(panel, part=part, side=side, name=f"시연 {texts.WATCHING[part]} {number}", by=by)
    with clock.replaying(seoul(2018, 10, 10, 9)):
        deciding_rule.set_rule(panel, rule=DecisionRule.simple_majority, confidence_percent=95, by=by)
        deciding_rule.publish_rule(panel, by=by)
    return panel
