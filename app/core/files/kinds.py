"""Which kind a file is, judged by its content; what it is called or claims to be does not count."""

import io
import zipfile
from dataclasses import dataclass

import olefile

from app.core.files.archives import zip_kind
from app.core.files.errors import ProtectedFile, WrongKind


@dataclass(frozen=True)
class Kind:
    code: str
    media_type: str
    extension: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("PNG", "image/png", ".png"),
        Kind("JPEG", "image/jpeg", ".jpg"),
        Kind("WebP", "image/webp", ".webp"),
        Kind("PDF", "application/pdf", ".pdf"),
        Kind("HWP", "application/x-hwp", ".hwp"),
        Kind("HWPX", "application/hwp+zip", ".hwpx"),
        Kind("DOCX", f"{_OFFICE}.wordprocessingml.document", ".docx"),
        Kind("XLSX", f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
        Kind("ODT", "application/vnd.oasis.opendocument.text", ".odt"),
    )
}
ANY = frozenset(KINDS.values())
PICTURES = frozenset(kind for kind in ANY if kind.is_picture)
DOCUMENTS = ANY - PICTURES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HWP_SIGNATURE = b"HWP Document File"


def kind_of(data: bytes, *, name: str, accept: frozenset[Kind] = ANY) -> Kind:
    """Return the kind of the content. Raises ``WrongKind`` unless it is one of ``accept``."""
    code = _picture(data) or _pdf(data) or _hwp(data, name) or zip_kind(data, name)
    kind = KINDS.get(code or "")
    if kind is None or kind not in accept:
        allowed = ", ".join(kind.code for kind in KINDS.values() if kind in accept)
        raise WrongKind(name=name, allowed=allowed)
    return kind


def _picture(data: bytes) -> str | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    return None


def _pdf(data: bytes) -> str | None:
    """A PDF from the first byte to its end mark, and no archive besides."""
    if not data.startswith((b"%PDF-1.", b"%PDF-2.")) or b"%%EOF" not in data[-1024:]:
        return None
    return None if zipfile.is_zipfile(io.BytesIO(data)) else "PDF"


def _hwp(data: bytes, name: str) -> str | None:
    """Hangul documents since 5.0 are compound files whose stream FileHeader says so; bit 1 is a password."""
    if not data.startswith(OLE):
        return None
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            if compound.exists("EncryptedPackage"):  # how Office wraps a document with a password
                raise ProtectedFile(name=name)
            header = compound.openstream("FileHeader").read(40) if compound.exists("FileHeader") else b""
    except (OSError, ValueError, IndexError, TypeError):  # what olefile raises on damaged structures
        return None
    if not header.startswith(HWP_SIGNATURE) or len(header) < 40:
        return None
    if header[36] & 0b10:
        raise ProtectedFile(name=name)
    return "HWP"
