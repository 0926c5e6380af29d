"""How anybody counts the published ballots again with the command line: the file, and what to type."""

import zipfile
from collections.abc import Iterator
from typing import Any

from app.core.errors import NotFound
from app.polls.models import Poll
from app.polls.services import publishing
from app.polls.services.definitions import definition_of
from voting.ledger.closing import FEW_BALLOTS
from voting.ledger.election_file import CEILINGS, name_of


def ballot_files(poll: Poll) -> list[str]:
    """Return the names of the files (.pb) with the ballots of each body of voters that is large enough."""
    if poll.published_at is None:
        return []
    definition, parts = definition_of(poll), poll.result["electorates"]
    return [name_of(definition, row.code) for row in poll.electorates if parts[row.code]["ballots"] >= FEW_BALLOTS]


def ballot_file(poll: Poll, name: str) -> bytes:
    """Return a file of ballots as it stands in the bundle. Raises ``NotFound``."""
    if name not in ballot_files(poll):
        raise NotFound()
    with zipfile.ZipFile(publishing.bundle(poll)) as bundle:
        return bundle.read(name)


def count_command(poll: Poll) -> str | None:
    """Return the command that counts the file of ballots as the poll was counted; nothing where one file cannot say it.

    Several bodies of voters, a majority, and limits that the format does not know are counted again by ``verify`` alone.
    """
    rule, files = poll.rule, ballot_files(poll)
    limits = rule["limits"]
    beyond = limits["incompatible"] or any(row["kind"] not in CEILINGS for row in limits["ceilings"])
    if len(files) != 1 or len(poll.electorates) != 1 or rule["name"] in ("majority", "majority-fill") or beyond:
        return None
    if poll.electorates[0].weight_num is not None or "drawn" in rule["options"]:
        return None
    return " ".join(["python -m voting count", files[0], "--rule", rule["name"], *_flags(rule["options"])])


def _flags(options: dict[str, Any]) -> Iterator[str]:
    for name, value in options.items():
        if name == "skip":
            yield from () if value else ("--no-skip",)
        elif value not in (0, None):
            yield f"--{name.replace('_', '-')} {','.join(value) if isinstance(value, list) else value}"
