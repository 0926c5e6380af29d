"""Saved texts with places to fill in: {title}, {제목} ... become what the matter says."""

import re

from app.core.dates import date_text
from app.core.errors import N_, RuleError
from app.followup.models import Matter

NAMES = {
    "title": ("제목", "title"), "number": ("번호", "number"), "department": ("부서", "department"),
    "received": ("접수일", "received"), "due": ("기한", "due"),
}  # fmt: skip
SHOWN = " ".join(f"{{{korean}}}" for korean, _english in NAMES.values())
_PLACE = re.compile(r"\{([^{}\n]{1,40})\}")


class UnknownPlaceholder(RuleError):
    code = "unknown_placeholder"
    sentence = N_("The text has a place that cannot be filled in: %(place)s. Known are: %(known)s.")
    field = "reason"


def filled(text: str, matter: Matter) -> str:
    """Return a text with its places filled in, in Korean. Raises ``UnknownPlaceholder``."""
    values = _values(matter)

    def fill(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name not in values:
            raise UnknownPlaceholder(place=found[0], known=SHOWN)
        return values[name]

    return _PLACE.sub(fill, text)


def _values(matter: Matter) -> dict[str, str]:
    said = {
        "title": matter.title_ko, "number": str(matter.id),
        "department": matter.department.name_ko if matter.department is not None else "",
        "received": date_text(matter.received_on), "due": date_text(matter.due_on) if matter.due_on else "",
    }  # fmt: skip
    return {name: said[code] for code, names in NAMES.items() for name in names}
