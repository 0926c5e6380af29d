"""The words of a proposal's codes, one table each; translated where they are shown."""

from dataclasses import dataclass

from app.core.errors import N_
from app.core.permissions import Role
from app.proposals.models import Basis, Channel, CommentKind, Stage, Status


@dataclass(frozen=True)
class Label:
    """A word and the tone of its badge: success, warning, danger, primary or gray."""

    text: str
    tone: str = "gray"


STATUSES: dict[Status, Label] = {
    Status.received: Label(N_("Received"), "primary"),
    Status.withdrawn: Label(N_("Withdrawn")),
    Status.in_review: Label(N_("In review"), "primary"),
    Status.eligible: Label(N_("Eligible"), "success"),
    Status.amended: Label(N_("Eligible as amended"), "success"),
    Status.ineligible: Label(N_("Ineligible")),
    Status.already_done: Label(N_("Already done by the city")),
    Status.other_agency: Label(N_("Another body's task")),
    Status.merged: Label(N_("Merged")),
    Status.screened_out: Label(N_("Not put to the vote")),
    Status.on_ballot: Label(N_("Put to the vote"), "primary"),
    Status.selected: Label(N_("Selected"), "success"),
    Status.just_missed: Label(N_("Just missed"), "warning"),
    Status.not_selected: Label(N_("Not selected")),
    Status.left_out: Label(N_("Left out of the bill"), "danger"),
    Status.in_bill: Label(N_("In the budget bill"), "success"),
    Status.unchanged: Label(N_("Passed unchanged"), "success"),
    Status.partly_cut: Label(N_("Partly cut"), "warning"),
    Status.zeroed: Label(N_("Cut to zero"), "danger"),
    Status.increased: Label(N_("Increased by the council"), "success"),
    Status.on_track: Label(N_("On track"), "success"),
    Status.push_needed: Label(N_("Needs a push"), "warning"),
    Status.carried_over: Label(N_("Carried over"), "warning"),
    Status.done: Label(N_("Work finished"), "success"),
    Status.settled: Label(N_("Settled"), "success"),
}

STAGES: dict[Stage, str] = {
    Stage.asked: N_("Asked for"),
    Stage.reviewed: N_("After department review"),
    Stage.voted: N_("Chosen by the committee"),
    Stage.bill: N_("Budget bill"),
    Stage.standing: N_("Standing committee"),
    Stage.budget_cmte: N_("Budget committee"),
    Stage.plenary: N_("Plenary"),
    Stage.executed: N_("Spent"),
    Stage.settled: N_("Settlement"),
}

BASES: dict[Basis, str] = {
    Basis.recorded: N_("recorded"),
    Basis.inferred: N_("follows from published totals"),
    Basis.synthetic: N_("made up for the demonstration"),
}

CHANNELS: dict[Channel, str] = {
    Channel.web: N_("this site"),
    Channel.paper: N_("paper"),
    Channel.post: N_("by post"),
    Channel.fax: N_("by fax"),
    Channel.email: N_("by e-mail"),
    Channel.visit: N_("at the office"),
    Channel.dong_office: N_("at a dong community centre"),
    Channel.sheet: N_("taken over from a table"),
}

# What is said beside the name of somebody who speaks in a role.
ROLES: dict[Role, str] = {
    Role.member: N_("committee member"),
    Role.organiser: N_("office of the citizens' budget"),
    Role.officer: N_("department officer"),
    Role.council_staff: N_("council staff"),
    Role.auditor: N_("auditor"),
    Role.administrator: N_("administrator"),
}

COMMENT_KINDS: dict[CommentKind, str] = {
    CommentKind.question: N_("question"),
    CommentKind.change: N_("proposed change"),
    CommentKind.answer: N_("answer"),
}
