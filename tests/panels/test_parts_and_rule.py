"""The neutral committee comes first, then the rule, then the survey; interests exclude; officials are barred."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.audit import AuditEntry, AuditPayload
from app.core.db import db, transaction
from app.core.permissions import Role
from app.panels.models import DecisionRule, PanelPart, PanelRole, Respondent, Side, SurveyMode
from app.panels.services import deciding_rule, making, parts, seating, surveys
from tests.builders import an_account
from tests.panels.builders import DAY, a_panel, a_seated_panel, a_survey


def test_seven_who_declared_no_interest_publish_the_rule(app: Flask):
    panel = a_panel(committee=6, published=False)
    with pytest.raises(deciding_rule.CommitteeNotReady):
        deciding_rule.publish_rule(panel, by=None)
    last = parts.add_role(panel, part=PanelPart.committee, name="일곱째", by=None)
    with pytest.raises(deciding_rule.CommitteeNotReady):  # has declared nothing yet
        deciding_rule.publish_rule(panel, by=None)
    parts.declare(last, has_interest=False, declared="", by=None)
    deciding_rule.publish_rule(panel, by=None)
    assert panel.rule_published_at is not None


def test_an_interest_excludes_with_its_reason_and_frees_the_place(app: Flask):
    panel = a_panel(published=False)
    role = parts.committee_in_force(panel)[0]
    with pytest.raises(parts.ReasonMissing):
        parts.declare(role, has_interest=True, declared=" ", by=None)
    parts.declare(role, has_interest=True, declared="노선 곁에 땅이 있음", by=None)
    assert role.excluded_why == "노선 곁에 땅이 있음"
    assert len(parts.committee_in_force(panel)) == 6
    with pytest.raises(parts.DeclaredAlready):
        parts.declare(role, has_interest=False, declared="", by=None)
    parts.add_role(panel, part=PanelPart.committee, name="새 위원", by=None)
    with pytest.raises(parts.CommitteeFull):
        parts.add_role(panel, part=PanelPart.committee, name="여덟째", by=None)


def test_a_speaker_may_have_an_interest(app: Flask):
    role = parts.add_role(a_panel(), part=PanelPart.speaker, side=Side.against, name="반대 쪽", by=None)
    parts.declare(role, has_interest=True, declared="반대 모임 대표", by=None)
    assert role.excluded_why is None


@pytest.mark.parametrize("part", [PanelPart.committee, PanelPart.verifier, PanelPart.moderator])
def test_neutral_parts_take_no_side(app: Flask, part: PanelPart):
    panel = a_panel(committee=0, published=False)
    with pytest.raises(parts.NeutralPart):
        parts.add_role(panel, part=part, side=Side.favour, name="누구", by=None)
    db.session.add(PanelRole(panel_id=panel.id, part=part, side=Side.favour, name="누구"))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_an_official_leads_no_table_in_service_and_database(app: Flask):
    panel, officer = a_panel(), an_account(Role.officer)
    with pytest.raises(parts.OfficialBarred):
        parts.add_role(panel, part=PanelPart.moderator, name="공무원", official=True, by=None)
    with pytest.raises(parts.OfficialBarred):  # known by the account, whatever was ticked
        parts.add_role(panel, part=PanelPart.moderator, name="공무원", contact=officer.email.upper(), by=None)
    db.session.add(PanelRole(panel_id=panel.id, part=PanelPart.moderator, name="공무원", official=True))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_database_gives_no_seat_to_an_official_and_makes_none_of_a_member(app: Flask):
    member = seating.panelists(a_seated_panel(), *seating.SEATED)[0]
    with pytest.raises(IntegrityError), transaction():
        db.session.get_one(Respondent, member.respondent_id).official = True


def test_nobody_has_a_part_and_a_seat(app: Flask):
    panel = a_seated_panel()
    contact = seating.panelists(panel, *seating.SEATED)[0].respondent.contact
    with pytest.raises(parts.HasASeat):
        parts.add_role(panel, part=PanelPart.observer, name="참관", contact=contact, by=None)
    parts.add_role(panel, part=PanelPart.observer, name="참관", contact="010-9999-8888", by=None)
    with pytest.raises(parts.PartTwice):
        parts.add_role(panel, part=PanelPart.verifier, name="같은 사람", contact="+82 10 9999 8888", by=None)


def test_nobody_is_asked_before_the_rule_is_public(app: Flask):
    panel = a_panel(published=False)
    with pytest.raises(deciding_rule.RuleNotPublished):
        a_survey(panel)


def test_the_rule_and_the_question_stay_once_the_survey_has_begun(app: Flask):
    panel = a_panel()
    survey = surveys.plan_survey(
        panel, mode=SurveyMode.telephone, opens_at=clock.now() + DAY, closes_at=clock.now() + 2 * DAY, by=None
    )
    change = {"rule": DecisionRule.combine_within_error, "confidence_percent": 95}
    deciding_rule.set_rule(panel, **change, by=None)
    with transaction():
        survey.opens_at = clock.now()
    with pytest.raises(making.SurveyHasBegun):
        deciding_rule.set_rule(panel, rule=DecisionRule.simple_majority, confidence_percent=95, by=None)
    texts = {name: getattr(panel, name) for name in making.ASKED}
    with pytest.raises(making.SurveyHasBegun):
        making.edit_panel(panel, revision=panel.revision, by=None, **texts | {"question_ko": "다른 물음"})
    making.edit_panel(panel, revision=panel.revision, by=None, **texts, venue_ko="화순")
    assert panel.venue_ko == "화순"


def test_every_change_of_the_rule_is_on_record(app: Flask):
    panel = a_panel()
    deciding_rule.set_rule(panel, rule=DecisionRule.combine_within_error, confidence_percent=99, by=None)
    query = db.select(AuditPayload).join(AuditEntry, AuditEntry.seq == AuditPayload.seq)
    found = db.session.scalars(query.where(AuditEntry.action == "panel.rule").order_by(AuditEntry.seq)).all()[-1]
    assert (found.before["rule"], found.after["rule"]) == ("simple_majority", "combine_within_error")
