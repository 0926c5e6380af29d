"""The rule of the count as it is typed: places, fewest votes, shares, ceilings, options that exclude each other."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, IntegerField, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import TextInput

from app.core.fields import WonField
from app.core.forms import Form
from app.core.languages import sentence_of
from app.core.money import UnreadableAmount, parse_won
from app.polls import labels
from app.polls.models import Poll
from app.polls.services import rule_settings

TIE_ORDERS = ("file", "min-cost,file", "max-cost,file", "max-votes,file", "max-votes,min-cost,file")
COUNT = [Optional(), NumberRange(0, 1_000_000)]
NOBODY = {"share": "0", "exceed": False}


class ShareField(Field):
    """A share as people type it: 10%, 0.1, 1/10. Data is a fraction; what was typed stays."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else labels.share(self.data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        typed = str(valuelist[0]).replace(" ", "") if valuelist else ""
        if not typed:
            return
        try:
            found = Fraction(typed[:-1]) / 100 if typed.endswith("%") else Fraction(typed)
        except (ValueError, ZeroDivisionError):
            raise ValueError(_("Write a share such as 10% or 1/3.")) from None
        if not 0 <= found <= 1 or found.denominator > 1_000_000:
            raise ValueError(_("A share lies between 0 and 100%."))
        self.data = found


class RuleFields(Form):
    rule = SelectField(_l("Rule of the count"), choices=labels.choices(labels.RULES), default="top-k")
    seats = IntegerField(_l("How many win"), [Optional(), NumberRange(1, 1000)])
    budget = WonField(_l("Money to be spent"), [Optional()])
    ties = SelectField(_l("Of equal options, first"), choices=[(order, "") for order in TIE_ORDERS])
    threshold = IntegerField(_l("Fewest votes to win"), COUNT)
    minimum_share = ShareField(_l("Least share to win"), [Optional()])
    majority = ShareField(_l("Share that must say yes"), default=Fraction(1, 2))
    exceed = BooleanField(_l("It must be more than this share, not just this share"), default=True)
    majority_of = SelectField(_l("Share of whom"), choices=labels.choices(labels.MAJORITY_OF), default="present")
    quorum = ShareField(_l("Share of the roll that must take part"), [Optional()])
    quorum_exceed = BooleanField(_l("More than this share must take part"))
    ceilings = TextAreaField(_l("Most money for one field or district"), [Length(max=5000)])
    incompatible = TextAreaField(_l("Options that exclude each other"), [Length(max=5000)])

    read_ceilings: list[tuple[str, int]]

    def validate_majority(self, majority: Any) -> None:
        if self.rule.data == "majority" and majority.data is None:
            raise ValidationError(_("Say which share must say yes."))

    def validate_ceilings(self, ceilings: Any) -> None:
        """Read the lines "field | money"; each that cannot be read is named."""
        self.read_ceilings, wrong = [], []
        for number, line in enumerate(filter(str.strip, (ceilings.data or "").splitlines()), 1):
            value, _mark, amount = line.replace("\t", "|").rpartition("|")
            try:
                self.read_ceilings.append((value.strip(), parse_won(amount)))
            except UnreadableAmount as error:
                wrong.append(_("Line %(line)s: %(fault)s", line=number, fault=sentence_of(error)))
        if wrong:
            raise ValidationError(" ".join(wrong[:5]))

    def rule_document(self, kinds: Mapping[str, str]) -> dict[str, Any]:
        """Return the rule as poll.json has it; ``kinds`` tells of each field or district which of the two it is."""
        ceilings = [
            {"kind": kinds.get(value, "field"), "value": value, "amount": won} for value, won in self.read_ceilings
        ]
        limits = {"budget": self.budget.data or 0, "ceilings": ceilings, "incompatible": self._groups()}
        options = self._of_majority() if self.rule.data == "majority" else self._of_ranking()
        return {"name": self.rule.data, "options": options, "limits": limits}

    def _groups(self) -> list[list[str]]:
        lines = (line.replace(",", " ").split() for line in (self.incompatible.data or "").splitlines())
        return [codes for codes in lines if codes]

    def _of_majority(self) -> dict[str, Any]:
        quorum = self.quorum.data or Fraction(0)
        options: dict[str, Any] = {
            "majority": {"share": str(self.majority.data), "exceed": bool(self.exceed.data)},
            "of": self.majority_of.data,
            "quorum": {"share": str(quorum), "exceed": bool(self.quorum_exceed.data and quorum)},
        }
        if self.minimum_share.data:
            options["minimum_share"] = {"share": str(self.minimum_share.data), "exceed": False}
        return options | ({"threshold": self.threshold.data} if self.threshold.data else {})

    def _of_ranking(self) -> dict[str, Any]:
        options: dict[str, Any] = {"ties": (self.ties.data or "file").split(",")}
        if self.rule.data == "top-k":
            options["k"] = self.seats.data
        if self.rule.data == "majority-fill":
            share = self.majority.data
            options["majority"] = share and {"share": str(share), "exceed": bool(self.exceed.data)}
        if self.threshold.data:
            options[rule_settings.FEWEST_VOTES] = self.threshold.data
        if self.minimum_share.data:
            options[rule_settings.SHARE_OF_BALLOTS] = str(self.minimum_share.data)
        return options


def shown(poll: Poll) -> dict[str, Any]:
    """Return the rule of a draft as the fields show it."""
    rule, limits = poll.rule, poll.rule["limits"]
    options = rule["options"]
    majority = options.get("majority", {"share": "1/2", "exceed": True})
    quorum = options.get("quorum", {"share": "1/2", "exceed": True} if rule["name"] == "majority" else NOBODY)
    least = options.get("minimum_share")
    return {
        "rule": rule["name"], "seats": options.get("k"), "ties": ",".join(options.get("ties", ())),
        "threshold": options.get("threshold") or None,
        "minimum_share": Fraction(least["share"] if isinstance(least, dict) else least) if least else None,
        "majority": majority and Fraction(majority["share"]), "exceed": bool(majority and majority.get("exceed")),
        "majority_of": options.get("of", "present"), "quorum": Fraction(quorum["share"]) or None,
        "quorum_exceed": quorum.get("exceed", False),
        "ceilings": "\n".join(f"{row['value']} | {row['amount']:,}" for row in limits["ceilings"]),
        "incompatible": "\n".join(", ".join(group) for group in limits["incompatible"]),
    }  # fmt: skip
