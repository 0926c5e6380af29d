"""What a voter takes away: the receipt of a cast ballot, and the signed draft that "test the machine" opens.

A receipt is the log's signed promise that this leaf stands in the log at a published minute, the same for every ballot of the
poll: it does not tell when the vote was cast. It does not tell what was voted.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from voting.ledger.canonical import Json
from voting.ledger.casting import Draft
from voting.ledger.codes import receipt_code
from voting.ledger.definition import Definition
from voting.ledger.leaves import leaf_fault, leaf_of
from voting.ledger.shapes import ANY, HEX32, HEX64, Shape, fault_of
from voting.ledger.signatures import DRAFT, RECEIPT, is_signed, sign
from voting.ledger.slots import commitments, option_of, values_fault
from voting.ledger.words import Refused

TEST = "ballot-test"
_EPOCH_MINUTES = 60
_TEST: Shape = {"body": {"*": ANY}, "seed": HEX32, "sig": HEX64, "type": (TEST,), "v": (1,), "values": [ANY]}


@dataclass(frozen=True)
class Receipt:
    """A signed receipt.

    Attributes
    ----------
    poll, leaf : str
        Hex.
    by : str
        The minute by which the leaf stands in the log.
    sig : str
        Signature in hex.
    """

    poll: str
    leaf: str
    by: str
    sig: str

    @property
    def code(self) -> str:
        """Return the code to look the leaf up by hand."""
        return receipt_code(bytes.fromhex(self.leaf))

    def document(self) -> Json:
        """Return what is signed."""
        return {"by": self.by, "leaf": self.leaf, "poll": self.poll, "v": 1}


def make_receipt(poll: Definition, leaf: bytes, log_key: bytes) -> Receipt:
    """Sign the receipt of a leaf; asked again it is the same, so a form posted twice shows the same receipt."""
    unsigned = Receipt(poll.poll, leaf.hex(), poll.document["log_by"], "")
    return Receipt(unsigned.poll, unsigned.leaf, unsigned.by, sign(log_key, RECEIPT, unsigned.document()))


def is_receipt_of(receipt: Receipt, log_public: str) -> bool:
    """Return whether the log's key signed the receipt."""
    return is_signed(log_public, RECEIPT, receipt.document(), receipt.sig)


def qr_text(receipt: Receipt, address: str = "") -> str:
    """Return the content of the QR code: the look-up page's address, and after # the whole receipt.

    What stands after # stays in the phone: no server and no log sees it until the voter asks.
    """
    minutes = int(datetime.strptime(receipt.by, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC).timestamp()) // _EPOCH_MINUTES
    data = bytes.fromhex(receipt.poll + receipt.leaf) + minutes.to_bytes(4, "big") + bytes.fromhex(receipt.sig)
    return f"{address}#{base64.urlsafe_b64encode(data).decode().rstrip('=')}"


def read_qr(text: str) -> Receipt:
    """Return the receipt of a QR code's content.

    Raises
    ------
    Refused
        ``receipt_unreadable``.
    """
    try:
        data = base64.b64decode(text.rpartition("#")[2] + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != 116:
        raise Refused("receipt_unreadable")
    by = datetime.fromtimestamp(int.from_bytes(data[48:52], "big") * _EPOCH_MINUTES, UTC)
    return Receipt(data[:16].hex(), data[16:48].hex(), by.strftime("%Y-%m-%dT%H:%MZ"), data[52:].hex())


def sign_draft(draft: Draft, log_key: bytes) -> str:
    """Sign the leaf that the review page shows, before the voter says whether to cast or to test it (Benaloh 2006)."""
    return sign(log_key, DRAFT, _drafted(draft.leaf.hex(), draft.body["poll"]))


def _drafted(leaf: str, poll: str) -> Json:
    return {"leaf": leaf, "poll": poll, "v": 1}


def open_test(draft: Draft, signature: str) -> Json:
    """Return the opening of a tested ballot, for a check on any other device. Its leaf must never be cast."""
    return {
        "body": draft.body, "seed": draft.seed.hex(), "sig": signature, "type": TEST, "v": 1,
        "values": list(draft.values),
    }  # fmt: skip


def tested_marks(poll: Definition, opening: object) -> Sequence[str]:
    """Return what a tested ballot says, one text a mark, after checking that its signed leaf says just that.

    Raises
    ------
    Refused
        ``test_failed``: the machine did not commit to what it shows; the signature is the evidence.
    """
    fault = fault_of(opening, _TEST)
    if fault or not isinstance(opening, dict) or (fault := leaf_fault(opening["body"])):
        raise Refused("test_failed", fault=fault)
    body, values = opening["body"], opening["values"]
    checks = {
        "of another poll": body["poll"] != poll.poll,
        "no ballot": "slots" not in body,
        "not signed by the log": not is_signed(
            poll.document["keys"]["log"], DRAFT, _drafted(leaf_of(body).hex(), body["poll"]), opening["sig"]
        ),
        "the leaf commits to another ballot": body.get("slots")
        != commitments(poll.poll, bytes.fromhex(opening["seed"]), values),
        "no valid ballot": values_fault(poll, values) is not None,
    }
    if failed := next((text for text, holds in checks.items() if holds), None):
        raise Refused("test_failed", fault=failed)
    marks = [value for value in values if value is not None] if poll.publish == "marks" else values[0]
    names = {option["id"]: option["name"]["ko"] for option in poll.document["options"]}
    return [f"{option_of(mark)} {names[option_of(mark)]}{_points(mark)}" for mark in marks]


def _points(mark: object) -> str:
    return f" {mark[1]}" if isinstance(mark, list) else ""
