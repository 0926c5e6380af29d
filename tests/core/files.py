"""Files as people and attackers send them, made here byte by byte."""

import io
import struct
import zipfile
import zlib

import openpyxl
from PIL import Image

DOCX_TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **how: object) -> bytes:
    """A picture, red at its left half and blue at its right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, format=kind, **how)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A small PNG whose header, checksum and all, claims another size."""
    small = picture("PNG", (1, 1))
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + small[24:29]
    return small[:12] + header + zlib.crc32(header).to_bytes(4, "big") + small[33:]


def photo_with_place(orientation: int = 1) -> bytes:
    """A JPEG as a phone writes it: where, with what, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (35.0, 9.0, 36.0)  # latitude
    return picture("JPEG", exif=exif.tobytes(), comment=b"home of the sender")


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + inside + b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<w:document/>"} | more)


def xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def odt() -> bytes:
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"})


def hwpx() -> bytes:
    return archive({"mimetype": b"application/hwp+zip", "Contents/section0.xml": b"<hs:sec/>"})


def compound(stream_name: str, content: bytes) -> bytes:
    """A compound file ([MS-CFB] version 3) with one stream: header, a sector of FAT, of directory, the stream."""
    content = content.ljust(4096, b"\0")  # from 4096 bytes on a stream needs no mini sectors
    sectors = len(content) // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    chain = [*range(3, 2 + sectors), 0xFFFFFFFE]
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *chain]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(stream_name, 2, 0xFFFFFFFF, 2, len(content))
    return header + struct.pack("<128I", *fat) + directory.ljust(512, b"\0") + content


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1) + links + bytes(36)
        + struct.pack("<IQ", start, size)
    )  # fmt: skip


def hwp(*, password: bool = False) -> bytes:
    """A Hangul 5.0 document: FileHeader is a signature of 32 bytes, version, properties (bit 1: password)."""
    properties = 0b11 if password else 0b01
    return compound("FileHeader", b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, properties))
