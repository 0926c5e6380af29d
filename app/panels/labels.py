"""Codes of a panel's set-up in words."""

from app.core.errors import N_
from app.panels.models import ContactOutcome, DecisionRule, PanelistState, PanelPart, Side, SurveyMode

RULES = {
    DecisionRule.simple_majority: N_("Simple majority, even by one vote"),
    DecisionRule.combine_within_error: N_("All surveys together where the last difference is within the error"),
}
PARTS = {
    PanelPart.committee: N_("Neutral committee"),
    PanelPart.observer: N_("Observer"),
    PanelPart.verifier: N_("Verifier"),
    PanelPart.moderator: N_("Moderator"),
    PanelPart.adviser: N_("Adviser on the booklet"),
    PanelPart.speaker: N_("Speaker"),
    PanelPart.helper: N_("Helper at the door"),
}
SIDES = {Side.favour: N_("In favour"), Side.against: N_("Against"), Side.neutral: N_("Neutral")}
MODES = {
    SurveyMode.telephone: N_("Telephone, brought in as a file"),
    SurveyMode.links: N_("One-time links of this site"),
    SurveyMode.on_site: N_("On site, brought in as a file"),
}
STATES = {
    PanelistState.drawn: N_("Drawn, not invited yet"),
    PanelistState.invited: N_("Invited"),
    PanelistState.accepted: N_("Will come"),
    PanelistState.declined: N_("Will not come"),
    PanelistState.unreachable: N_("Not reached"),
    PanelistState.withdrawn: N_("Withdrew after having said yes"),
    PanelistState.reserve: N_("Reserve"),
}
OUTCOMES = {
    ContactOutcome.sent: N_("Sent"),
    ContactOutcome.reached: N_("Reached"),
    ContactOutcome.no_answer: N_("No answer"),
    ContactOutcome.wrong_address: N_("Wrong number or address"),
}
CHANNELS = {"mail": N_("E-mail"), "sms": N_("Text message"), "letter": N_("Letter"), "telephone": N_("Telephone")}
NEEDS = {
    "access": N_("A place that wheels can reach"),
    "interpreter": N_("An interpreter, sign language included"),
    "child_care": N_("Child care"),
    "food": N_("Food without meat, or for an allergy"),
}
