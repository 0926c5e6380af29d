"""What the build makes: complete, local, hashed, compressed, small."""

import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest

from app.core.assets import BUILD, manifest
from frontend import krds
from frontend.build import KRDS
from frontend.fetch import ROOT

SHEET = (KRDS / "cdn" / "krds.min.css").read_text()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def style() -> str:
    return (BUILD / manifest()["app.css"]).read_text()


def test_every_name_carries_the_hash_of_its_content():
    for hashed in manifest().values():
        content = (BUILD / hashed).read_bytes()
        assert hashlib.sha256(content).hexdigest()[:12] in hashed


def test_nothing_is_asked_from_another_host():
    for name in manifest().values():
        if name.endswith((".css", ".js")):
            text = (BUILD / name).read_text()
            assert not re.findall(r"url\(\"?(?:https?:|data:)|https?://(?!www\.w3\.org)[\w.]*krds", text)


def test_every_picture_and_font_of_the_style_is_there():
    named = set(re.findall(r"url\(\"?([^\")]+)\"?\)", style()))
    assert named
    assert {name for name in named if not (BUILD / name).is_file()} == set()


def test_the_entry_names_its_modules_by_their_hashes():
    entry = (BUILD / manifest()["app.js"]).read_text()
    modules = re.findall(r'"\./([^"]+)"', entry)
    assert modules
    assert all((BUILD / module).is_file() for module in modules)


def test_what_compresses_is_there_compressed():
    for name in manifest().values():
        if name.endswith((".css", ".js", ".svg")):
            assert brotli.decompress((BUILD / (name + ".br")).read_bytes()) == (BUILD / name).read_bytes()


def test_style_and_scripts_of_a_page_stay_under_the_aim():
    """HTML, CSS and JS of a page under 60 kB as sent: the largest page has to fit beside these."""
    sent = [(BUILD / (name + ".br")).stat().st_size for name in manifest().values() if name.endswith((".css", ".js"))]
    assert sum(sent) < 35_000


def test_titles_of_groups_and_tables_are_seen():
    hidden = re.findall(r"[^{}]*clip:rect\(0,0,0,0\)[^{}]*", style())
    assert not [rule for rule in hidden if re.search(r"(^|,)(legend|caption)[,{]", rule)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_uses_a_part_of_krds_that_was_cut(template: Path):
    """A class of KRDS that a template names must stand in the table of what is kept, or in a sheet of our own."""
    of_krds = set(re.findall(r"\.((?:krds|ico|form|textarea|page|bg)-[\w-]+)", SHEET))
    own = set(re.findall(r"\.([\w-]+)", "".join(p.read_text() for p in (ROOT / "static" / "css").glob("*.css"))))
    used = {word for value in re.findall(r'class="([^"]*)"', template.read_text()) for word in value.split()}
    assert (used & of_krds) - krds.KEPT_CLASSES - own == set()


def test_icons_named_in_templates_are_drawn():
    text = "".join(path.read_text() for path in TEMPLATES)
    used = set(re.findall(r"ico-[a-z-]+[a-z]", text)) | {f"ico-{name}" for name in re.findall(r'icon="([\w-]+)"', text)}
    assert used
    assert {icon for icon in used if f".svg-icon.{icon}" not in style()} == set()


SMALL = """
:root{--krds-a:1px;--krds-b:var(--krds-a);--krds-unused:2px}
.krds-btn,.krds-modal{margin:var(--krds-b)}
.krds-btn.primary:not(.disabled){background:url(https://www.krds.go.kr/resources/img/component/icon/ico_sch.svg)}
.krds-table-wrap td{color:red}
td{color:blue}
legend,.sr-only{clip:rect(0,0,0,0)!important}
@media (prefers-color-scheme:dark){.krds-btn{color:white}}
@media (max-width:767px){.krds-btn{font-size:1rem}.swiper{margin:0}}
"""


def test_a_part_is_cut_by_its_selector_and_nothing_else_with_it():
    """A cut by the word "tab" once took the tables along."""
    mended = krds.mend(SMALL)
    assert ".krds-btn{margin:var(--krds-b)}" in mended
    assert "krds-modal" not in mended
    assert "td{color:blue}" in mended
    assert "krds-table-wrap" not in mended
    assert "url(icons/ico_sch.svg)" in mended
    assert ".sr-only{clip:rect(0,0,0,0)!important}" in mended
    assert "legend" not in mended
    assert "dark" not in mended
    assert "@media (max-width:767px){.krds-btn{font-size:1rem}}" in mended
    assert "--krds-a" in mended
    assert "--krds-unused" not in mended


def test_a_token_used_by_our_own_sheets_stays():
    assert "--krds-unused" in krds.mend(SMALL, ["a{margin:var(--krds-unused)}"])


def test_nothing_of_a_third_party_is_fetched_without_its_lock():
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} needs an exact version"
        assert lock[f"node_modules/{name}"]["version"] == version
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")
