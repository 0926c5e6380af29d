"""The codes of matters in words."""

from flask_babel import gettext

from app.core.errors import N_
from app.core.languages import named
from app.followup.models import AnswerCode, BodyKind, EventKind, Matter, Rhythm, Unit

CODES = {
    AnswerCode.accepted: N_("Accepted as it is"),
    AnswerCode.partly: N_("Accepted in part"),
    AnswerCode.already_done: N_("Already being done"),
    AnswerCode.long_term: N_("Long-term review"),
    AnswerCode.refused: N_("Not accepted"),
}
TONES = {
    AnswerCode.accepted: "success",
    AnswerCode.partly: "success",
    AnswerCode.already_done: "primary",
    AnswerCode.long_term: "warning",
    AnswerCode.refused: "gray",
}
BODIES = {
    BodyKind.city_hall: N_("City hall"),
    BodyKind.council: N_("Metropolitan council"),
    BodyKind.education: N_("Board of education"),
    BodyKind.district: N_("District"),
}
EVENTS = {
    EventKind.owed: N_("Received"),
    EventKind.moved: N_("Given to another department"),
    EventKind.deadline: N_("Deadline changed"),
    EventKind.answered: N_("Answered"),
    EventKind.corrected: N_("Answer changed"),
    EventKind.milestone_done: N_("A step is done"),
    EventKind.replied: N_("The proposer replied"),
    EventKind.reply_answered: N_("The city answered the reply"),
}
RHYTHMS = {
    Rhythm.daily: N_("Once a day, when there is news"),
    Rhythm.weekly: N_("Once a week, when there is news"),
    Rhythm.never: N_("No mail"),
}
UNITS = {Unit.days: N_("Calendar days"), Unit.months: N_("Months by the calendar")}


def body_name(matter: Matter) -> str:
    """Return who has to answer, in the reader's language: a district by its own name."""
    return named(matter.place) if matter.place is not None else gettext(BODIES[matter.body])


def who(matter: Matter) -> str:
    """Return the body and the department that have to answer."""
    body = body_name(matter)
    return f"{body}, {named(matter.department)}" if matter.department is not None else body
