"""Keeping the heads of a log from outside: each new one must be signed and must go on from those that were kept.

1. Keep poll.json when it is first seen; refuse another one later.
2. Take the newest head; refuse one that the log's key did not sign.
3. Ask for the proof that its log begins with that of each head to compare with; refuse a rewritten log.
4. Keep the head.

A folder holds ``poll.json``, ``heads.jsonl`` and the newest head, ``head.json``. What was refused is kept beside them as evidence.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from voting.ledger.canonical import Json, canonical, parse
from voting.ledger.definition import Definition, read_definition
from voting.ledger.heads import SignedHead, follows
from voting.ledger.looking_up import check_head
from voting.ledger.words import Refused

LARGEST, PATIENCE = 64_000_000, 30  # bytes, seconds
Fetch = Callable[[str], bytes]


def fetch(address: str) -> bytes:
    """Return what an address of the poll's site holds.

    Raises
    ------
    Refused
        ``not_fetched``.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise Refused("not_fetched", address=address, why="http:// or https:// is needed")
    try:
        with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  # its scheme was looked at
            data: bytes = answer.read(LARGEST + 1)
    except (URLError, OSError, ValueError) as fault:
        raise Refused("not_fetched", address=address, why=str(fault)) from None
    if len(data) > LARGEST:
        raise Refused("not_fetched", address=address, why=f"more than {LARGEST} bytes")
    return data


def page_of(address: str) -> str:
    """Return the address of the poll's page without a query and a slash at its end."""
    scheme, host, path, _query, _fragment = urlsplit(address)
    return urlunsplit((scheme, host, path.rstrip("/"), "", ""))


def heads_in(data: bytes, name: str) -> list[SignedHead]:
    """Return the heads of a file, one a line.

    Raises
    ------
    Refused
        ``malformed``.
    """
    found = []
    for number, line in enumerate(data.splitlines(), 1):
        try:
            found.append(SignedHead.of(parse(line)))
        except ValueError as fault:
            raise Refused("malformed", file=name, line=number, fault=str(fault)) from None
    return found


def witness(
    address: str, folder: Path, others: Iterable[SignedHead] = (), ask: Fetch = fetch
) -> tuple[SignedHead, Sequence[SignedHead]]:
    """Take the newest head of a poll, and check it against all heads kept and those of other witnesses.

    Parameters
    ----------
    address : str
        The poll's page, ``https://.../polls/<slug>``.
    folder : Path
        Where poll.json and heads.jsonl are kept; made where it is missing.
    others : iterable of SignedHead
        Heads that somebody else kept.

    Returns
    -------
    The newest head, and the older ones that its log was found to begin with.

    Raises
    ------
    Refused
        ``definition_replaced``, ``head_unsigned``, ``log_rewritten``, ``kept_head``, ``wrong_poll``, ``malformed``, ``not_fetched``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = page_of(address)
    poll = _definition(folder, ask(f"{page}/poll.json"))
    kept_in = folder / "heads.jsonl"
    kept = heads_in(kept_in.read_bytes(), kept_in.name) if kept_in.exists() else []
    newest = heads_in(ask(f"{page}/head.json"), "head.json")[0]
    older = list(dict.fromkeys([*kept, *others]))
    try:
        for head in [newest, *older]:
            check_head(poll, head)
        for head in older:
            _check_consistent(head, newest, lambda first, second: _proof(page, first, second, ask))
    except Refused:
        (folder / "refused.jsonl").write_bytes(_lines([*older, newest]))
        raise
    if newest not in kept:
        with kept_in.open("ab") as file:
            file.write(_lines([newest]))
    (folder / "head.json").write_bytes(canonical(newest.as_json()))
    return newest, older


def _definition(folder: Path, data: bytes) -> Definition:
    """Return the definition that is kept; keep it when it is the first."""
    try:
        found = read_definition(parse(data))
    except ValueError as fault:
        raise Refused("malformed", file="poll.json", line=1, fault=str(fault)) from None
    path = folder / "poll.json"
    if not path.exists():
        path.write_bytes(data)
    kept = read_definition(parse(path.read_bytes()))
    if kept.hash != found.hash:
        raise Refused("definition_replaced", kept=kept.hash, found=found.hash)
    return kept


def _check_consistent(older: SignedHead, newer: SignedHead, proof: Callable[[int, int], list[str]]) -> None:
    if older.size > newer.size:
        raise Refused("kept_head", size=older.size)
    path = [] if older.size == newer.size else proof(older.size, newer.size)
    if not follows(older, newer, path):
        raise Refused("log_rewritten", older=older.size, newer=newer.size)


def _proof(page: str, first: int, second: int, ask: Fetch) -> list[str]:
    site, _mark, slug = page.rpartition("/polls/")
    answer: Json = _plain(
        ask(f"{site.removesuffix('/en')}/api/v1/polls/{slug}/consistency?first={first}&second={second}")
    )
    path = answer.get("path", [])
    return [str(part) for part in path] if isinstance(path, list) else []


def _plain(data: bytes) -> Json:
    try:
        found = json.loads(data)
    except ValueError as fault:
        raise Refused("malformed", file="consistency", line=1, fault=str(fault)) from None
    return found if isinstance(found, dict) else {}


def _lines(heads: Iterable[SignedHead]) -> bytes:
    return b"".join(canonical(head.as_json()) + b"\n" for head in heads)
