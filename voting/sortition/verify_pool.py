"""Check a published draw against the pool it was made from: everybody is there with her own values."""

from voting.sortition.errors import BadInput, RecordRefused
from voting.sortition.households import households
from voting.sortition.matching import Missing, match
from voting.sortition.pool import Pool
from voting.sortition.record import PUBLIC_FORMAT, Json, pseudonym
from voting.sortition.targets import Target


def verify_pool(record: Json, pool: Pool, salt: bytes) -> str:
    """Return what holds of the pool.

    Raises
    ------
    RecordRefused
        Somebody is missing, added, or recorded with other values or another household.
    """
    document = record["prepared"]
    if document["format"] == PUBLIC_FORMAT:
        raise RecordRefused("public", "The public record tells no values: check the pool against the full record.")
    names = [pseudonym(salt, name) for name in pool.ids]
    recorded = {name: t["values"] for t in document["types"] for name in t["people"]}
    known = set(names)
    if strangers := sum(name not in known for name in recorded):
        text = f"{strangers} people of the record are not in {pool.name} (another pool, or another salt)."
        raise RecordRefused("strangers", text)
    n_excluded = sum(document["excluded"].values())
    if len(pool) != len(recorded) + n_excluded:
        text = f"{pool.name} has {len(pool)} people, the record {len(recorded)} and {n_excluded} excluded."
        raise RecordRefused("missing_people", text)
    inside = [i for i, name in enumerate(names) if name in recorded]
    drawable = pool.only(inside)
    _same_values(document, drawable, [recorded[names[i]] for i in inside])
    _same_homes(document, drawable, [names[i] for i in inside])
    return f"all {len(pool)} people of {pool.name} are recorded with their values, or excluded"


def _same_values(document: Json, pool: Pool, recorded: list[list[str]]) -> None:
    reading = document["reading"]
    targets = [Target(t["feature"], t["value"], t["min"], t["max"]) for t in document["targets"]]
    try:
        matched = match(pool, targets, missing=Missing(reading["missing"]), ages=reading["ages"])
    except BadInput as wrong:
        raise RecordRefused("values", f"The pool does not match the targets: {wrong}") from None
    for i, values in enumerate(recorded):
        own = [column[i] for column in matched.values_fi]
        if own != values:
            raise RecordRefused("values", f"{pool.name}, row {pool.line_of[i]}: recorded as {values}, is {own}.")


def _same_homes(document: Json, pool: Pool, names: list[str]) -> None:
    columns = document["reading"]["same_address"]
    shared: dict[int, list[str]] = {}
    for name, home in zip(names, households(pool, columns) if columns else [], strict=False):
        if home >= 0:
            shared.setdefault(home, []).append(name)
    if sorted(sorted(home) for home in shared.values()) != document["homes"]:
        raise RecordRefused("homes", f"The shared addresses in {pool.name} are not those recorded.")
