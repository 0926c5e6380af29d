"""A receipt held against the log that somebody downloaded, offline."""

from dataclasses import dataclass

from voting.ledger.canonical import Json, parse
from voting.ledger.codes import RECEIPT_CHARACTERS, checked, encode
from voting.ledger.definition import Definition
from voting.ledger.heads import SignedHead, is_head_of
from voting.ledger.leaves import leaf_of
from voting.ledger.merkle import Tree, leaf_hash
from voting.ledger.receipts import Receipt, is_receipt_of, read_qr
from voting.ledger.words import Refused

WORDS = {
    "replace": ("was replaced by its voter", "투표한 사람이 바꾸었습니다"),
    "void": ("was made void by a decision", "결정으로 무효가 되었습니다"),
}
STANDS = ("stands in the log", "기록에 있습니다")


@dataclass(frozen=True)
class Found:
    """Where a leaf stands (place from 1) of how many, and what became of it, in both languages."""

    leaf: str
    place: int
    size: int
    state: tuple[str, str]

    @property
    def words(self) -> tuple[str, str]:
        """Return the sentence in both languages."""
        return (
            f"leaf {self.leaf} in place {self.place} of {self.size} {self.state[0]}",
            f"잎 {self.leaf}({self.size}개 가운데 {self.place}번째): {self.state[1]}",
        )


def check_receipt(text: str, poll: Definition) -> Receipt | None:
    """Return the receipt of a QR code when the log signed it; nothing for a typed code, which carries no signature.

    Raises
    ------
    Refused
        ``receipt_unsigned``, ``wrong_poll``, and of a code that cannot be one ``code_...``.
    """
    receipt = _receipt(text)
    if receipt is None:
        checked(text, RECEIPT_CHARACTERS)
        return None
    if receipt.poll != poll.poll:
        raise Refused("wrong_poll", file="receipt", line=1)
    if not is_receipt_of(receipt, poll.document["keys"]["log"]):
        raise Refused("receipt_unsigned")
    return receipt


def look_up(text: str, poll: Definition, leaves: bytes, head: SignedHead | None = None) -> Found:
    """Return where the leaf of a receipt stands in a log.

    Parameters
    ----------
    text : str
        The content of the QR code, or the code.
    leaves : bytes
        ``leaves.jsonl``.
    head : SignedHead, optional
        A head of this poll, whose leaves these must be.

    Raises
    ------
    Refused
        ``wrong_root``, ``head_unsigned``, ``head_beyond``, ``receipt_broken``, ``receipt_unknown``, ``malformed``.
    """
    lines = leaves.splitlines()
    if head is not None:
        check_head(poll, head)
        _check_leaves(lines, head)
        lines = lines[: head.size]
    receipt = _receipt(text)
    code = receipt.code.replace("-", "") if receipt else checked(text, RECEIPT_CHARACTERS)
    bodies = [_body(line, number) for number, line in enumerate(lines, 1)]
    names = [leaf_of(body) for body in bodies]
    place = next((n for n, leaf in enumerate(names) if encode(leaf, RECEIPT_CHARACTERS) == code), None)
    if place is None:
        if receipt and head and head.time >= receipt.by:
            raise Refused("receipt_broken", by=receipt.by, time=head.time)
        raise Refused("receipt_unknown", code=code)
    leaf = names[place].hex()
    gone = next((body["type"] for body in bodies if leaf in (body.get("replaces"), body.get("voids"))), "")
    return Found(leaf, place + 1, len(lines), WORDS.get(gone, STANDS))


def _receipt(text: str) -> Receipt | None:
    try:
        return read_qr(text.strip())
    except Refused:
        return None


def _body(line: bytes, number: int) -> Json:
    try:
        found = parse(line)
    except ValueError as fault:
        raise Refused("malformed", file="leaves.jsonl", line=number, fault=str(fault)) from None
    if not isinstance(found, dict) or "type" not in found:
        raise Refused("malformed", file="leaves.jsonl", line=number, fault="no leaf")
    return found


def check_head(poll: Definition, head: SignedHead) -> None:
    """Check that a head is of this poll and that its log signed it.

    Raises
    ------
    Refused
        ``wrong_poll``, ``head_unsigned``.
    """
    if head.poll != poll.poll:
        raise Refused("wrong_poll", file="head.json", line=1)
    if not is_head_of(head, poll.document["keys"]["log"]):
        raise Refused("head_unsigned", size=head.size)


def _check_leaves(lines: list[bytes], head: SignedHead) -> None:
    if head.size > len(lines):
        raise Refused("head_beyond", line=1, size=head.size, found=len(lines))
    if Tree(map(leaf_hash, lines)).root(head.size).hex() != head.root:
        raise Refused("wrong_root", line=1, size=head.size)
