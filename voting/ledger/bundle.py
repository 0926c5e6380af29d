"""The published bundle: what an outsider needs to check a poll, as a folder or a zip file.

Documents are canonical JSON (``canonical``); ``*.jsonl`` holds one a line; every line ends with ``\\n``.

============== =====================================================================================================
poll.json      the definition, frozen by its hash in the first leaf
keys.json      the city's, the log's and the box's public keys; the city's signature of poll.json; the log's of its hash
leaves.jsonl   every leaf, in the log's order
heads.jsonl    every signed head
roll.csv       pseudonym, electorate, voted
rows.jsonl     marks or ballots, each with its link, sorted by electorate and link
result.json    votes and outcome
sample.json    the openings that public randomness chose
statement.json what was checked with which certainty, signed by auditors
audit.jsonl    the audit chain from the head in the open leaf to the one in the close leaf, where they name it
election*.pb   the rows as Pabulib files, one an electorate
openings.jsonl every opening, where ``publish`` is ``open``
manifest.json  SHA-256 of each file, signed by the city
============== =====================================================================================================
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from voting.ledger.canonical import Json, canonical, parse
from voting.ledger.closing import FEW_BALLOTS, Opening, Row, is_withheld
from voting.ledger.definition import Definition
from voting.ledger.election_file import election_file, name_of
from voting.ledger.heads import SignedHead
from voting.ledger.recount import Votes
from voting.ledger.roll import HEADER, RollRow
from voting.ledger.sample import plan, rows_to_alter
from voting.ledger.signatures import KEY, MANIFEST, POLL, STATEMENT, public_key, sign
from voting.ledger.words import Refused

LONGEST_LINE = 1 << 24
LONGEST_DOCUMENT = 1 << 28
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What reading a damaged or foreign zip file raises."""

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def keys_document(poll: Definition, city_key: bytes, log_key: bytes) -> Json:
    """Return ``keys.json``: made before the poll opens, while both keys are at hand."""
    return {
        "box": poll.document["keys"]["box"], "city": public_key(city_key), "log": poll.document["keys"]["log"],
        "log_proof": sign(log_key, KEY, {"poll_hash": poll.hash}), "poll_sig": sign(city_key, POLL, poll.document),
        "type": "keys", "v": 1,
    }  # fmt: skip


def statement(poll: Definition, votes: Mapping[str, Votes], head: SignedHead, result: Json, randomness: str) -> Json:
    """Return ``statement.json`` without signers: how much the sample must open, and how sure it makes."""
    rows = sum(part.ballots for part in votes.values() if part.ballots >= FEW_BALLOTS) * poll.slots
    to_alter = rows_to_alter(poll, votes)
    n, certainty = plan(rows, to_alter)
    return {
        "certainty": certainty, "drawn": n, "poll": poll.poll, "randomness": randomness, "result": sha256(canonical(result)).hexdigest(),
        "root": head.root, "rows": rows, "size": head.size, "to_alter": to_alter, "type": "statement", "v": 1,
    }  # fmt: skip


def countersigned(document: Json, signers: Iterable[tuple[str, str, bytes]]) -> Json:
    """Return the statement with auditors' signatures.

    Parameters
    ----------
    signers : iterable of (name, role, secret key)
    """
    signed = [
        {
            "key": public_key(key),
            "name": name,
            "role": role,
            "sig": sign(key, STATEMENT, signed_by(document, name, role)),
        }
        for name, role, key in signers
    ]
    return document | {"signers": signed}


def signed_by(document: Json, name: str, role: str) -> Json:
    """Return what an auditor signs: the statement with name and role."""
    return document | {"name": name, "role": role}


def write_bundle(
    target: Path,
    poll: Definition,
    *,
    city_key: bytes,
    keys: Json,
    leaves: Iterable[bytes],
    heads: Iterable[SignedHead],
    roll: Iterable[RollRow],
    rows: Iterable[Row],
    openings: Iterable[Opening],
    votes: Mapping[str, Votes],
    result: Json,
    sample: Json,
    signed_statement: Json,
    audit: Sequence[bytes] = (),
) -> None:
    """Write a bundle; ``target`` ending in ``.zip`` is written as a zip file.

    Rows of whole ballots of fewer than 20 people stay out; openings too, unless ``publish`` is ``open``.
    """
    kept_back = {name for name, part in votes.items() if is_withheld(poll, part.ballots)}
    public_votes = {name: part for name, part in votes.items() if name not in kept_back}
    files: dict[str, Iterable[bytes]] = {
        "poll.json": [canonical(poll.document)],
        "keys.json": [canonical(keys)],
        "leaves.jsonl": leaves,
        "heads.jsonl": (canonical(head.as_json()) for head in heads),
        "rows.jsonl": (row.data for row in rows if row.electorate not in kept_back),
        "result.json": [canonical(result)],
        "sample.json": [canonical(sample)],
        "statement.json": [canonical(signed_statement)],
        "roll.csv": (HEADER.rstrip(b"\n"), *(row.public() for row in sorted(roll))),
    }
    if audit:
        files["audit.jsonl"] = audit
    if poll.publish == "open":
        files["openings.jsonl"] = (canonical(opening.as_json()) for opening in openings)
    for name, part in public_votes.items():
        files[name_of(poll, name)] = [election_file(poll, name, part).removesuffix(b"\n")]
    with _Writer(target) as out:
        hashes = {name: out.add(name, lines) for name, lines in files.items()}
        unsigned = {"files": hashes, "poll": poll.poll, "type": "manifest", "v": 1}
        out.add("manifest.json", [canonical(unsigned | {"sig": sign(city_key, MANIFEST, unsigned)})])


class _Writer:
    """A folder or a zip file that takes files line by line."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._zip: zipfile.ZipFile | None = None

    def __enter__(self) -> "_Writer":
        if self._target.suffix == ".zip":
            self._zip = zipfile.ZipFile(self._target, "w", zipfile.ZIP_DEFLATED)
        else:
            self._target.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip:
            self._zip.close()

    def _create(self, name: str) -> IO[bytes]:
        if self._zip is None:
            return (self._target / name).open("wb")
        info = zipfile.ZipInfo(name, _ZIP_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        return self._zip.open(info, "w", force_zip64=True)

    def add(self, name: str, lines: Iterable[bytes]) -> str:
        """Write a file and return its hash."""
        hashed = sha256()
        with self._create(name) as file:
            for line in lines:
                file.write(line + b"\n")
                hashed.update(line + b"\n")
        return hashed.hexdigest()


def parsed_line(name: str, number: int, line: bytes) -> Any:
    """Return the document of a line.

    Raises
    ------
    Refused
        ``not_canonical``.
    """
    try:
        return parse(line)
    except ValueError:
        raise Refused("not_canonical", file=name, line=number) from None


class Bundle:
    """A bundle to read, line by line."""

    def __init__(self, path: Path) -> None:
        self._folder = path
        self._zip: zipfile.ZipFile | None = None
        try:
            if not path.is_dir():
                self._zip = zipfile.ZipFile(path)
        except DAMAGED as why:
            raise Refused("unreadable", file=path.name, why=str(why)) from None

    def names(self) -> set[str]:
        """Return the files that are there; one that is there twice is refused."""
        if self._zip is None:
            return {path.name for path in self._folder.iterdir()}
        listed = self._zip.namelist()
        if twice := next((name for name in listed if listed.count(name) > 1), None):
            raise Refused("extra_file", file=twice)
        return set(listed)

    def open(self, name: str) -> IO[bytes]:
        """Open a file.

        Raises
        ------
        Refused
            ``missing_file`` or ``unreadable``.
        """
        try:
            return (self._folder / name).open("rb") if self._zip is None else self._zip.open(name)
        except (KeyError, FileNotFoundError):
            raise Refused("missing_file", file=name) from None
        except DAMAGED as why:
            raise Refused("unreadable", file=name, why=str(why)) from None

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Yield line number, from 1, and line without its end.

        Raises
        ------
        Refused
            ``not_canonical``: no line end, or a line beyond all measure.
        """
        with self.open(name) as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                if not line.endswith(b"\n"):
                    raise Refused("not_canonical", file=name, line=number)
                yield number, line[:-1]

    def documents(self, name: str) -> Iterator[tuple[int, bytes, Any]]:
        """Yield number, line and document of each line.

        Raises
        ------
        Refused
            ``not_canonical``.
        """
        for number, line in self.lines(name):
            yield number, line, parsed_line(name, number, line)

    def document(self, name: str) -> Any:
        """Return the document of a ``.json`` file.

        Raises
        ------
        Refused
            ``missing_file``, ``not_canonical``.
        """
        with self.open(name) as file:
            data = file.read(LONGEST_DOCUMENT)
        try:
            if not data.endswith(b"\n"):
                raise ValueError
            return parse(data[:-1])
        except ValueError:
            raise Refused("not_canonical", file=name, line=1) from None

    def hash(self, name: str) -> str:
        """Return the SHA-256 of a file, in hex."""
        hashed = sha256()
        with self.open(name) as file:
            while part := file.read(1 << 20):
                hashed.update(part)
        return hashed.hexdigest()
