"""Where the public value is to come from: bound by the commitment, checked when the value is there.

drand     a round fixed beforehand; the value is SHA-256 of its signature.
secrets   several parties publish SHA-256 of a secret beforehand and reveal it at the draw, beside a
          public value of that day; the value is SHA-256 of all of them in canonical JSON. One honest
          party, or the public value, suffices to keep the others from choosing.
Without a source the value is dice, balls or words: people confirm it, no arithmetic can.
"""

import hashlib
import unicodedata
from collections.abc import Sequence

from voting.sortition import drand
from voting.sortition.errors import BadInput, RecordRefused
from voting.sortition.record import Json, digest

DRAND, SECRETS = "drand", "secrets"
SECRET_LENGTH = 20  # signs; a shorter secret could be guessed from its hash
MOST_ROUNDS = 10**12


def drand_source(round_number: int) -> Json:
    """Return the source of a round of drand's quicknet.

    Raises
    ------
    BadInput
        No number of a round.
    """
    if not 1 <= round_number <= MOST_ROUNDS:
        raise BadInput.of("round", f"{round_number} is no round of drand.", "Take one that lies ahead.")
    return {"kind": DRAND, "chain": drand.CHAIN, "round": round_number}


def secrets_source(hashes: Sequence[str]) -> Json:
    """Return the source of secrets whose SHA-256 (hex) the parties gave.

    Raises
    ------
    BadInput
        A hash that is none, or one twice: a party must not repeat another's.
    """
    folded = [text.strip().lower() for text in hashes]
    for text in folded:
        if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
            raise BadInput.of("hash", f"“{text}” is no SHA-256.", "Give 64 signs 0 to 9 and a to f.")
    if not folded or len(set(folded)) < len(folded):
        raise BadInput.of("hash_twice", "Two parties gave the same hash, or none did.", "Ask for another secret.")
    return {"kind": SECRETS, "hashes": folded}


def hash_of(secret: str) -> str:
    """Return the hash that a party publishes before the draw: SHA-256 of the secret in UTF-8, NFC.

    Raises
    ------
    BadInput
        A secret that could be guessed from its hash, or that cannot be printed.
    """
    text = unicodedata.normalize("NFC", secret.strip())
    if len(text) < SECRET_LENGTH or not text.isprintable():
        remedy = f"Take at least {SECRET_LENGTH} signs at random, on one line."
        raise BadInput.of("secret", "The secret could be guessed from its hash.", remedy)
    return hashlib.sha256(text.encode()).hexdigest()


def value_by_drand(signature: str) -> Json:
    """Return the public value of a round's signature.

    Raises
    ------
    BadInput
        No signature.
    """
    try:
        value = drand.value_of(signature.strip())
    except ValueError as reason:
        raise BadInput.of("signature", f"No signature of drand: {reason}.", "Copy it from the round.") from None
    return {"kind": "value", "value": value, "signature": signature.strip().lower()}


def value_by_secrets(secrets: Sequence[str], beside: str) -> Json:
    """Return the public value of the secrets revealed and the public value of the day."""
    revealed = [unicodedata.normalize("NFC", secret.strip()) for secret in secrets]
    return {"kind": "value", "value": digest([revealed, beside]), "secrets": revealed, "beside": beside}


def check_source(document: Json, public: Json) -> list[str]:
    """Return what holds of where the public value came from.

    Raises
    ------
    RecordRefused
        The value is not the one that the commitment binds: another round, another secret, a false signature.
    """
    source = document.get("public_source")
    if source is None:
        return []
    if source["kind"] == DRAND:
        return _check_drand(source, public)
    if source["kind"] == SECRETS:
        return _check_secrets(source, public)
    raise RecordRefused("source", f"The source {source['kind']!r} is of no kind that is known.")


def unchecked(document: Json) -> list[str]:
    """Return what ``check_source`` leaves to people."""
    source = document.get("public_source")
    if source is None:
        return ["That the public value came about as announced is for those who saw it to confirm."]
    if source["kind"] == DRAND and not drand.can_check():
        text = f"drand's signature is not checked here ({drand.PAIRINGS} is not installed): compare it with the round."
        return [text]
    return []


def _check_drand(source: Json, public: Json) -> list[str]:
    number, signature = source["round"], public.get("signature")
    if source["chain"] != drand.CHAIN:
        raise RecordRefused("chain", "The chain is not drand's quicknet.")
    if not isinstance(signature, str):
        raise RecordRefused("signature", f"The signature of round {number} is missing.")
    if drand.value_of(signature) != public["value"]:
        raise RecordRefused("drand_value", "The public value is not SHA-256 of the signature.")
    if not drand.can_check():
        return [f"the public value is SHA-256 of the signature recorded for round {number} of drand"]
    if not drand.holds(number, signature):
        raise RecordRefused("signature", f"The signature is not drand's of round {number}.")
    return [f"round {number} of drand ({drand.time_of(number):%Y-%m-%d %H:%M:%S} UTC) is signed by its network"]


def _check_secrets(source: Json, public: Json) -> list[str]:
    revealed, beside = public.get("secrets"), public.get("beside")
    if not isinstance(revealed, list) or len(revealed) != len(source["hashes"]):
        raise RecordRefused("secrets", f"Not all {len(source['hashes'])} secrets are revealed.")
    for number, (secret, published) in enumerate(zip(revealed, source["hashes"], strict=True), start=1):
        if hash_of(secret) != published:
            raise RecordRefused("secret", f"Secret {number} is not the one whose hash was published.")
    if not isinstance(beside, str) or not beside.strip():
        raise RecordRefused("beside", "The public value beside the secrets is missing.")
    if digest([revealed, beside]) != public["value"]:
        raise RecordRefused("secrets_value", "The public value does not follow from the secrets.")
    return [f"{len(revealed)} secrets are those whose hashes were published, joined with “{beside}”"]
