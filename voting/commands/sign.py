"""``python -m voting sign``: confirm a head or a verified poll with an auditor's own key."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from voting.commands.poll_reports import Line, definition_in, in_words, language
from voting.commands.sortition_shared import FILE, reporting_errors
from voting.sortition.errors import BadInput


@click.command(name="sign")
@click.argument("what", type=click.Path(path_type=Path), required=False)
@click.option("--new-key", type=FILE, help="Make a key, write it into this file and print its public half.")
@click.option("--key", "key_file", type=FILE, help="The file with your key.")
@click.option("--poll", "poll_file", type=FILE, help="Of a head: the poll.json it belongs to.")
@click.option("--output", type=FILE, help="Where the confirmation is written; default: it is printed.")
@click.option("--name", help="Your name, where poll.json names no auditors.")
@click.option("--role", help="Your role, where poll.json names no auditors.")
@click.option("--city-key", metavar="HEX", help="Of a bundle: the city's public key as published elsewhere.")
@click.option("--head", type=FILE, multiple=True, help="Of a bundle: a head that was kept while people voted.")
@click.option("--full", type=FILE, help="Of a bundle: the auditors' file with all openings.")
@language
@reporting_errors
def command(what: Path | None, new_key: Path | None, key_file: Path | None, lang: str, **given: Any) -> None:
    """Sign WHAT: a head of a log (head.json), or the bundle of a poll, which is verified first.

    Name and role are those that poll.json gives to your key. What is written can be handed in on the poll's page.
    """
    if new_key is not None:
        click.echo(_make_key(new_key))
        return
    if what is None or key_file is None:
        raise BadInput.of("nothing", "Nothing to sign.", "Give a head or a bundle and --key, or --new-key FILE.")
    if not what.exists():
        raise BadInput.of("unreadable", f"{what}: no such file or folder.", "Check the name.")
    in_words(lang, lambda: _sign(what, _secret(key_file), given))


def _make_key(path: Path) -> str:
    """Write a new secret key that only its owner can read; an old one is never overwritten."""
    from voting.ledger.signatures import new_key, public_key  # needs the cryptography wheel

    secret = new_key()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise BadInput.of("unwritable", f"{path}: {fault.strerror}.", "Give a file that is not there yet.") from None
    with os.fdopen(handle, "w") as file:
        file.write(secret.hex() + "\n")
    return public_key(secret)


def _secret(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError):
        secret = b""
    if len(secret) != 32:
        raise BadInput.of("key", f"{path} holds no key.", "Make one with --new-key.")
    return secret


def _sign(what: Path, secret: bytes, given: dict[str, Any]) -> Iterator[Line]:
    from voting.ledger.canonical import canonical
    from voting.ledger.confirming import confirm
    from voting.ledger.verify import is_bundle

    if is_bundle(what):
        poll, signed, held = _bundle(what, given)
    else:
        poll, signed, held = _head(what, given)
    if given["output"]:
        yield from held
    name, role = _who(poll, secret, given)
    line = canonical(confirm(signed, name, role, secret)).decode()
    if given["output"]:
        given["output"].write_text(line + "\n", "utf-8")
        yield (
            "holds",
            (
                f"signed by {name} ({role}), written to {given['output']}",
                f"{name}({role})의 서명을 {given['output']}에 적었습니다",
            ),
        )
    else:
        sys.stdout.write(line + "\n")


def _bundle(path: Path, given: dict[str, Any]) -> tuple[Any, Any, list[Line]]:
    """Verify a bundle; return its definition, its statement and what holds."""
    from voting.ledger.bundle import Bundle
    from voting.ledger.definition import read_definition
    from voting.ledger.verify import read_kept_head, verify

    kept = [read_kept_head(head.read_bytes()) for head in given["head"]]
    report = verify(path, city_key=given["city_key"], kept=kept, openings=given["full"])
    bundle = Bundle(path)
    held: list[Line] = [("holds", sentence) for sentence in report.checked]
    held += [("note", note) for note in report.notes]
    return read_definition(bundle.document("poll.json")), bundle.document("statement.json"), held


def _head(path: Path, given: dict[str, Any]) -> tuple[Any, Any, list[Line]]:
    """Check a head; return the definition, the head and what holds."""
    from voting.ledger.looking_up import check_head
    from voting.ledger.verify import read_kept_head

    if given["poll_file"] is None:
        raise BadInput.of("poll", "A head is checked against its poll.", "Give --poll poll.json.")
    poll, head = definition_in(given["poll_file"]), read_kept_head(path.read_bytes())
    check_head(poll, head)
    sentence = (
        f"head of {head.size} leaves at {head.time}, signed by the log's key",
        f"{head.time}의 머리, 잎 {head.size}개, 기록 열쇠의 서명이 맞습니다",
    )
    return poll, head.as_json(), [("holds", sentence)]


def _who(poll: Any, secret: bytes, given: dict[str, Any]) -> tuple[str, str]:
    """Return name and role under which poll.json names the key; where it names nobody, those that were given."""
    from voting.ledger.signatures import public_key

    named: tuple[str, str] | None = poll.auditors.get(public_key(secret))
    if named is not None:
        return named
    if poll.auditors or not given["name"] or not given["role"]:
        text = "poll.json does not name your key among the auditors."
        raise BadInput.of("auditor", text, "Where it names nobody, give --name and --role.")
    return given["name"], given["role"]
