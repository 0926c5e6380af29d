"""The public value: how it is announced for each kind, and whether what is entered is such a value.

Dice and balls show the number of one of the numbered panels. A drand round and joined secrets are hashed with the
commitment: 256 bits, or as much as the secrets and the public value hold.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable

from app.core.errors import N_, RuleError
from app.draws.models import Draw, PublicValue
from voting.sortition.draw import NUMBER_KIND, VALUE_KIND
from voting.sortition.preparation import EXACT, NUMBERED

LONGEST = 400
BETWEEN = " | "  # secrets and public value become one line, which is hashed
BY_NUMBER = (PublicValue.dice, PublicValue.balls)
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


class NoNumber(RuleError):
    code = "no_panel_number"
    sentence = N_("Enter the number that was drawn, with %(digits)s digits, such as %(example)s.")
    field = "value"


class NoRandomness(RuleError):
    code = "no_randomness"
    sentence = N_("Enter the randomness of the drand round: 64 digits from 0 to 9 and a to f.")
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


class NoHashAnnounced(RuleError):
    code = "no_hash_announced"
    sentence = N_("Announce the SHA-256 (64 digits) of every secret that will be opened.")
    field = "announced"


def rule_of(kind: PublicValue) -> str:
    """Return how a kind of value draws: one of the numbered panels, or by the exact weights."""
    return NUMBERED if kind in BY_NUMBER else EXACT


def library_kind(kind: PublicValue) -> str:
    """Return what the record calls the kind of a value."""
    return NUMBER_KIND if kind in BY_NUMBER else VALUE_KIND


def require_announcement(kind: PublicValue, announced: str) -> None:
    """Raise ``NoHashAnnounced`` where secrets will be opened and none is bound."""
    if kind is PublicValue.secret and not _HASH.search(announced):
        raise NoHashAnnounced()


def checked(draw: Draw, value: str) -> str:
    """Return the value as it is used. Raises what is wrong with it, for its kind."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise ValueTooLong(most=LONGEST)
    return _CHECKS[draw.value_kind](draw, text)


def _number(draw: Draw, text: str) -> str:
    digits = len(str(draw.numbers - 1))
    text = re.sub(r"[\s,.-]", "", text)  # three dice are read out one by one
    if not (text.isascii() and text.isdigit() and len(text) == digits and int(text) <= draw.numbers):
        raise NoNumber(digits=digits, example="437".zfill(digits)[-digits:])
    return text


def _randomness(draw: Draw, text: str) -> str:
    if not _HASH.fullmatch(text.lower()):
        raise NoRandomness()
    return text.lower()


def _secrets(draw: Draw, text: str) -> str:
    bound, lines = _HASH.findall(draw.announced), [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) != len(bound) + 1:
        raise LinesMissing(lines=len(bound) + 1)
    for number, (line, wanted) in enumerate(zip(lines, bound, strict=False), start=1):
        if hashlib.sha256(line.encode()).hexdigest() != wanted:
            raise SecretDoesNotFit(line=number)
    if not all(line.isprintable() for line in lines):
        raise NotReadable()
    return BETWEEN.join(lines)


_CHECKS: dict[PublicValue, Callable[[Draw, str], str]] = {
    PublicValue.dice: _number,
    PublicValue.balls: _number,
    PublicValue.drand: _randomness,
    PublicValue.secret: _secrets,
}
