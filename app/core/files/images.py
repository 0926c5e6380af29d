"""Pictures drawn anew: what was hidden in the file (place, device, owner, scripts) does not survive."""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from app.core.files.errors import BrokenFile, PictureTooLarge
from app.core.files.kinds import Kind

MEGAPIXELS_AT_MOST = 40
THUMBNAIL = (480, 480)
FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "WebP": "WEBP"}  # as Pillow calls them
QUALITY = 85  # of the formats that lose some
DAMAGED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)  # what Pillow's decoders raise
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True)
class Redrawn:
    data: bytes
    thumbnail: bytes  # WebP, at most 480 pixels a side


def redraw(data: bytes, kind: Kind, *, name: str) -> Redrawn:
    """Return the first frame, upright, in sRGB, without metadata. Raises ``PictureTooLarge``, ``BrokenFile``."""
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind.code]]) as opened:
            if opened.width * opened.height > MEGAPIXELS_AT_MOST * 1_000_000:  # known before any pixel is unpacked
                raise PictureTooLarge(name=name, megapixels=MEGAPIXELS_AT_MOST)
            picture = _plain(opened)
    except Image.DecompressionBombError as bomb:
        raise PictureTooLarge(name=name, megapixels=MEGAPIXELS_AT_MOST) from bomb
    except DAMAGED as damaged:
        raise BrokenFile(name=name) from damaged
    small = picture.copy()
    small.thumbnail(THUMBNAIL)
    if kind.code == "JPEG":
        picture = picture.convert("RGB")
    return Redrawn(_encoded(picture, FORMATS[kind.code]), _encoded(small, "WEBP"))


def _plain(opened: Image.Image) -> Image.Image:
    """Return the pixels alone: turned as EXIF says, colours as their profile says, in RGB or RGBA."""
    opened.load()
    turned = ImageOps.exif_transpose(opened)
    mode = "RGBA" if turned.has_transparency_data else "RGB"
    picture = _in_srgb(turned, mode)
    plain = Image.new(mode, picture.size)
    plain.paste(picture)
    return plain


def _in_srgb(picture: Image.Image, mode: str) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA"):
        try:
            there = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, there, SRGB, outputMode=picture.mode) or picture
        except (ImageCms.PyCMSError, OSError):
            return picture.convert(mode)  # an unreadable profile: the colours as they are
    return picture.convert(mode)


def _encoded(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, format=form, quality=QUALITY)
    return out.getvalue()
