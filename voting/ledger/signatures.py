"""Ed25519 signatures over ``domain || "\\n" || canonical JSON``: what was signed for one purpose fits no other."""

import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voting.ledger.canonical import canonical, digest

HEAD, RECEIPT, DRAFT = "minhoe/head/1", "minhoe/receipt/1", "minhoe/draft/1"
POLL, KEY, MANIFEST, STATEMENT = "minhoe/poll/1", "minhoe/key/1", "minhoe/manifest/1", "minhoe/statement/1"
WITNESS = "minhoe/witness/1"


def new_key() -> bytes:
    """Return a secret key, 32 bytes."""
    return secrets.token_bytes(32)


@lru_cache(maxsize=16)
def _ready(secret: bytes) -> Ed25519PrivateKey:
    """Return a key with its public half worked out, which costs as much as a signature."""
    return Ed25519PrivateKey.from_private_bytes(secret)


def public_key(secret: bytes) -> str:
    """Return the public half in hex."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw().hex()


def key_id(public: str) -> str:
    """Return the short name of a public key: 16 hex digits of its hash."""
    return digest(bytes.fromhex(public))[:8].hex()


def sign(secret: bytes, domain: str, document: object) -> str:
    """Return the signature in hex; the same document has the same signature (RFC 8032)."""
    return _ready(secret).sign(domain.encode() + b"\n" + canonical(document)).hex()


def is_signed(public: str, domain: str, document: object, signature: str) -> bool:
    """Return whether the signature is of this key, purpose and document; what cannot be read is not."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), domain.encode() + b"\n" + canonical(document))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
