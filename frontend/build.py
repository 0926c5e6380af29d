"""`python -m frontend.build`: static/build/ from node_modules, static/css and static/js, with a manifest.

Every file carries the hash of its content in its name, so that it may be cached for a year; the manifest
maps plain names to hashed ones, and app/core/assets.py reads it.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

from whitenoise.compress import Compressor

from frontend import krds
from frontend.fetch import LOCK, NODE_MODULES, ROOT, install

STATIC = ROOT / "static"
BUILD = STATIC / "build"
KRDS = NODE_MODULES / "krds-uiux" / "resources"
SHEETS = (
    "fonts",
    "base",
    "krds_mends",
    "layout",
    "forms",
    "parts",
    "charts",
    "proposals",
    "panel_days",
    "polls",
    "forced_colours",
    "print",
)
FONTS = ("PretendardGOV-Regular.subset.woff2", "PretendardGOV-Bold.subset.woff2")
HTMX = NODE_MODULES / "htmx.org" / "dist" / "htmx.esm.min.js"
ENTRY = "app.js"


class Output:
    """The folder being filled and the manifest of what is in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()[:12]
        path = Path(name)
        hashed = f"{path.stem}.{digest}{path.suffix}"
        (self.folder / hashed).write_bytes(content)
        self.manifest[name] = hashed

    def point(self, text: str, pattern: str) -> str:
        """Replace each name that the pattern's one group finds by its hashed name."""
        return re.sub(pattern, lambda found: found[0].replace(found[1], self.manifest[found[1]]), text)


def build(folder: Path = BUILD) -> dict[str, str]:
    """Fill the folder anew and return the manifest. A broken build leaves the old folder as it was."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    output = Output(fresh)
    _images(output)
    _fonts(output)
    _style(output)
    _scripts(output)
    (fresh / "manifest.json").write_text(json.dumps(output.manifest, indent=1, sort_keys=True))
    _compress(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return output.manifest


def ensure() -> None:
    """Build where a source is newer than the last build; else do nothing."""
    sources = [
        *STATIC.glob("css/*"),
        *STATIC.glob("js/*"),
        *STATIC.glob("img/*"),
        LOCK,
        *Path(__file__).parent.glob("*.py"),
    ]
    manifest = BUILD / "manifest.json"
    if manifest.is_file() and manifest.stat().st_mtime >= max(source.stat().st_mtime for source in sources):
        return
    install()
    build()


def _images(output: Output) -> None:
    for path in sorted((STATIC / "img").iterdir()):
        output.add(path.name, path.read_bytes())


def _fonts(output: Output) -> None:
    for name in FONTS:
        output.add(name, (KRDS / "fonts" / name).read_bytes())


def _style(output: Output) -> None:
    """Own sheets after KRDS in one file; of the icons, those that a kept rule draws."""
    own = "\n".join((STATIC / "css" / f"{name}.css").read_text() for name in SHEETS)
    mended = krds.mend((KRDS / "cdn" / "krds.min.css").read_text(), [own])
    for name in sorted(set(re.findall(rf"{krds.ICON_FOLDER}([\w-]+\.svg)", mended + own))):
        output.add(name, (KRDS / "img" / "component" / "icon" / name).read_bytes())
    sheet = mended + "\n" + _smaller(own)
    sheet = output.point(sheet.replace(krds.ICON_FOLDER, ""), r"url\(\"?([^\")]+)\"?\)")
    output.add("app.css", sheet.encode())


def _smaller(sheet: str) -> str:
    """Drop comments and the white space at line ends; the compressor does the rest."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())


def _scripts(output: Output) -> None:
    """Own modules, then the entry, whose imports are pointed at the hashed names."""
    output.add("htmx.js", re.sub(rb"\n//# sourceMappingURL=.*", b"", HTMX.read_bytes()))
    for path in sorted((STATIC / "js").glob("*.js")):
        if path.name != ENTRY:
            output.add(path.name, path.read_bytes())
    entry = (STATIC / "js" / ENTRY).read_text()
    output.add(ENTRY, output.point(entry, r'"\./([\w-]+\.js)"').encode())


def _compress(folder: Path) -> None:
    compressor = Compressor(quiet=True)
    for path in sorted(folder.iterdir()):
        if compressor.should_compress(path.name) and path.name != "manifest.json":
            list(compressor.compress(str(path)))


if __name__ == "__main__":
    ensure()
