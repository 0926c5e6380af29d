"""QR codes: on a page, where they read themselves out, and on paper."""

import io

import segno
from markupsafe import Markup

MASK = 5


def on_page(address: str, title: str) -> Markup:
    """Return a QR code as a picture that reads itself out."""
    # Readers take any of the eight masks; looking for the one that scores best is half of the work.
    picture = segno.make(address, error="m", micro=False, mask=MASK)
    drawn = picture.svg_inline(border=4, omitsize=True, title=title, svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - segno draws it and escapes the title


def on_paper(address: str) -> str:
    """Return a QR code as SVG, readable on paper that a quarter of it has lost."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=2, xmldecl=False, light="white")
    return out.getvalue().decode()
