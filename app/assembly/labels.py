"""Codes of an assembly in words."""

from app.assembly.models import (
    BodyKind,
    Capacity,
    Counted,
    MinhoeState,
    PolicyState,
    QuestionState,
    StageKind,
    StageMethod,
)
from app.core.errors import N_

BODY_KINDS = {
    BodyKind.city_hall: N_("City hall"),
    BodyKind.council: N_("Council"),
    BodyKind.education: N_("Board of education"),
    BodyKind.district: N_("District"),
}
MINHOE_STATES = {
    MinhoeState.registered: N_("To be held"),
    MinhoeState.held: N_("Held"),
    MinhoeState.cancelled: N_("Cancelled"),
}
POLICY_STATES = {
    PolicyState.filed: N_("Filed"),
    PolicyState.merged: N_("Merged"),
    PolicyState.withdrawn: N_("Withdrawn"),
}
STAGE_KINDS = {
    StageKind.agreements_online: N_("Agreements online"),
    StageKind.facilitators_pick: N_("Pick of the facilitators"),
    StageKind.stickers: N_("Stickers on the day"),
    StageKind.pick_k: N_("Vote with several picks"),
    StageKind.yes_no_each: N_("Yes or no to each"),
    StageKind.random_panel: N_("Panel drawn by lot"),
}
METHODS = {
    StageMethod.top_k: N_("Those with the most votes"),
    StageMethod.yes_no: N_("Each for itself, by a majority of yes"),
    StageMethod.named: N_("Chosen in a meeting, with its reason"),
}
COUNTED = {
    Counted.sheets: N_("Sheets, each entered by two people"),
    Counted.agreements: N_("Agreements on this site"),
    Counted.poll: N_("A poll on this site"),
    Counted.meeting: N_("Nothing is counted"),
}
CAPACITIES = {
    Capacity.citizen: N_("Citizen"),
    Capacity.facilitator: N_("Facilitator"),
    Capacity.official: N_("Official, without a vote"),
}
QUESTION_STATES = {
    QuestionState.collected: N_("Collected"),
    QuestionState.put: N_("On the floor"),
    QuestionState.answered: N_("Answered"),
    QuestionState.set_aside: N_("Set aside"),
}
NEEDS = {
    "wheelchair": N_("A place for a wheelchair"),
    "sign_language": N_("Sign language"),
    "captions": N_("Captions"),
    "large_print": N_("Large print"),
    "seat_near": N_("A seat near the door"),
    "childcare": N_("Care for children"),
}
