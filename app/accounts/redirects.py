"""Where to go after signing in: within this site only."""

from urllib.parse import urlsplit


def relative(address: str | None) -> str | None:
    """Return the address if it is a path of this site, or nothing: no other host, no backslash, no control signs."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or any(ord(sign) < 0x20 or ord(sign) == 0x7F for sign in address):
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None
