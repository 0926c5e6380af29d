"""What is wrong with a draft, each refusal at the field where it can be mended."""

from app.core.errors import N_, RuleError
from voting.ledger.words import Refused


class SlugInvalid(RuleError):
    code = "slug_invalid"
    sentence = N_("The address of a poll has up to 40 small letters a-z, digits and hyphens.")
    field = "slug"
    status = 422


class SlugTaken(RuleError):
    code = "slug_taken"
    sentence = N_("There is a poll with the address “%(slug)s” already.")
    field = "slug"


class TitleMissing(RuleError):
    code = "title_missing"
    sentence = N_("The poll needs a title in both languages.")
    field = "title_ko"
    status = 422


class TimesInvalid(RuleError):
    code = "times_invalid"
    sentence = N_("The poll must close after it opens.")
    field = "closes_at"
    status = 422


class OptionsInvalid(RuleError):
    code = "options_invalid"
    sentence = N_("The options are not in order (%(fault)s). Each needs a code of its own, without blanks and commas.")
    field = "options"
    status = 422


class ElectoratesInvalid(RuleError):
    code = "electorates_invalid"
    sentence = N_("The electorates are not in order (%(fault)s). Either all have a weight above zero, or none has.")
    field = "electorates"
    status = 422


class FormInvalid(RuleError):
    code = "form_invalid"
    sentence = N_("The numbers of the ballot form do not go together (%(fault)s).")
    field = "form"
    status = 422


class RuleInvalid(RuleError):
    code = "rule_invalid"
    sentence = N_("The counting rule cannot be used as it is set (%(fault)s).")
    field = "rule"
    status = 422


class AuditorsInvalid(RuleError):
    code = "auditors_invalid"
    sentence = N_("The auditors are not in order (%(fault)s). Each has a key of 64 digits and letters a-f, once.")
    field = "auditors"
    status = 422


class PublishInvalid(RuleError):
    code = "publish_invalid"
    sentence = N_("This counting rule or ballot form needs whole ballots (%(fault)s): publish “ballots” or “open”.")
    field = "publish"
    status = 422


AT: dict[str, type[RuleError]] = {
    "options": OptionsInvalid, "electorates": ElectoratesInvalid, "form": FormInvalid, "rule": RuleInvalid,
    "publish": PublishInvalid, "auditors": AuditorsInvalid,
}  # fmt: skip

# The first words of what ``voting.ledger.definition`` finds, and the field where it is mended.
_BEGINS = (
    ("no options", "options"),
    ("an option", "options"),
    ("options", "options"),
    ("no electorate", "electorates"),
    ("an electorate", "electorates"),
    ("electorates", "electorates"),
    ("some electorates", "electorates"),
    ("a weight", "electorates"),
    ("form", "form"),
    ("more are to be named", "form"),
    ("majority needs", "form"),
    ("majority-fill needs", "form"),
    ("publish", "publish"),
    ("auditors", "auditors"),
    ("an auditor", "auditors"),
)


def of(refused: Refused) -> RuleError:
    """Return the refusal at its field."""
    if refused.code == "rule_needs_ballots":
        return PublishInvalid(fault=refused.params["rule"])
    fault = str(refused.params["fault"])
    return AT[next((name for words, name in _BEGINS if fault.startswith(words)), "rule")](fault=fault)
