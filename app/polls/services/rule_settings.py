"""What the rule of a poll can be told: what would have no effect on the count is refused, each at its field."""

from dataclasses import fields

from app.core.errors import N_, RuleError
from app.polls.models import Poll
from voting.rules import RULES, rule

WITHOUT_LIMITS = ("top-k", "majority")  # money plays no part in them
SHARE_OF_BALLOTS, FEWEST_VOTES = "minimum_share", "threshold"


class SettingUnknown(RuleError):
    code = "rule_setting_unknown"
    sentence = N_("This rule of the count does not know it. Leave it empty, or choose another rule.")
    status = 422

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class CeilingOfNothing(RuleError):
    code = "ceiling_of_nothing"
    sentence = N_("No option is of “%(value)s”, or it stands here twice.")
    field = "ceilings"
    status = 422


class ExcludesUnknown(RuleError):
    code = "excludes_unknown"
    sentence = N_("“%(codes)s”: name at least two options of this vote, by their numbers.")
    field = "incompatible"
    status = 422


def knows(name: str, setting: str) -> bool:
    """Say whether a rule's count heeds a setting: ``threshold``, ``minimum_share``, ``ceilings``, ``incompatible``."""
    if setting in ("ceilings", "incompatible"):
        return name not in WITHOUT_LIMITS
    if name in ("majority", "majority-fill"):
        return setting == SHARE_OF_BALLOTS
    return name in RULES and setting in {field.name for field in fields(rule(name)[0])}


def check(poll: Poll) -> None:
    """Refuse settings without effect. Raises ``SettingUnknown``, ``CeilingOfNothing``, ``ExcludesUnknown``."""
    name, limits = poll.rule["name"], poll.rule["limits"]
    given = [setting for setting in (FEWEST_VOTES, SHARE_OF_BALLOTS) if poll.rule["options"].get(setting)]
    given += [setting for setting in ("ceilings", "incompatible") if limits[setting]]
    for setting in given:
        if not knows(name, setting):
            raise SettingUnknown(setting)
    _check_ceilings(poll, [(row["kind"], row["value"]) for row in limits["ceilings"]])
    codes = {option.code for option in poll.options}
    for group in limits["incompatible"]:
        if len(set(group)) < 2 or not set(group) <= codes:
            raise ExcludesUnknown(codes=", ".join(group))


def _check_ceilings(poll: Poll, labels: list[tuple[str, str]]) -> None:
    known = {pair for option in poll.options for pair in option.labels.items()}
    for label in labels:
        if label not in known or labels.count(label) > 1:
            raise CeilingOfNothing(value=label[1])
