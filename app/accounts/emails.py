"""One way to write an e-mail address, so that one mailbox is one account."""

import unicodedata


def canonical_email(typed: str) -> str:
    """Return the address as it is stored: NFKC, lower case, without spaces around."""
    return unicodedata.normalize("NFKC", typed).strip().lower()
