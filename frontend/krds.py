"""KRDS, the Korean government's design system, mended and cut down to the parts that the pages use.

What is wrong with the published sheet and how it is mended: docs/decisions, page on KRDS.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import tinycss2

OUTSIDE = "https://www.krds.go.kr/resources/img/component/icon/"
ICON_FOLDER = "icons/"

# A selector stays when every class and id that it names stands here. A new part of KRDS begins with a line here.
KEPT_CLASSES = frozenset(
    """
    inner sr-only
    header-in header-container header-branding krds-main-menu gnb-menu gnb-main-trigger is-link
    krds-breadcrumb-wrap breadcrumb home txt
    krds-btn xsmall small medium large xlarge primary secondary tertiary text link underline icon border
    form-group form-tit form-conts is-error form-hint form-hint-invalid fieldset
    krds-input krds-form-select completed textarea-wrap textarea-count count-now count-total
    krds-check-area krds-form-check krds-form-chip krds-form-chip-outline checkbox radio
    krds-pagination page-navi page-links page-link link-dot prev next active
    krds-badge krds-badge-wrap bg-light-primary bg-light-success bg-light-warning bg-light-danger bg-light-gray
    krds-info-list decimal dash hollow ordered num info-txt
    krds-spinner svg-icon down up left right
    ico-angle ico-calendar ico-call ico-del ico-down ico-file ico-filter ico-global ico-go ico-help ico-my ico-plus
    ico-print ico-reset ico-sch ico-share ico-upload ico-error-fill ico-information-fill ico-success-fill
    """.split()  # noqa: SIM905 - a table of words reads better than a column of quotes
)
KEPT_IDS = frozenset({"krds-header", "krds-skip-link", "krds-footer"})
CUT_ATTRIBUTES = ("data-krds-mode", "class^=", "class*=")  # high-contrast copies and the carousel

_NAME = re.compile(r"([.#])((?:[\w-]|[^\x00-\x7f])+)")
_CUSTOM_PROPERTY = re.compile(r"--[\w-]+")


def mend(sheet: str, used_outside: Iterable[str] = ()) -> str:
    """Return the sheet with local icons, its unused selectors and its unused custom properties cut.

    `used_outside` are texts (the project's own sheets) whose custom properties must stay too.
    """
    rules = list(_kept(_parse(sheet.replace(OUTSIDE, ICON_FOLDER))))
    texts = list(used_outside)
    return "\n".join(_without_unused_properties(rules, texts))


def _parse(content: Any) -> list[Any]:
    return tinycss2.parse_stylesheet(content, skip_comments=True, skip_whitespace=True)


def _kept(rules: list[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (enclosing at-rule or "", selectors, declarations) of every rule that stays."""
    for rule in rules:
        prelude = tinycss2.serialize(rule.prelude).strip()
        if rule.type == "qualified-rule":
            selectors = ",".join(s for s in _split(prelude) if _stays(s))
            if selectors:
                yield "", selectors, tinycss2.serialize(rule.content)
        elif rule.type == "at-rule" and rule.at_keyword == "media" and "prefers-color-scheme" not in prelude:
            for _, selectors, declarations in _kept(_parse(rule.content)):
                yield f"@media {prelude}", selectors, declarations
        elif rule.type == "at-rule" and rule.at_keyword == "keyframes" and prelude == "spin":
            yield "", f"@keyframes {prelude}", tinycss2.serialize(rule.content)


def _split(selectors: str) -> list[str]:
    """Split a selector list at its outer commas: those inside :not(...) stay."""
    return [s.strip() for s in re.split(r",(?![^(]*\))", selectors)]


def _stays(selector: str) -> bool:
    if any(attribute in selector for attribute in CUT_ATTRIBUTES):
        return False
    if selector in {"legend", "caption"}:  # hidden for the eye by !important; here they are titles
        return False
    bare = re.sub(r":not\([^)]*\)", "", selector)
    return all(name in (KEPT_CLASSES if mark == "." else KEPT_IDS) for mark, name in _NAME.findall(bare))


def _without_unused_properties(rules: list[tuple[str, str, str]], outside: list[str]) -> Iterator[str]:
    """Drop each custom property that no kept declaration reads, until nothing more falls."""
    parsed = [(media, selectors, _declarations(text)) for media, selectors, text in rules]
    while True:
        used = set(_CUSTOM_PROPERTY.findall(" ".join(outside)))
        used.update(p for *_, ds in parsed for _, value in ds for p in re.findall(r"var\(\s*(--[\w-]+)", value))
        left = [
            (media, selectors, [d for d in ds if not d[0].startswith("--") or d[0] in used])
            for media, selectors, ds in parsed
        ]
        if left == parsed:
            break
        parsed = left
    for media, selectors, declarations in parsed:
        if not declarations:
            continue
        body = ";".join(f"{name}:{value}" if name else value for name, value in declarations)
        rule = f"{selectors}{{{body}}}"
        yield f"{media}{{{rule}}}" if media else rule


def _declarations(text: str) -> list[tuple[str, str]]:
    if "{" in text:  # the body of @keyframes is kept as it is
        return [("", text)]
    found = []
    for node in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            important = "!important" if node.important else ""
            found.append((node.name, tinycss2.serialize(node.value).strip() + important))
    return found
