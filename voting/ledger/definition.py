"""``poll.json``: everything that is fixed before a poll opens, and frozen by its hash in the first leaf.

::

    {"v": 2, "type": "poll", "poll": 16 bytes in hex, "title": {"en": ..., "ko": ...},
     "opens": "2026-11-01T00:00Z", "closes": ..., "log_by": latest minute at which a cast ballot stands in the log,
     "publish": "marks" | "ballots" | "open", "randomness": where the public number of the sample comes from,
     "keys": {"box": X25519 public key, "log": Ed25519 public key},
     "electorates": [{"id": "citizens", "name": {...}, "listed": true, "weight": null or 50 or "1/2"}],
     "options": [{"id": "7", "cost": 1000000, "labels": {"type": "youth"}, "name": {...}}],
     "form": {"kind": "approval", "at_least": 10, "at_most": 10, "blank": true, ...as voting.ballots.forms.BallotForm},
     "rule": {"name": "top-k", "options": {"k": 10, "ties": ["max-votes", "file"]},
              "limits": {"budget": 0, "ceilings": [], "incompatible": []}},
     "appeal_days": days after the publication in which the result can be contested,
     "auditors": [{"key": Ed25519 public key, "name": ..., "role": ...}]}

Version 1 has neither ``appeal_days`` nor ``auditors``; it is read as well. Money and weights are whole numbers or text such as ``"1/3"``. The rule is a name of ``voting.rules.RULES`` with its options,
or ``majority`` (yes or no to each, or one choice, where who chose another option said no: ``voting.rules.majority``), or ``majority-fill`` (what has a majority fills the pot,
``voting.rules.majority_fill``; its ``majority`` is a share such as ``{"share": "1/2", "exceed": true}``, or nothing).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from voting.ballots import BadInput, Limits, Project
from voting.ballots.forms import BallotForm
from voting.ballots.project import Amount
from voting.ledger.canonical import Json, canonical, digest
from voting.ledger.shapes import AMOUNT, ANY, COUNT, HEX16, HEX32, MINUTE, NAME, TEXT, TRUTH, Shape, shaped
from voting.ledger.words import Refused
from voting.rules import RULES, majority_fill, rule
from voting.rules.majority import Share
from voting.rules.ties import TieOrder

PUBLISH: Final = ("marks", "ballots", "open")
KINDS: Final = ("approval", "choose-1", "knapsack", "yes-no", "cumulative", "scoring", "ordinal")
WITH_POINTS: Final = ("yes-no", "cumulative", "scoring")
ADDING: Final = ("greedy", "top-k", "majority", "majority-fill")
"""Rules that only add marks up, so that ballots need not be published whole."""

AMOUNTS = ("points_at_least", "points_at_most", "sum_at_least", "sum_at_most", "budget")
_SINCE_2 = {"appeal_days", "auditors"}
_NAMES: Shape = {"en": TEXT, "ko": TEXT}
_SHAPE: Shape = {
    "v": (1, 2), "type": ("poll",), "poll": HEX16, "title": _NAMES,
    "opens": MINUTE, "closes": MINUTE, "log_by": MINUTE, "publish": PUBLISH, "randomness": TEXT,
    "keys": {"box": HEX32, "log": HEX32},
    "electorates": [{"id": NAME, "name": _NAMES, "listed": TRUTH, "weight": AMOUNT}],
    "options": [{"id": TEXT, "cost": AMOUNT, "labels": {"*": TEXT}, "name": _NAMES}],
    "form": {
        "kind": KINDS, "blank": TRUTH, "at_least?": COUNT, "at_most?": COUNT,
        "per_label?": [{"kind": TEXT, "value": TEXT, "at_most": COUNT}], **{f"{name}?": AMOUNT for name in AMOUNTS},
    },
    "rule": {
        "name": (*RULES, "majority", "majority-fill"), "options": {"*": ANY},
        "limits": {"budget": AMOUNT, "ceilings": [{"kind": TEXT, "value": TEXT, "amount": AMOUNT}], "incompatible": [[TEXT]]},
    },
    "appeal_days?": COUNT, "auditors?": [{"key": HEX32, "name": TEXT, "role": TEXT}],
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Definition:
    """A poll as ``poll.json`` says it.

    Attributes
    ----------
    document : dict
        ``poll.json`` itself.
    electorates : Mapping of name to declared weight
        No weight: every ballot counts one.
    listed : frozenset of str
        Electorates whose roll is complete when the poll opens.
    rule_options : Any
        The rule's ``Options``; for ``majority`` the keyword arguments of ``decide``.
    auditors : Mapping of public key to (name, role)
        Those whose confirmations count, named before the opening.
    """

    document: Json
    poll: str
    publish: str
    electorates: Mapping[str, Amount | None]
    listed: frozenset[str]
    options: tuple[Project, ...]
    form: BallotForm
    blank: bool
    rule: str
    rule_options: Any
    limits: Limits
    auditors: Mapping[str, tuple[str, str]]

    @cached_property
    def mark_faults(self) -> dict[Any, str | None]:
        """Return what is known of single marks already: a million rows hold a few hundred different ones."""
        return {}

    @property
    def hash(self) -> str:
        """Return the hash that freezes the poll, in hex."""
        return digest(canonical(self.document)).hex()

    @cached_property
    def slots(self) -> int:
        """Return how many commitments a ballot has: one for the whole of it, or one for each mark it may bear."""
        if self.publish != "marks":
            return 1
        most = 1 if self.form.kind == "choose-1" else self.form.at_most
        return len(self.options) if most is None or self.form.kind == "yes-no" else min(most, len(self.options))

    @cached_property
    def sealed_length(self) -> int:
        """Return the bytes to which every ballot's secret is filled up: more than the longest possible one has."""
        longest = max(len(canonical(option.id)) for option in self.options)
        points = 20 if self.form.kind in WITH_POINTS else 0
        marks = self.slots if self.publish == "marks" else len(self.options)
        return -(-(128 + marks * (max(longest, 4) + points + 1)) // 64) * 64


def amount(value: object) -> Amount:
    """Read a whole number or a fraction written as text.

    Raises
    ------
    ValueError
        It is neither.
    """
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError(f"{value!r} is no amount")
    try:
        exact = Fraction(value)
    except ZeroDivisionError:
        raise ValueError(f"{value!r} is no amount") from None
    return exact.numerator if exact.denominator == 1 else exact


def read_definition(document: object) -> Definition:
    """Read ``poll.json`` and refuse what cannot be voted on or counted.

    Raises
    ------
    Refused
        ``definition`` with its fault, or ``rule_needs_ballots``.
    """
    try:
        found = _read(shaped(document, _SHAPE))
    except (ValueError, TypeError, KeyError, BadInput) as fault:
        raise Refused("definition", fault=str(fault)) from None
    if found.publish == "marks" and (found.rule not in ADDING or found.form.kind == "ordinal"):
        raise Refused("rule_needs_ballots", rule=found.rule)
    return found


def _read(document: Json) -> Definition:
    form = document["form"]
    read = Definition(
        document=document,
        poll=document["poll"],
        publish=document["publish"],
        electorates={e["id"]: _or_none(e["weight"]) for e in document["electorates"]},
        listed=frozenset(e["id"] for e in document["electorates"] if e["listed"]),
        options=tuple(Project(o["id"], amount(o["cost"]), o["labels"], o["name"]["ko"]) for o in document["options"]),
        form=BallotForm(
            kind=form["kind"],
            at_least=form.get("at_least", 0),
            at_most=form.get("at_most"),
            per_label={(row["kind"], row["value"]): row["at_most"] for row in form.get("per_label", [])},
            points_at_least=_or_none(form.get("points_at_least")),
            points_at_most=_or_none(form.get("points_at_most")),
            sum_at_least=_or_none(form.get("sum_at_least")),
            sum_at_most=_or_none(form.get("sum_at_most")),
            budget=_or_none(form.get("budget")),
        ),
        blank=form["blank"],
        rule=document["rule"]["name"],
        rule_options=_rule_options(document["rule"]["name"], document["rule"]["options"]),
        limits=_limits(document["rule"]["limits"]),
        auditors={row["key"]: (row["name"], row["role"]) for row in document.get("auditors", [])},
    )
    if fault := _fault(read):
        raise ValueError(fault)
    canonical(document)
    return read


def _or_none(value: object) -> Amount | None:
    return None if value is None else amount(value)


def _fault(poll: Definition) -> str | None:
    """Say what does not go together."""
    document, weights = poll.document, list(poll.electorates.values())
    ids = [option.id for option in poll.options]
    faults = {
        "no options": not ids,
        "no electorate": not weights,
        "an electorate twice": len(weights) != len(document["electorates"]),
        "an option twice": len(set(ids)) != len(ids),
        "an option without an id, or with a comma, quote, semicolon or blank in it": any(
            not i or any(mark in ',;"' or mark.isspace() for mark in i) for i in ids
        ),
        "it closes before it opens": document["closes"] <= document["opens"],
        "ballots would reach the log before the closing": document["log_by"] < document["closes"],
        "some electorates have a weight and some have none": len({w is None for w in weights}) > 1,
        "a weight of zero or less": any(w is not None and w <= 0 for w in weights),
        "majority needs yes/no ballots or a single choice, and no weights": poll.rule == "majority"
        and (poll.form.kind not in ("yes-no", "choose-1") or weights[0] is not None),
        "majority-fill needs yes/no ballots or picks, and no weights": poll.rule == "majority-fill"
        and (poll.form.kind not in ("yes-no", "approval", "choose-1") or weights[0] is not None),
        "more are to be named than there are options": poll.form.at_least > len(ids),
        "version 2 has appeal_days and auditors, version 1 neither": len(document.keys() & _SINCE_2)
        != (len(_SINCE_2) if document["v"] == 2 else 0),
        "an auditor twice": len(poll.auditors) != len(document.get("auditors", [])),
    }
    return next((text for text, holds in faults.items() if holds), None)


def _limits(document: Json) -> Limits:
    ceilings = {(row["kind"], row["value"]): amount(row["amount"]) for row in document["ceilings"]}
    return Limits(amount(document["budget"]), ceilings, [frozenset(group) for group in document["incompatible"]])


def _rule_options(name: str, given: Json) -> Any:
    """Return the rule's options; refuse one that it does not have."""
    if name == "majority":
        known: dict[str, Callable[[Any], object]] = {
            "quorum": _share,
            "majority": _share,
            "minimum_share": _share,
            "of": str,
        }
        if unknown := given.keys() - known.keys():
            raise ValueError(f"majority has no option {min(unknown)}")
        return {key: known[key](value) for key, value in given.items()}
    kind = majority_fill.Options if name == "majority-fill" else rule(name)[0]
    names = {field.name for field in fields(kind)} | {"drawn"}
    if unknown := given.keys() - names:
        raise ValueError(f"{name} has no option {min(unknown)}")
    values = {key: value for key, value in given.items() if key not in ("ties", "drawn")}
    for key in ("threshold", "minimum_share", "increment"):
        if values.get(key) is not None:
            values[key] = amount(values[key])
    if values.get("majority") is not None:
        values["majority"] = _share(values["majority"])
    if "ties" in given:
        values["ties"] = TieOrder(tuple(given["ties"]), tuple(given.get("drawn", ())))
    return kind(**values)


def _share(value: Json) -> Share:
    return Share(Fraction(value["share"]), exceed=bool(value.get("exceed", False)))
