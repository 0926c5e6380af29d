"""What a file is called when it is downloaded: as its sender called it, without what a name must not hold."""

import unicodedata
from pathlib import PurePosixPath

from app.core.files.kinds import Kind

LENGTH_AT_MOST = 120  # characters
FORBIDDEN = set('/\\:*?"<>|')


def download_name(sent: str, kind: Kind) -> str:
    """Return the sender's name composed (NFC), without folders, control and direction marks, ending as its kind does."""
    last = unicodedata.normalize("NFC", sent).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in last if sign not in FORBIDDEN and unicodedata.category(sign)[0] != "C")
    stem = PurePosixPath(clean.strip(". ")).stem.strip(". ") or "file"
    return stem[: LENGTH_AT_MOST - len(kind.extension)] + kind.extension
