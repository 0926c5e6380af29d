"""The options that announce a public value and give it when it is there."""

from collections.abc import Sequence

from voting.commands.sortition_shared import private_value
from voting.sortition import drand
from voting.sortition.draw import NUMBER_KIND, VALUE_KIND
from voting.sortition.errors import BadInput
from voting.sortition.public_source import DRAND, drand_source, secrets_source, value_by_drand, value_by_secrets
from voting.sortition.record import Json


def source_of(drand_round: int | None, secret_hashes: Sequence[str]) -> Json | None:
    """Return the source that the commitment is to bind, or nothing for dice and words.

    Raises
    ------
    BadInput
        Both kinds at once, or see ``public_source``.
    """
    if drand_round is not None and secret_hashes:
        raise BadInput.of("usage", "Both a round of drand and hashes of secrets are given.", "Take one source.")
    if drand_round is not None:
        return drand_source(drand_round)
    return secrets_source(secret_hashes) if secret_hashes else None


def announcement(announced: str, source: Json | None) -> str:
    """Return the announcement in words, that of a drand round by itself."""
    if announced or source is None or source["kind"] != DRAND:
        return announced
    number = source["round"]
    return f"round {number} of drand's quicknet, {drand.time_of(number):%Y-%m-%d %H:%M:%S} UTC"


def value_of(seed: str | None, number: str | None, signature: str | None, secrets: Sequence[str]) -> Json:
    """Return the public value from what was given; without anything a private one, which the record says.

    Raises
    ------
    BadInput
        Two values at once, or secrets without a public value beside them.
    """
    if secrets and seed is None:
        text = "Secrets need a public value of the day beside them."
        raise BadInput.of("usage", text, "Give it as --seed, so that no last party decides alone.")
    given = [seed if not secrets else None, number, signature, secrets or None]
    if sum(one is not None for one in given) > 1:
        raise BadInput.of("usage", "More than one public value is given.", "Leave all but one out; see draw --help.")
    if secrets:
        return value_by_secrets(secrets, str(seed))
    if signature is not None:
        return value_by_drand(signature)
    if number is not None:
        return {"kind": NUMBER_KIND, "value": number}
    return {"kind": VALUE_KIND, "value": seed} if seed is not None else {"kind": VALUE_KIND} | private_value()
