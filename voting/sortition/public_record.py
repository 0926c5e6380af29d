"""The record for everybody: whom the public value draws can be checked, nobody's features are told.

The full record names the values of every type. A type of few people tells whoever knows a member's
other values the rest of them, a stance for instance, and which pseudonym is hers. The public record
leaves out values, pool hash and certificate: what is kept shows the same people, panels, chances and
draw. Targets, pool and proof are checked from the full record, by auditors; the commitment is its hash.
"""

from voting.sortition.record import FORMAT, PUBLIC_FORMAT, Json, commitment

SMALL = 5  # people: smaller types are told of before anything is published
LEFT_OUT = ("features", "pool_hash", "certificate")


def small_types(document: Json) -> int:
    """Return how many types have fewer than ``SMALL`` people."""
    return sum(len(t["people"]) < SMALL for t in document["types"])


def public_record(record: Json) -> Json:
    """Return a prepared record or a transcript without what tells people's features."""
    found = {**record, "prepared": _without_values(record["prepared"])}
    if "reserves" in record:
        found["reserves"] = public_record(record["reserves"])
    return found


def _without_values(document: Json) -> Json:
    if document["format"] != FORMAT:
        return document
    kept = {key: value for key, value in document.items() if key not in LEFT_OUT}
    types = [{"kind": t["kind"], "people": t["people"]} for t in document["types"]]
    bound = document["certificate"]["bound"]
    return {**kept, "format": PUBLIC_FORMAT, "types": types, "bound": bound, "commitment": commitment(document)}
