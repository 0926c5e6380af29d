"""``python -m app.core.words``: the Korean catalogs, one an area: take in new sentences, check, compile.

A sentence belongs to the catalog that already has it, else to the one named like the folder where
it stands (``app/<area>``, ``templates/<area>``), else to ``shared``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent.parent
KOREAN = ROOT / "app" / "translations" / "ko" / "LC_MESSAGES"
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {
    "_": None, "gettext": None, "lazy_gettext": None, "_l": None, "N_": None, "ngettext": (1, 2),
    "lazy_ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy_pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
OWN_ROOM = {"my": "accounts", "audit": "accounts", "desk": "review", "base": "look", "components": "look"}

Sentence = tuple[str | tuple[str, ...], str | None]  # (text or its plural forms, context)


def said() -> Iterator[tuple[Sentence, str]]:
    """Yield each sentence of the code and the templates, with the path where it stands."""
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, comment_tags=(), options_map={})
    for path, _line, text, _comments, context in found:
        yield (text, context), path


def catalogs() -> dict[str, Catalog]:
    """Return the Korean catalogs by their names."""
    return {path.stem: read(path) for path in sorted(KOREAN.glob("*.po"))}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def room(path: str) -> str:
    """Return the catalog that a new sentence at this path belongs to."""
    parts = Path(path).parts
    name = parts[1] if len(parts) > 2 else "shared"
    return OWN_ROOM.get(name, name)


def missing() -> list[str]:
    """Return every sentence without a Korean one, or whose Korean is fuzzy, with its path."""
    have = list(catalogs().values())
    return [
        f"{path}: {text!r}"
        for (text, context), path in said()
        if not any(translated(catalog.get(text, context)) for catalog in have)
    ]


def translated(message: Message | None) -> bool:
    """Say whether a message has its Korean, and a person has confirmed it."""
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def update() -> None:
    """Add new sentences to their catalogs, untranslated; drop those that nobody says any more."""
    have, spoken = catalogs(), list(said())
    known = {sentence for sentence, _ in spoken}
    for (text, context), path in spoken:
        if any(catalog.get(text, context) for catalog in have.values()):
            continue
        have.setdefault(room(path), Catalog(locale="ko")).add(text, context=context)
    for name, catalog in have.items():
        for message in list(catalog):
            if message.id and (tuple(message.id) if message.pluralizable else message.id, message.context) not in known:
                catalog.delete(message.id, message.context)
        with (KOREAN / f"{name}.po").open("wb") as file:
            write_po(file, catalog, width=120, sort_output=True, omit_header=False)


def compile_all() -> None:
    """Write the one compiled catalog that the application reads."""
    whole = Catalog(locale="ko")
    for catalog in catalogs().values():
        for message in catalog:
            if message.id:
                whole.add(message.id, message.string, context=message.context)
    with (KOREAN / "messages.mo").open("wb") as file:
        write_mo(file, whole)


def main() -> int:
    """Do what the command line names; 1 if sentences lack their Korean."""
    act = sys.argv[1] if len(sys.argv) > 1 else ""
    KOREAN.mkdir(parents=True, exist_ok=True)
    if act == "compile":
        compile_all()
        return 0
    if act == "update":
        update()
    lacking = missing()
    for line in lacking:
        sys.stdout.write(line + "\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
