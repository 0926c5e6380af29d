"""The transcript of a draw: the prepared document, the public value, who was drawn, earlier attempts."""

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

from voting.sortition.draw import VALUE_KIND, Outcome, draw
from voting.sortition.errors import BadInput
from voting.sortition.public_source import check_source
from voting.sortition.record import Json, commitment, digest

TRANSCRIPT = "minhoe-draw-transcript-1"
PREPARED = "minhoe-draw-prepared-1"
SOLVER = "highspy"


def software() -> Json:
    """Return what computed the lottery; not part of the commitment, since the proof stands without it."""
    try:
        return {"name": "minhoe voting.sortition", "solver": f"{SOLVER} {version(SOLVER)}"}
    except PackageNotFoundError:
        return {"name": "minhoe voting.sortition", "solver": None}


def prepared_record(document: Json, created_at: str) -> Json:
    """Return what is published before the public value is known."""
    return {
        "format": PREPARED,
        "prepared": document,
        "commitment": commitment(document),
        "created_at": created_at,
        "software": software(),
    }


def transcript(
    published: Json,
    public_value: Mapping[str, object],
    *,
    drawn_at: str,
    is_test: bool = False,
    earlier: Sequence[Json] = (),
) -> tuple[Json, Outcome]:
    """Return the transcript of a draw from a prepared record, and its outcome.

    Parameters
    ----------
    published
        As ``prepared_record`` returned it.
    public_value
        ``kind`` ("value" or "number"), ``value``, and whatever else is to be kept: source, witnesses.
    drawn_at
        UTC, ISO 8601.
    is_test
        Marks a rehearsal.
    earlier
        Attempts before this one, oldest first: ``earlier_attempt`` of each transcript.

    Raises
    ------
    BadInput
        The public value is empty or not printable.
    RecordRefused
        See ``draw.draw``, and ``public_source.check_source``.
    """
    kind, value = str(public_value.get("kind", VALUE_KIND)), str(public_value["value"])
    if not value.strip() or not value.isprintable():
        text = "The public value is empty or holds signs that cannot be read aloud."
        raise BadInput.of("public_value", text, "Give it as it was announced.")
    check_source(published["prepared"], {**public_value, "kind": kind, "value": value})
    outcome = draw(published["prepared"], value, kind)
    record = {
        **published,
        "format": TRANSCRIPT,
        "public_value": {**public_value, "kind": kind, "value": value},
        "drawn_at": drawn_at,
        "is_test": is_test,
        "outcome": {
            "number": outcome.number,
            "panel": outcome.panel,
            "words_read": outcome.words_read,
            "selected": outcome.selected,
        },
        "attempts": list(earlier),
    }
    return record, outcome


def earlier_attempt(record: Json, reason: str) -> list[Json]:
    """Return the attempts up to and with ``record``, which was given up for ``reason``.

    Raises
    ------
    BadInput
        No reason, or a record of which nothing was drawn.
    """
    if not reason.strip():
        raise BadInput.of("no_reason", "A second draw needs the reason why the first was given up.", "Write it down.")
    if "outcome" not in record:
        raise BadInput.of("not_drawn", "Nothing was drawn yet in the previous record.", "Give its transcript.")
    attempt = {
        "transcript": digest(record),
        "commitment": record["commitment"],
        "public_value": record["public_value"],
        "reason": reason,
    }
    return [*record["attempts"], attempt]
