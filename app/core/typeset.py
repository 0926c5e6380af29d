"""Pages on paper: a template of typst, filled with data, set as PDF with a font that has every Korean syllable."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "node_modules" / "@expo-google-fonts" / "nanum-gothic"


def as_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """Set a template of ``templates/`` with data that it reads as ``sys.inputs.data``; words are never markup."""
    return typst.compile(
        (ROOT / "templates" / template).read_bytes(),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, font_paths=[str(FONTS)])
