"""What the commands of the draw share: errors to exit codes, progress, files."""

import functools
import hashlib
import json
import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from voting.sortition.errors import BadInput, Infeasible, RecordRefused
from voting.sortition.progress import Progress, silent, unhurried

BAD_INPUT, INFEASIBLE = 2, 3
FILE = click.Path(path_type=Path, dir_okay=False)
PRIVATE = "private randomness of this run: for rehearsals, proves nothing to others"
SALT_DOMAIN = b"minhoe-salt-v1\0"

P = ParamSpec("P")
R = TypeVar("R")


def reporting_errors(run: Callable[P, R]) -> Callable[P, R]:
    """Turn what is wrong with the input into words on stderr and an exit code, never a traceback."""

    @functools.wraps(run)
    def reported(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return run(*args, **kwargs)
        except BadInput as wrong:
            for complaint in wrong.complaints:
                click.echo(f"Error: {complaint}", err=True)
            sys.exit(BAD_INPUT)
        except Infeasible as wrong:
            show_infeasible(wrong)
            if kwargs.get("as_json"):
                click.echo(json.dumps(infeasible_json(wrong), ensure_ascii=False))
            sys.exit(INFEASIBLE)
        except RecordRefused as wrong:
            click.echo(f"Refused: {wrong}", err=True)
            sys.exit(BAD_INPUT)

    return reported


def show_infeasible(wrong: Infeasible) -> None:
    """Print why no panel exists and what would help."""
    click.echo("No panel keeps all targets.", err=True)
    for sentence in wrong.conflict:
        click.echo(f"  {sentence}", err=True)
    for at, suggestion in enumerate(wrong.suggestions, start=1):
        click.echo(f"Change {at} that would help (nothing was changed): {suggestion}", err=True)


def infeasible_json(wrong: Infeasible) -> dict[str, object]:
    """Return conflict and suggestions for programs."""
    changes = [[asdict(change) for change in suggestion.changes] for suggestion in wrong.suggestions]
    return {"feasible": False, "conflict": wrong.conflict, "suggestions": changes}


def progress_unless(quiet: bool) -> Progress:
    """Return what shows progress on stderr, a line a second at most."""
    return silent if quiet else unhurried(lambda message: click.echo(f"… {message}", err=True))


def listed(names: str) -> list[str]:
    """Return the names in an option such as "sex, age"."""
    return [name.strip() for name in names.split(",") if name.strip()]


def write_json(path: Path, document: object) -> None:
    """Write a record, readable and with sorted keys."""
    write_text(path, json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8.

    Raises
    ------
    BadInput
        It cannot be written there.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as reason:
        raise BadInput.of("unwritable", f"{path}: {reason.strerror}.", "Choose another place.") from None


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file.

    Raises
    ------
    BadInput
        No such file, no JSON, or no object.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as reason:
        raise BadInput.of("unreadable", f"{path}: {reason.strerror}.", "Check the name of the file.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as reason:
        raise BadInput.of("no_json", f"{path} is no JSON ({reason}).", "Give the file as it was published.") from None
    if not isinstance(document, dict):
        raise BadInput.of("no_record", f"{path} holds no record.", "Give the file as it was published.")
    return document


def salt_for(pool_file: Path, salt_file: Path | None) -> bytes:
    """Return the secret that pseudonyms are made with: a file of the office, or derived from the pool.

    Whoever holds the pool file can make the pseudonyms again, nobody else can; with a salt file the
    pool alone does not suffice.
    """
    try:
        if salt_file is not None:
            return salt_file.read_bytes().strip()
        return hashlib.sha256(SALT_DOMAIN + pool_file.read_bytes()).digest()
    except OSError as reason:
        raise BadInput.of("unreadable", f"{reason.filename}: {reason.strerror}.", "Check the name.") from None


def utc_now() -> str:
    """Return this moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def private_value() -> dict[str, str]:
    """Return a value that nobody announced, for who gave none; the record says so."""
    return {"value": secrets.token_hex(16), "source": PRIVATE}
