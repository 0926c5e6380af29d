"""What an auditor confirms with a key of one's own: a head of the log, or the statement of a bundle that was verified.

::

    {"v": 1, "type": "confirmation", "of": a line of heads.jsonl, or statement.json without its signers,
     "name": ..., "role": ..., "key": Ed25519 public key, "sig": signature}

Signed is, of a head, ``JCS{head, key, name, role, sig}`` under ``minhoe/witness/1``; of a statement what its signers in the
bundle sign: the statement with name and role, under ``minhoe/statement/1``.
"""

from dataclasses import dataclass

from voting.ledger.bundle import signed_by
from voting.ledger.canonical import Json
from voting.ledger.definition import Definition
from voting.ledger.heads import SignedHead
from voting.ledger.shapes import ANY, HEX32, HEX64, TEXT, Shape, shaped
from voting.ledger.signatures import STATEMENT, WITNESS, is_signed, public_key, sign
from voting.ledger.verify_result import STATEMENT_SHAPE
from voting.ledger.words import Refused

_UNSIGNED: Shape = {key: shape for key, shape in STATEMENT_SHAPE.items() if key != "signers"}
_SHAPE: Shape = {
    "key": HEX32, "name": TEXT, "of": {"*": ANY}, "role": TEXT, "sig": HEX64, "type": ("confirmation",), "v": (1,),
}  # fmt: skip


@dataclass(frozen=True)
class Confirmation:
    """A confirmation whose signature holds.

    Attributes
    ----------
    key, name, role : str
        Who confirms.
    head : SignedHead or None
        The head that was seen.
    statement : dict or None
        The statement of the bundle that was verified, without signers.
    document : dict
        The confirmation itself.
    """

    key: str
    name: str
    role: str
    head: SignedHead | None
    statement: Json | None
    document: Json

    @property
    def kind(self) -> str:
        """Return ``head`` or ``statement``."""
        return "head" if self.head else "statement"

    @property
    def size(self) -> int:
        """Return how many leaves the log has that this is about."""
        size: int = self.head.size if self.head else (self.statement or {})["size"]
        return size


def confirm(of: Json, name: str, role: str, secret: bytes) -> Json:
    """Sign a head (a line of ``heads.jsonl``) or a statement.

    Parameters
    ----------
    secret : bytes
        The auditor's own key, 32 bytes.
    """
    unsigned = {key: value for key, value in of.items() if key != "signers"}
    signature = sign(secret, _domain(unsigned), signed_by(unsigned, name, role))
    return {
        "key": public_key(secret), "name": name, "of": unsigned, "role": role, "sig": signature, "type": "confirmation",
        "v": 1,
    }  # fmt: skip


def read_confirmation(document: object) -> Confirmation:
    """Return a confirmation whose signature holds, whoever signed it.

    Raises
    ------
    Refused
        ``malformed``, ``bad_signature``.
    """
    try:
        read = shaped(document, _SHAPE)
        head = SignedHead.of(read["of"]) if "head" in read["of"] else None
        if head is None:
            shaped(read["of"], _UNSIGNED)
    except ValueError as fault:
        raise Refused("malformed", file="confirmation", line=1, fault=str(fault)) from None
    if not is_signed(read["key"], _domain(read["of"]), signed_by(read["of"], read["name"], read["role"]), read["sig"]):
        raise Refused("bad_signature", file="confirmation", line=1)
    return Confirmation(read["key"], read["name"], read["role"], head, None if head else read["of"], read)


def check_named(found: Confirmation, poll: Definition) -> None:
    """Check that the poll's definition names the auditor, and that the confirmation is about this poll.

    Raises
    ------
    Refused
        ``auditor_unknown``, ``wrong_poll``.
    """
    number = found.head.poll if found.head else (found.statement or {})["poll"]
    if number != poll.poll:
        raise Refused("wrong_poll", file="confirmation", line=1)
    if poll.auditors.get(found.key) != (found.name, found.role):
        raise Refused("auditor_unknown", key=found.key)


def _domain(of: Json) -> str:
    return WITNESS if "head" in of else STATEMENT
