"""What the rules of answering say when they refuse."""

from app.core.errors import N_, RuleError


class NotTheirMatter(RuleError):
    code = "not_their_matter"
    sentence = N_("This lies with somebody else. Only who is responsible can answer.")
    status = 403


class ReasonMissing(RuleError):
    code = "answer_reason_missing"
    sentence = N_("Write the reason. Whoever asked, and everyone else, will read it.")
    field = "reason"


class UnknownAnswer(RuleError):
    code = "unknown_answer"
    sentence = N_("Choose one of the five answers.")
    field = "code"


class MilestonesUnreadable(RuleError):
    code = "milestones_unreadable"
    sentence = N_(
        "Line %(line)s is no step: write a date and what will be done, such as “2027-03-31 Draw up the plan”."
    )
    field = "milestones"


class TooManyMilestones(RuleError):
    code = "too_many_milestones"
    sentence = N_("An answer has at most %(most)s steps.")
    field = "milestones"


class AnsweredBeforeItCame(RuleError):
    code = "answered_before_it_came"
    sentence = N_("This was received on %(received_on)s. An answer cannot be of an earlier day, nor of a day to come.")
    field = "answered_on"


class NotAnswered(RuleError):
    code = "matter_not_answered"
    sentence = N_("There is no answer yet to which one could reply.")


class NotAProposer(RuleError):
    code = "not_a_proposer"
    sentence = N_("Only those who proposed it can reply to the answer.")
    status = 403


class NothingSaid(RuleError):
    code = "nothing_said"
    sentence = N_("Write what you want to say.")
    field = "body"


class ReplyHasAnswer(RuleError):
    code = "reply_has_answer"
    sentence = N_("This reply was answered already.")


class DueTooEarly(RuleError):
    code = "due_too_early"
    sentence = N_("The deadline cannot lie before the day of receipt, %(received_on)s.")
    field = "due_on"


class WhyMissing(RuleError):
    code = "why_missing"
    sentence = N_("Write why. Everybody will read it.")
    field = "why"


class WrongBody(RuleError):
    code = "wrong_body"
    sentence = N_("A district is named by its place, a department belongs to the city hall.")
    field = "body"


class SheetTooLong(RuleError):
    code = "sheet_too_long"
    sentence = N_("This table has more than %(most)s rows. Send it in parts.")
    status = 422
    field = "file"
