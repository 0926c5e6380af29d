"""What the rules of a poll refuse, where several services say it."""

from collections.abc import Sequence

from app.core.errors import N_, RuleError
from voting.ballots.forms import Violation


class NotADraft(RuleError):
    code = "not_a_draft"
    sentence = N_("The poll is frozen: its question, options, rule and times can no longer be changed.")


class NotFrozen(RuleError):
    code = "not_frozen"
    sentence = N_("The poll is not frozen yet.")


class HasOpened(RuleError):
    code = "has_opened"
    sentence = N_("The poll has opened. Its roll can no longer be changed.")


class NotOpenYet(RuleError):
    code = "not_open_yet"
    sentence = N_("Voting opens at %(opens_at)s.")


class PollClosed(RuleError):
    code = "poll_closed"
    sentence = N_("Voting ended at %(closed_at)s. No vote was cast.")


class NotOverYet(RuleError):
    code = "not_over_yet"
    sentence = N_("Voting goes on until %(closes_at)s. It can be closed after that.")


class NotClosed(RuleError):
    code = "not_closed"
    sentence = N_("The poll is not closed yet.")


class NotCounted(RuleError):
    code = "not_counted"
    sentence = N_("The poll is not counted yet.")


class PollCancelled(RuleError):
    code = "poll_cancelled"
    sentence = N_("This poll was cancelled: %(why)s")


class NotEligible(RuleError):
    """``why`` is a code: not_on_list, unconfirmed, age, age_unknown, district, district_unknown, unchecked, channel."""

    code = "not_eligible"
    sentence = N_("You cannot take part in this poll, as far as your account tells.")
    status = 403


class AlreadyVoted(RuleError):
    code = "already_voted"
    sentence = N_("A vote was already cast for you, and it stands. If it was not you, please call us.")


class BallotInvalid(RuleError):
    """``fault`` names the codes of ``voting.ballots.forms.Violation``; ``violations`` holds them with their numbers."""

    code = "ballot_invalid"
    sentence = N_("The ballot is not filled in as this poll asks. Please look at it again.")
    status = 422

    def __init__(self, *, fault: object, violations: Sequence[Violation] = ()) -> None:
        super().__init__(fault=fault)
        self.violations = tuple(violations)


class NotOnYourBallot(RuleError):
    code = "not_on_your_ballot"
    sentence = N_("You take no part in deciding on one of these options. Please open the ballot anew.")
    status = 403


class FormExpired(RuleError):
    code = "form_expired"
    sentence = N_("This form is too old or was changed. Nothing was cast. Please fill in the ballot again.")


class LeafBurned(RuleError):
    code = "leaf_burned"
    sentence = N_("This ballot was opened to test the machine and can no longer be cast. Please fill in a new one.")


class LeafCast(RuleError):
    code = "leaf_cast"
    sentence = N_("This ballot is cast. It stays shut, and cannot be opened as a test.")


class WrongChangeCode(RuleError):
    code = "wrong_change_code"
    sentence = N_("The change code does not fit your vote. Your vote stands as it was.")
    field = "change_code"


class ChangeNotAllowed(RuleError):
    code = "change_not_allowed"
    sentence = N_("In this poll a vote that was cast cannot be changed.")


class OwnNumberInvalid(RuleError):
    code = "own_number_invalid"
    sentence = N_("Your own number has 4 to 8 digits.")
    field = "own"
    status = 422
