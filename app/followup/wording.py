"""What pages say of a matter in the reader's words."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.languages import chosen, named
from app.followup.labels import CODES, EVENTS, TONES, body_name, who
from app.followup.models import AnswerCode, Matter, MatterKind, Milestone, Unit
from app.followup.services.deadlines import Clock, State, clock_on

__all__ = ["CODES", "EVENTS", "TONES", "body_name", "who"]


def title_of(matter: Matter) -> str:
    return matter.title_en if chosen() == "en" else matter.title_ko


def clock_of(matter: Matter) -> Clock:
    """Return the clock of a matter as it stands today."""
    dates = {"received_on": matter.received_on, "due_on": matter.due_on, "answered_on": matter.answered_on}
    return clock_on(clock.today(), **dates)


def clock_text(matter: Matter) -> str:
    """Say how a matter stands: days left, over, or how long the answer took."""
    at = clock_of(matter)
    match at.state:
        case State.running if at.days == 0:
            return _("Due today")
        case State.running:
            return ngettext("%(num)d day left", "%(num)d days left", at.days)
        case State.over:
            return ngettext("Overdue by %(num)d day", "Overdue by %(num)d days", at.days)
        case State.in_time if at.taken == 0:
            return _("Answered on the day of receipt")
        case State.in_time:
            return ngettext("Answered in time, after %(num)d day", "Answered in time, after %(num)d days", at.taken)
        case State.late:
            return ngettext("Answered %(num)d day late", "Answered %(num)d days late", at.days)
        case State.waiting:
            return ngettext(
                "Waiting for %(num)d day, no deadline on record",
                "Waiting for %(num)d days, no deadline on record",
                at.days,
            )
    return ngettext(
        "Answered after %(num)d day, no deadline on record",
        "Answered after %(num)d days, no deadline on record",
        at.days,
    )


def is_over(matter: Matter) -> bool:
    return clock_of(matter).state is State.over


def is_step_over(step: Milestone) -> bool:
    """Say whether the day of a promised step has passed without its being done."""
    return step.done_on is None and step.due_on < clock.today()


def code_text(code: AnswerCode | None) -> str:
    """Return an answer in words, or that there is none yet."""
    return _(CODES[code]) if code is not None else _("No answer yet")


def tone_of(matter: Matter) -> str:
    """Return the tone of a matter's badge."""
    if matter.code is not None:
        return TONES[matter.code]
    return "danger" if is_over(matter) else "gray"


def takes(kind: MatterKind) -> str:
    """Say how long an answer of a kind may take."""
    if kind.unit is Unit.months:
        return ngettext("%(num)d month", "%(num)d months", kind.count)
    return ngettext("%(num)d day", "%(num)d days", kind.count)


def basis_of(kind: MatterKind) -> str:
    return kind.basis_en if chosen() == "en" else kind.basis_ko


def kind_of(matter: Matter) -> str:
    return named(matter.kind)
