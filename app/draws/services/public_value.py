"""The public value: what is bound when it is announced, and how what is entered becomes the value of the record.

Dice and balls show the number of one of the numbered panels. A drand round is bound by its number and opened by its
signature; secrets are bound by their hashes and opened beside a public value of the day. What arithmetic can check
is checked before anything is drawn, and by everybody from the record.
"""

import datetime as dt
import re
from collections.abc import Callable

from app.core import clock
from app.core.errors import N_, RuleError
from app.draws.models import Draw, PublicValue
from voting.sortition import drand
from voting.sortition.draw import NUMBER_KIND
from voting.sortition.errors import BadInput, RecordRefused
from voting.sortition.preparation import EXACT, NUMBERED
from voting.sortition.public_source import (
    SECRET_LENGTH,
    check_source,
    drand_source,
    hash_of,
    secrets_source,
    value_by_drand,
    value_by_secrets,
)
from voting.sortition.record import Json

LONGEST = 4000
BY_NUMBER = (PublicValue.dice, PublicValue.balls)
_HASH = re.compile(r"\b[0-9a-fA-F]{64}\b")


class NoNumber(RuleError):
    code = "no_panel_number"
    sentence = N_("Enter the number that was drawn, with %(digits)s digits, such as %(example)s.")
    field = "value"


class NoSignature(RuleError):
    code = "no_signature"
    sentence = N_("Enter the signature of round %(round)s: 96 digits from 0 to 9 and a to f.")
    field = "value"


class NotThatRound(RuleError):
    code = "not_that_round"
    sentence = N_("This is not drand's signature of round %(round)s. Copy it from that round.")
    field = "value"


class SecretDoesNotFit(RuleError):
    code = "secret_does_not_fit"
    sentence = N_("Line %(line)s is not the secret whose hash was announced. Enter the secrets in the order announced.")
    field = "value"


class LinesMissing(RuleError):
    code = "lines_missing"
    sentence = N_("Enter %(lines)s lines: each secret on its own line, then the public value.")
    field = "value"


class NotReadable(RuleError):
    code = "value_not_readable"
    sentence = N_("The value holds signs that cannot be read aloud. Enter it as it was announced.")
    field = "value"


class ValueTooLong(RuleError):
    code = "value_too_long"
    sentence = N_("The value may have %(most)s characters.")
    field = "value"


class HashesMissing(RuleError):
    code = "hashes_missing"
    sentence = N_("Give the SHA-256 (64 digits) of every secret, a line each and none twice.")
    field = "hashes"


class RoundMissing(RuleError):
    code = "round_missing"
    sentence = N_("Say when the round of drand will be known.")
    field = "known_at"


class RoundKnown(RuleError):
    code = "round_known"
    sentence = N_("Round %(round)s of drand is known since %(known_at)s. Announce one that lies ahead.")
    field = "known_at"


def rule_of(kind: PublicValue) -> str:
    """Return how a kind of value draws: one of the numbered panels, or by the exact weights."""
    return NUMBERED if kind in BY_NUMBER else EXACT


def source_of(kind: PublicValue, *, known_at: dt.datetime | None, hashes: str) -> Json | None:
    """Return what is bound beforehand. Raises ``RoundMissing``, ``RoundKnown``, ``HashesMissing``."""
    if kind is PublicValue.drand:
        if known_at is None:
            raise RoundMissing()
        source = drand_source(drand.round_at(known_at))
        require_ahead(source)
        return source
    if kind is PublicValue.secret:
        try:
            return secrets_source(_HASH.findall(hashes))
        except BadInput as wrong:
            raise HashesMissing() from wrong
    return None


def require_ahead(source: Json | None) -> None:
    """Raise ``RoundKnown`` where the round that will decide is known already: the lottery must be bound before."""
    if source is not None and "round" in source:
        known_at = drand.time_of(source["round"])
        if known_at <= clock.now():
            raise RoundKnown(round=source["round"], known_at=known_at)


def opened(draw: Draw, typed: str) -> Json:
    """Return the public value as the record keeps it. Raises what is wrong with what was typed, for its kind."""
    text = typed.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise ValueTooLong(most=LONGEST)
    return _OPENED[draw.value_kind](draw, text)


def _number(draw: Draw, text: str) -> Json:
    digits = len(str(draw.numbers - 1))
    text = re.sub(r"[\s,.-]", "", text)  # three dice are read out one by one
    if not (text.isascii() and text.isdigit() and len(text) == digits and int(text) <= draw.numbers):
        raise NoNumber(digits=digits, example="437".zfill(digits)[-digits:])
    return {"kind": NUMBER_KIND, "value": text}


def _round(draw: Draw, text: str) -> Json:
    number = (draw.source or {}).get("round")
    try:
        public = value_by_drand(text)
        check_source({"public_source": draw.source}, public)
    except BadInput as wrong:
        raise NoSignature(round=number) from wrong
    except RecordRefused as wrong:
        raise NotThatRound(round=number) from wrong
    return public


def _secrets(draw: Draw, text: str) -> Json:
    bound = (draw.source or {}).get("hashes", [])
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) != len(bound) + 1:
        raise LinesMissing(lines=len(bound) + 1)
    if not all(line.isprintable() for line in lines):
        raise NotReadable()
    for number, (line, wanted) in enumerate(zip(lines, bound, strict=False), start=1):
        if len(line) < SECRET_LENGTH or hash_of(line) != wanted:
            raise SecretDoesNotFit(line=number)
    return value_by_secrets(lines[:-1], lines[-1])


_OPENED: dict[PublicValue, Callable[[Draw, str], Json]] = {
    PublicValue.dice: _number,
    PublicValue.balls: _number,
    PublicValue.drand: _round,
    PublicValue.secret: _secrets,
}
