"""Codes of a panel in words."""

from app.core.errors import N_
from app.panels.models import (
    ContactOutcome,
    DecisionRule,
    ItemKind,
    MaterialKind,
    PanelistState,
    PanelPart,
    QuestionState,
    Side,
    StatementState,
    SurveyMode,
)

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
ITEM_KINDS = {
    ItemKind.opening: N_("Opening"),
    ItemKind.talk: N_("Talk of a side"),
    ItemKind.tables: N_("Round at tables"),
    ItemKind.questions: N_("Questions to the sides"),
    ItemKind.cross_examination: N_("Cross-examination"),
    ItemKind.vote: N_("Closing vote"),
    ItemKind.pause: N_("Pause"),
    ItemKind.other: N_("Something else"),
}
QUESTION_STATES = {
    QuestionState.collected: N_("Collected"),
    QuestionState.put: N_("On the floor"),
    QuestionState.answered: N_("Answered"),
    QuestionState.set_aside: N_("Set aside"),
}
MATERIAL_KINDS = {MaterialKind.booklet: N_("Text of the booklet"), MaterialKind.lesson: N_("Lesson")}
BALANCED = {"sex": N_("Sex"), "age": N_("Age"), "district": N_("District"), "stance": N_("First stance (sealed)")}
WAVE_QUESTIONS = {
    "satisfaction": N_("Satisfaction with the deliberation"),
    "fairness": N_("Same chance for both sides"),
    "acceptance": N_("Acceptance of another outcome"),
}
STATEMENT_STATES = {
    StatementState.waiting: N_("Waiting to be read"),
    StatementState.open: N_("Open to answers"),
    StatementState.hidden: N_("Kept out"),
}
JUDGEMENTS = {"agree": N_("Agree"), "pass": N_("Pass"), "disagree": N_("Disagree")}
